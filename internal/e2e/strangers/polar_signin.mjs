// Signs in to Polar as apps do that use openid-client, and asks Team Pro for teams.
//
//   node polar_signin.mjs AUTH_URL TEAMPRO_URL REDIRECT_URI
//
// ERGODROME_CLIENT_ID and ERGODROME_CLIENT_SECRET are the app's. Somebody must have
// answered the consent page beforehand. Prints what was learnt as one line of JSON.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18 keeps it in its module
const oauth = await import("openid-client");

const [auth, teampro, redirect] = process.argv.slice(2);
const config = new oauth.Configuration(
  { issuer: auth, authorization_endpoint: `${auth}/oauth/authorize`, token_endpoint: `${auth}/oauth/token` },
  process.env.ERGODROME_CLIENT_ID,
  {},
  oauth.ClientSecretBasic(process.env.ERGODROME_CLIENT_SECRET),
);
oauth.allowInsecureRequests(config);

const state = oauth.randomState();
const ask = oauth.buildAuthorizationUrl(config, { redirect_uri: redirect, scope: "team_read", state });
const sent = await fetch(ask, { redirect: "manual" });
const back = new URL(sent.headers.get("location"));
const first = await oauth.authorizationCodeGrant(config, back, { expectedState: state });

const second = await oauth.refreshTokenGrant(config, first.refresh_token);
const get = async (token) => {
  const answer = await fetch(`${teampro}/v1/teams`, { headers: { Authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json() };
};
const { status, body } = await get(second.access_token);
const refusals = {};
const refused = async (what, call) => {
  try {
    await call();
    refusals[what] = "was not refused";
  } catch (e) {
    refusals[what] = `${e.status ?? ""} ${e.error ?? e.code}`.trim();
  }
};
await refused("a wrong state", () => oauth.authorizationCodeGrant(config, back, { expectedState: "another" }));
await refused("a code twice", () => oauth.authorizationCodeGrant(config, back, { expectedState: state }));

const after = await get(second.access_token); // a code that came twice may be stolen: what came of it ends

console.log(JSON.stringify({
  status,
  teams: body.data.length,
  lifetime: first.expires_in,
  scope: first.scope,
  fresh: second.access_token !== first.access_token,
  stranger: (await get("not-a-token")).status,
  after: after.status,
  refusals,
}));
