# An adapter around a client that is wrong in the way that its argument says. Without
# one it does what FB-AUTH-009 and X-RETRY-002 demand, and no more.
import json, sys, urllib.error, urllib.request

how, opened = (sys.argv + [""])[1], {}


def get(base):
    try:
        with urllib.request.urlopen(base + "/v1/sports/accounts") as r:
            return r.status, {}
    except urllib.error.HTTPError as e:
        return e.code, json.loads(e.read() or b"{}")
    except OSError:
        return 0, {}


def accounts():
    base = opened["baseUrl"]
    status, body = get(base)
    if opened["case"] != "SMOKE":
        if how == "leaks":
            print("signing with", opened["credentials"]["sharedSecret"], file=sys.stderr)
        if how == "asks-on":
            [get(base) for _ in range(8)]
        if how == "strays":
            get(base.removesuffix("/firstbeat"))
        if how == "ends":
            sys.exit("panic: no token")
    return {"err": {"class": "auth" if status == 401 else "other", "status": status, "message": "refused"}}


for line in sys.stdin:
    request = json.loads(line)
    answer = {"ok": {}}
    if request["cmd"] == "hello":
        answer = {"ok": {"protocol": 1, "name": "careless", "version": "1", "language": "python", "apis": ["firstbeat"], "ops": ["fb.accounts"]}}
    elif request["cmd"] == "open":
        opened = request["config"] | {"case": request["case"]}
    elif request["cmd"] == "call":
        answer = accounts() if request["op"] == "fb.accounts" else {"unsupported": {"reason": "no such operation"}}
    print(json.dumps({"id": request["id"]} | answer), flush=True)
