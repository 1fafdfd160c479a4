"""From registration to a decoded time series, with PyJWT and requests alone.

Written from the vendor's public description. It knows nothing of the program that
stands behind BASE_URL, which may as well be https://api.firstbeat.com.

    firstbeat_walk.py BASE_URL CONSUMER_NAME

prints the consumer's id, waits for a line on standard input (the vendor's staff
approve by e-mail, a coach grants access in Sports Cloud), and then prints what it
found as one JSON object.
"""

import base64
import json
import struct
import sys
import time
import zlib

import jwt
import requests

FORMATS = {
    ("Float", 64): ">d",
    ("Float", 32): ">f",
    ("Unsigned", 16): ">H",
    ("Unsigned", 8): ">B",
    ("Signed", 16): ">h",
}


def register(base, name):
    reply = requests.post(
        base + "/v1/account/register", data=json.dumps({"consumerName": name}), timeout=30
    )
    reply.raise_for_status()
    return reply.json()


class Api:
    def __init__(self, base, consumer):
        self.base = base
        self.consumer = consumer
        self.key = None

    def token(self):
        now = int(time.time())
        claims = {"iss": self.consumer["id"], "iat": now, "exp": now + 300}
        return jwt.encode(claims, self.consumer["sharedSecret"], algorithm="HS256")

    def get(self, path, **params):
        headers = {"Authorization": "Bearer " + self.token()}
        if self.key:
            headers["x-api-key"] = self.key
        for _ in range(10):
            reply = requests.get(self.base + "/v1" + path, headers=headers, params=params, timeout=30)
            if reply.status_code == 202:
                time.sleep(5)
                continue
            reply.raise_for_status()
            return reply.json() if reply.status_code == 200 else None
        raise SystemExit("still processing: " + path)

    def pages(self, path, member, **params):
        found = []
        while True:
            page = self.get(path, offset=len(found), **params)
            found += page[member]
            if not page.get("more"):
                return found


def decode(series):
    raw = zlib.decompress(base64.b64decode(series["value"]))
    return [v for (v,) in struct.iter_unpack(FORMATS[series["type"], series["bits"]], raw)]


def main():
    base, name = sys.argv[1:]
    consumer = register(base, name)
    print(consumer["id"], flush=True)
    sys.stdin.readline()

    api = Api(base, consumer)
    api.key = api.get("/account/api-key")["apikey"]
    accounts = api.get("/sports/accounts")["accounts"]
    account = "/sports/accounts/" + accounts[-1]["accountId"]
    athletes = api.pages(account + "/athletes", "athletes")
    for athlete in athletes:
        of_athlete = f"{account}/athletes/{athlete['athleteId']}"
        measurements = api.pages(of_athlete + "/measurements", "measurements", measurementType="exercise")
        for measurement in reversed(measurements):
            results = api.get(
                f"{of_athlete}/measurements/{measurement['measurementId']}/results",
                var="heartRateAverage,heartRatePeak,heartRateSeries,artifactCorrectedRrVector",
            )
            if results is None:  # the analysis failed
                continue
            variables = {v["name"]: v for v in results["variables"]}
            rr = decode(variables["artifactCorrectedRrVector"])
            heart_rate = decode(variables["heartRateSeries"])
            print(
                json.dumps(
                    {
                        "accounts": len(accounts),
                        "athletes": len(athletes),
                        "measurements": len(measurements),
                        "unit": variables["heartRateSeries"]["unit"],
                        "seconds": sum(rr) / 1000,
                        "beats": len(rr),
                        "heartRateSeries": heart_rate,
                        "heartRateAverage": variables["heartRateAverage"]["value"],
                        "heartRatePeak": variables["heartRatePeak"]["value"],
                    }
                )
            )
            return
    raise SystemExit("no athlete has a measurement with results")


if __name__ == "__main__":
    main()
