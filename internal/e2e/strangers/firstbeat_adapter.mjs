// Stands between `ergodrome check run` and the axios client of firstbeat_client.mjs.
import { createInterface } from "node:readline";
import { api, consumer, pages } from "./firstbeat_client.mjs";

const classes = { 204: "no_data", 400: "invalid_argument", 401: "auth", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "rate_limited" };

const ops = {
  "fb.accounts": async () => (await api.get("/v1/sports/accounts")).data.accounts,
  "fb.athletes": (a) => pages(`/v1/sports/accounts/${a.account}/athletes`, "athletes"),
  "fb.athlete": async (a) => (await api.get(`/v1/sports/accounts/${a.account}/athletes/${a.athlete}`)).data,
};

async function open({ baseUrl, credentials }) {
  api.defaults.baseURL = baseUrl;
  Object.assign(consumer, { id: credentials.consumerId, secret: credentials.sharedSecret });
  delete api.defaults.headers["x-api-key"];
  if (credentials.apiKey) api.defaults.headers["x-api-key"] = credentials.apiKey;
}

async function call(op, args) {
  if (!api.defaults.headers["x-api-key"]) api.defaults.headers["x-api-key"] = (await api.get("/v1/account/api-key")).data.apikey;
  return { value: await ops[op](args) };
}

async function answer(r) {
  if (r.cmd === "hello") {
    return { ok: { protocol: 1, name: "firstbeat-axios", version: "1", language: "node", apis: ["firstbeat"], features: ["paginate"], ops: Object.keys(ops) } };
  }
  if (r.cmd === "open") await open(r.config);
  if (r.cmd !== "call") return { ok: {} };
  return ops[r.op] ? { ok: await call(r.op, r.args) } : { unsupported: { reason: "no such operation: " + r.op } };
}

function failure(e) {
  const status = e.response?.status;
  const kind = classes[status] ?? (status >= 500 ? "server" : e.code ? "network" : "other");
  return { err: { class: kind, message: e.message, status: status ?? null, retryAfterMs: null } };
}

for await (const line of createInterface({ input: process.stdin })) {
  const r = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: r.id, ...(await answer(r).catch(failure)) }) + "\n");
  if (r.cmd === "bye") break;
}
process.stdin.destroy();
