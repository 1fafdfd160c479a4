"""Lists a coach's teams and their training sessions with requests, as people do. Tokens
stand in POLAR_TOKEN and POLAR_REFRESH, the app in POLAR_ID and POLAR_SECRET."""

import os
import time

import requests

token = os.environ["POLAR_TOKEN"]


def renew():
    global token
    reply = requests.post(
        "https://auth.polar.com/oauth/token",
        data={"grant_type": "refresh_token", "refresh_token": os.environ["POLAR_REFRESH"]},
        auth=(os.environ["POLAR_ID"], os.environ["POLAR_SECRET"]),
        timeout=30,
    )
    reply.raise_for_status()
    token = reply.json()["access_token"]


def get(path, **params):
    for attempt in range(5):
        headers = {"Authorization": "Bearer " + token}
        reply = requests.get("https://teampro.api.polar.com/v1" + path, headers=headers, params=params, timeout=30)
        if reply.status_code == 401 and attempt == 0:
            renew()
        elif reply.status_code in (429, 502, 503):
            time.sleep(2**attempt)
        else:
            break
    return reply


def pages(path):
    number, total = 0, 1
    while number < total:
        reply = get(path, page=number, per_page=100)
        if reply.status_code == 404:  # not ours any more
            return
        reply.raise_for_status()
        page = reply.json()
        yield from page["data"]
        number, total = number + 1, page["page"]["total_pages"]


for team in pages("/teams"):
    print(team["id"], len(list(pages(f"/teams/{team['id']}/training_sessions"))))
