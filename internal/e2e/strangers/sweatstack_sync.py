"""Lists an athlete's activities with requests, as people do. Tokens stand in SWEAT_TOKEN
and SWEAT_REFRESH, the app in SWEAT_ID and SWEAT_SECRET."""

import os
import time

import requests

BASE = "https://app.sweatstack.no/api/v1"
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["SWEAT_TOKEN"]


def renew():
    form = {
        "grant_type": "refresh_token",
        "refresh_token": os.environ["SWEAT_REFRESH"],
        "client_id": os.environ["SWEAT_ID"],
        "client_secret": os.environ["SWEAT_SECRET"],
    }
    reply = requests.post(BASE + "/oauth/token", data=form, timeout=30)
    reply.raise_for_status()
    session.headers["Authorization"] = "Bearer " + reply.json()["access_token"]


count, page = 0, None
while page is None or len(page) == 50:
    reply = session.get(BASE + "/activities/", params={"offset": count, "limit": 50}, timeout=30)
    if reply.status_code == 401:
        renew()
        reply = session.get(BASE + "/activities/", params={"offset": count, "limit": 50}, timeout=30)
    if reply.status_code in (502, 503):
        time.sleep(1)
        continue
    reply.raise_for_status()
    page = reply.json()
    count += len(page)
print(count, "activities")
