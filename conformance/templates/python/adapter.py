#!/usr/bin/env python3
"""An adapter for `ergodrome check`: it reads requests from stdin and answers on stdout,
one JSON object a line. Everything but stdout is yours: print to stderr as you like.

Put your own client in the place of Client; keep the error classes. Python 3.8, no packages."""

import base64
import hashlib
import hmac
import http.client
import json
import sys
import time
import urllib.error
import urllib.request


class Failure(Exception):
    """An error in a class of the suite, which compares classes, never texts."""

    def __init__(self, kind, message, status=None, retry_after=None):
        super().__init__(message)
        self.fields = {"class": kind, "message": message, "status": status, "retryAfterMs": retry_after}


CLASSES = {204: "no_data", 400: "invalid_argument", 401: "auth", 403: "forbidden", 404: "not_found", 413: "too_large"}


class Client:
    """A small Firstbeat client. Yours goes here."""

    def __init__(self, config):
        self.base, self.timeout = config["baseUrl"], (config["deadlineMs"] or 60000) / 1000
        self.id, self.secret = config["credentials"].get("consumerId", ""), config["credentials"].get("sharedSecret", "")
        self.key = config["credentials"].get("apiKey")  # given, or fetched when it is needed

    def token(self):
        part = lambda b: base64.urlsafe_b64encode(b).rstrip(b"=")
        now = int(time.time())
        text = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps({"iss": self.id, "iat": now, "exp": now + 290}).encode())
        return (text + b"." + part(hmac.new(self.secret.encode(), text, hashlib.sha256).digest())).decode()

    def send(self, url, keyed):
        headers = {"Authorization": "Bearer " + self.token(), **({"x-api-key": self.key} if keyed else {})}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=self.timeout) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as e:
            return e.code, e.headers, e.read()
        except (OSError, http.client.HTTPException) as e:
            raise Failure("network", type(e).__name__)

    def get(self, path, keyed=True):
        if keyed and not self.key:
            self.api_key()
        for attempt in range(5):
            status, headers, body = self.send(self.base + path, keyed)
            after = headers.get("Retry-After", "")
            wait = int(after) if after.isdigit() else 1
            if status == 429 and (wait > 60 or attempt == 4):
                raise Failure("rate_limited", "too many requests", status, 1000 * wait)
            if status in (202, 429):  # still computing, or too many requests
                time.sleep(5 if status == 202 else wait)
            elif status != 200:
                raise Failure(CLASSES.get(status, "server" if status >= 500 else "other"), "HTTP %d" % status, status)
            else:
                try:
                    return json.loads(body)
                except (ValueError, RecursionError):
                    raise Failure("decode", "the answer is no JSON")
        raise Failure("processing_timeout", "still computing", 202)

    def api_key(self):
        answer = self.get("/v1/account/api-key", keyed=False)
        self.key = answer.get("apikey") or answer.get("apiKey")
        return {"apiKey": self.key}

    def athletes(self, account):
        items, more = [], True
        while more:
            page = self.get("/v1/sports/accounts/%s/athletes?offset=%d" % (account, len(items)))
            items, more = items + page["athletes"], page.get("more", False) and len(page["athletes"]) > 0
        return items


OPS = {
    "fb.api_key": lambda c, a: c.api_key(),
    "fb.accounts": lambda c, a: c.get("/v1/sports/accounts")["accounts"] or [],
    "fb.athletes": lambda c, a: c.athletes(a["account"]),
    "fb.athlete": lambda c, a: c.get("/v1/sports/accounts/%s/athletes/%s" % (a["account"], a["athlete"])),
}
HELLO = {"protocol": 1, "name": "my-client", "version": "1", "language": "python", "apis": ["firstbeat"], "features": ["paginate"], "ops": list(OPS)}
clients = {}


def answer(request):
    cmd, name = request["cmd"], request.get("client")
    if cmd == "hello":
        return {"ok": HELLO}
    if cmd in ("open", "restart-state"):  # after a restart only what lies in stateDir may be known
        config = request["config"] if cmd == "open" else clients[name][0]
        clients[name] = config, Client(config)
    elif cmd == "call" and request["op"] not in OPS:
        return {"unsupported": {"reason": "no such operation: " + request["op"]}}
    elif cmd == "call":
        return {"ok": {"value": OPS[request["op"]](clients[name][1], request["args"])}}
    return {"ok": {}}


for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = answer(request)
    except Failure as e:
        reply = {"err": e.fields}
    except Exception as e:  # a bug: the suite calls it "other"
        reply = {"err": {"class": "other", "message": repr(e)}}
    print(json.dumps({"id": request["id"], **reply}), flush=True)
    if request["cmd"] == "bye":
        break
