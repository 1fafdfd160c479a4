// A nightly synchronisation with axios and pako, as people write them. Credentials stand
// in FIRSTBEAT_ID and FIRSTBEAT_SECRET.
import { api, consumer, decode, pages } from "./firstbeat_client.mjs";

consumer.id = process.env.FIRSTBEAT_ID;
consumer.secret = process.env.FIRSTBEAT_SECRET;
api.defaults.headers["x-api-key"] = (await api.get("/v1/account/api-key")).data.apikey;
const since = new Date(Date.now() - 3 * 86400000).toISOString();
for (const { accountId } of (await api.get("/v1/sports/accounts")).data.accounts) {
  for (const { athleteId } of await pages(`/v1/sports/accounts/${accountId}/athletes`, "athletes")) {
    const path = `/v1/sports/accounts/${accountId}/athletes/${athleteId}/measurements`;
    for (const { measurementId } of await pages(path, "measurements", { fromTime: since })) {
      const { status, data } = await api.get(`${path}/${measurementId}/results`, { params: { var: "trimp,heartRateSeries" } });
      if (status === 204) continue; // the analysis failed
      const series = data.variables.find((v) => v.name === "heartRateSeries");
      console.log(athleteId, measurementId, series ? decode(series).length : 0);
    }
  }
}
