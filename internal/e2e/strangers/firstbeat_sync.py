"""A nightly synchronisation with requests and PyJWT, as people write them.

Written from the vendor's public description. Credentials stand in FIRSTBEAT_ID and
FIRSTBEAT_SECRET.

    firstbeat_sync.py [BASE_URL]
"""

import datetime
import os
import sys
import time

import jwt
import requests

BASE = "https://api.firstbeat.com"
VARIABLES = "trimp,heartRateAverage,heartRatePeak"

session = requests.Session()
api_key = None


def token():
    now = int(time.time())
    claims = {"iss": os.environ["FIRSTBEAT_ID"], "iat": now, "exp": now + 300}
    return jwt.encode(claims, os.environ["FIRSTBEAT_SECRET"], algorithm="HS256")


def get(path, **params):
    while True:
        headers = {"Authorization": "Bearer " + token()}
        if api_key:
            headers["x-api-key"] = api_key
        reply = session.get(BASE + "/v1" + path, headers=headers, params=params, timeout=30)
        if reply.status_code == 202:
            time.sleep(5)
        elif reply.status_code == 429:
            time.sleep(int(reply.headers.get("Retry-After", 2)))
        else:
            reply.raise_for_status()
            return reply.json()


def pages(path, member, **params):
    found = []
    while True:
        page = get(path, offset=len(found), **params)
        found += page[member]
        if not page.get("more"):
            return found


def main():
    global api_key
    api_key = get("/account/api-key")["apikey"]
    since = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=3)).strftime("%Y-%m-%dT00:00:00Z")
    for account in get("/sports/accounts")["accounts"]:
        of_account = "/sports/accounts/" + account["accountId"]
        for athlete in pages(of_account + "/athletes", "athletes"):
            of_athlete = f"{of_account}/athletes/{athlete['athleteId']}"
            for m in pages(of_athlete + "/measurements", "measurements", fromTime=since):
                results = get(f"{of_athlete}/measurements/{m['measurementId']}/results", var=VARIABLES)
                print(athlete["athleteId"], m["measurementId"], len(results["variables"]))


if __name__ == "__main__":
    BASE = sys.argv[1] if len(sys.argv) > 1 else BASE
    main()
