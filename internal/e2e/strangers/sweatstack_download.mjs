// Reads the files behind activities of SweatStack's with fit-file-parser.
//
//   node sweatstack_download.mjs BASE_URL ACTIVITY...
//
// ERGODROME_TOKEN is a user's access token. Prints one line of JSON.
import FitParser from "fit-file-parser";

const [base, ...activities] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${process.env.ERGODROME_TOKEN}` };
const found = [];
for (const id of activities) {
  const answer = await fetch(`${base}/api/v1/activities/${id}/download`, { headers });
  if (!answer.ok) throw new Error(`${id}: ${answer.status} ${await answer.text()}`);
  const parser = new FitParser({ force: false, mode: "list", speedUnit: "m/s", lengthUnit: "m" });
  const file = await parser.parseAsync(Buffer.from(await answer.arrayBuffer()));
  const [session] = file.sessions;
  const rates = file.records.map((r) => r.heart_rate).filter((rate) => rate !== undefined);
  found.push({
    id,
    type: file.file_ids[0].type,
    sessions: file.sessions.length,
    sport: session.sport,
    start: session.start_time,
    seconds: session.total_elapsed_time,
    laps: file.laps.length,
    records: file.records.length,
    first: file.records[0].timestamp,
    distance: file.records.findLast((r) => r.distance !== undefined)?.distance ?? null,
    heartRate: rates.length ? rates.reduce((sum, rate) => sum + rate, 0) / rates.length : null,
    heartRatePeak: rates.length ? Math.max(...rates) : null,
    power: file.records.some((r) => r.power !== undefined) ? file.records.reduce((sum, r) => sum + (r.power ?? 0), 0) / file.records.filter((r) => r.power !== undefined).length : null,
  });
}
console.log(JSON.stringify(found));
