"""Stands between `ergodrome check run` and the requests client of firstbeat_sync.py."""

import json
import os
import sys

import requests

import firstbeat_sync as client

CLASSES = {204: "no_data", 400: "invalid_argument", 401: "auth", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "rate_limited"}

OPS = {
    "fb.accounts": lambda a: client.get("/sports/accounts")["accounts"],
    "fb.athletes": lambda a: client.pages(f"/sports/accounts/{a['account']}/athletes", "athletes"),
    "fb.athlete": lambda a: client.get(f"/sports/accounts/{a['account']}/athletes/{a['athlete']}"),
}
HELLO = {"protocol": 1, "name": "firstbeat-requests", "version": "1", "language": "python", "apis": ["firstbeat"], "features": ["paginate"], "ops": list(OPS)}


def answer(r):
    if r["cmd"] == "hello":
        return {"ok": HELLO}
    if r["cmd"] == "open":
        given = r["config"]["credentials"]
        os.environ["FIRSTBEAT_ID"], os.environ["FIRSTBEAT_SECRET"] = given.get("consumerId", ""), given.get("sharedSecret", "")
        client.BASE, client.api_key = r["config"]["baseUrl"], given.get("apiKey")
    if r["cmd"] != "call":
        return {"ok": {}}
    if r["op"] not in OPS:
        return {"unsupported": {"reason": "no such operation: " + r["op"]}}
    client.api_key = client.api_key or client.get("/account/api-key")["apikey"]
    return {"ok": {"value": OPS[r["op"]](r["args"])}}


def failure(e):
    kind, status = "other", None
    if isinstance(e, requests.HTTPError):
        status = e.response.status_code
        kind = CLASSES.get(status, "server" if status >= 500 else "other")
    elif isinstance(e, requests.JSONDecodeError):
        kind = "decode"
    elif isinstance(e, requests.RequestException):
        kind = "network"
    return {"err": {"class": kind, "message": type(e).__name__, "status": status, "retryAfterMs": None}}


for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = answer(request)
    except Exception as e:
        reply = failure(e)
    print(json.dumps({"id": request["id"], **reply}), flush=True)
    if request["cmd"] == "bye":
        break
