// Signs in to Polar with openid-client and asks Team Pro for teams, as apps do. The app
// stands in ERGODROME_CLIENT_ID, ERGODROME_CLIENT_SECRET and ERGODROME_REDIRECT_URI; the
// coach agrees without being asked.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18 keeps it in its module
const oauth = await import("openid-client");

const auth = "https://auth.polar.com";
const { ERGODROME_CLIENT_ID: id, ERGODROME_CLIENT_SECRET: secret, ERGODROME_REDIRECT_URI: redirect } = process.env;
const config = new oauth.Configuration(
  { issuer: auth, authorization_endpoint: `${auth}/oauth/authorize`, token_endpoint: `${auth}/oauth/token` },
  id,
  {},
  oauth.ClientSecretBasic(secret),
);
const state = oauth.randomState();
const sent = await fetch(oauth.buildAuthorizationUrl(config, { redirect_uri: redirect, scope: "team_read", state }), { redirect: "manual" });
const tokens = await oauth.authorizationCodeGrant(config, new URL(sent.headers.get("location")), { expectedState: state });
const answer = await fetch("https://teampro.api.polar.com/v1/teams", { headers: { Authorization: `Bearer ${tokens.access_token}` } });
console.log(answer.status, (await answer.json()).data.length, "teams");
