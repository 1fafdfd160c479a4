// An adapter for `ergodrome check`: it reads requests from stdin and answers on stdout,
// one JSON object a line. Everything but stdout is yours: use console.error as you like.
//
// Put your own client in the place of Client; keep the error classes. Node 18, no packages.

import { createHmac } from "node:crypto";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

// Failure is an error in a class of the suite, which compares classes, never texts.
class Failure extends Error {
  constructor(kind, message, status = null, retryAfterMs = null) {
    super(message);
    this.fields = { class: kind, message, status, retryAfterMs };
  }
}

const classes = { 204: "no_data", 400: "invalid_argument", 401: "auth", 403: "forbidden", 404: "not_found", 413: "too_large" };

// Client is a small Firstbeat client. Yours goes here.
class Client {
  constructor(config) {
    this.base = config.baseUrl;
    this.timeout = config.deadlineMs ?? 60000;
    this.id = config.credentials.consumerId ?? "";
    this.secret = config.credentials.sharedSecret ?? "";
    this.key = config.credentials.apiKey; // given, or fetched when it is needed
  }

  token() {
    const part = (v) => Buffer.from(JSON.stringify(v)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const text = part({ alg: "HS256", typ: "JWT" }) + "." + part({ iss: this.id, iat: now, exp: now + 290 });
    return text + "." + createHmac("sha256", this.secret).update(text).digest("base64url");
  }

  async send(path, query, key) {
    const headers = { authorization: "Bearer " + this.token() };
    if (key) headers["x-api-key"] = key;
    try {
      const url = this.base + path + (query ? "?" + new URLSearchParams(query) : "");
      const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(this.timeout) });
      return { status: response.status, headers: response.headers, body: await response.text() };
    } catch (e) {
      throw new Failure(e.name === "TimeoutError" ? "timeout" : "network", e.message);
    }
  }

  async get(path, { query, keyed = true } = {}) {
    if (keyed && !this.key) await this.apiKey();
    for (let attempt = 0; attempt < 5; attempt++) {
      const { status, headers, body } = await this.send(path, query, keyed ? this.key : undefined);
      const after = headers.get("retry-after") ?? "";
      const wait = /^\d+$/.test(after) ? Number(after) : 1;
      if (status === 429 && (wait > 60 || attempt === 4)) {
        throw new Failure("rate_limited", "too many requests", status, 1000 * wait);
      } else if (status === 202 || status === 429) {
        await sleep(status === 202 ? 5000 : 1000 * wait); // still computing, or too many requests
      } else if (status !== 200) {
        throw new Failure(classes[status] ?? (status >= 500 ? "server" : "other"), "HTTP " + status, status);
      } else {
        let answer;
        try {
          answer = JSON.parse(body);
        } catch {} // what is no JSON is no object either
        if (answer?.constructor === Object) return answer;
        throw new Failure("decode", "the answer is no JSON object");
      }
    }
    throw new Failure("processing_timeout", "still computing", 202);
  }

  async apiKey() {
    const answer = await this.get("/v1/account/api-key", { keyed: false });
    this.key = answer.apikey ?? answer.apiKey;
    return { apiKey: this.key };
  }

  async pages(path, name) {
    const items = [];
    for (let more = true; more; ) {
      const page = await this.get(path, { query: { offset: items.length } });
      items.push(...page[name]);
      more = page.more && page[name].length > 0;
    }
    return items;
  }
}

const ops = {
  "fb.api_key": (c) => c.apiKey(),
  "fb.accounts": async (c) => objects((await c.get("/v1/sports/accounts")).accounts),
  "fb.athletes": (c, a) => c.pages(`/v1/sports/accounts/${a.account}/athletes`, "athletes"),
  "fb.athlete": (c, a) => c.get(`/v1/sports/accounts/${a.account}/athletes/${a.athlete}`),
};

const objects = (list) => (list ?? []).map((x) => x?.constructor === Object ? x : fail("decode", "an item is no object"));
const fail = (kind, message) => { throw new Failure(kind, message); };

const hello = { protocol: 1, name: "my-client", version: "1", language: "node", apis: ["firstbeat"], features: ["paginate"], ops: Object.keys(ops) };
const clients = new Map();

async function answer(r) {
  if (r.cmd === "hello") return { ok: hello };
  if (r.cmd === "open") clients.set(r.client, { config: r.config, client: new Client(r.config) });
  if (r.cmd === "close") clients.delete(r.client);
  if (r.cmd === "restart-state") clients.get(r.client).client = new Client(clients.get(r.client).config); // only stateDir may be remembered
  if (r.cmd !== "call") return { ok: {} };
  if (!ops[r.op]) return { unsupported: { reason: "no such operation: " + r.op } };
  return { ok: { value: (await ops[r.op](clients.get(r.client).client, r.args)) ?? null } };
}

for await (const line of createInterface({ input: process.stdin })) {
  const r = JSON.parse(line);
  const reply = await answer(r).catch((e) => ({ err: e.fields ?? { class: "other", message: String(e) } }));
  process.stdout.write(JSON.stringify({ id: r.id, ...reply }) + "\n");
  if (r.cmd === "bye") break;
}
process.stdin.destroy();
