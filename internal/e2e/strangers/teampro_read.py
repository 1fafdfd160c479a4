"""Reads teams and their sessions, as a script with Requests does: BASE, and a token in the environment."""

import os
import sys

import requests

base = sys.argv[1].rstrip("/")
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["ERGODROME_TOKEN"]


def get(path):
    answer = session.get(base + path, timeout=30)
    answer.raise_for_status()
    return answer.json()["data"]


for team in get("/v1/teams"):
    details = get("/v1/teams/" + team["id"])
    for training in get("/v1/teams/" + team["id"] + "/training_sessions")[:3]:
        get("/v1/teams/training_sessions/" + training["id"])
    for player in details["players"][:2]:
        for own in get("/v1/players/" + player["player_id"] + "/training_sessions")[:1]:
            get("/v1/training_sessions/" + own["id"] + "?samples=hr")
missing = session.get(base + "/v1/teams/none", timeout=30)
assert missing.status_code == 404, missing.status_code
