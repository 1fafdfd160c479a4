// Reads frames of SweatStack's as programs do that use hyparquet or DuckDB, and the
// Arrow schema in them as Apache Arrow's own library does.
//
//   node sweatstack_frames.mjs BASE_URL PATH...
//
// ERGODROME_TOKEN is a user's access token. Prints one line of JSON: for each path
// the types and the values that each library found, column by column, times as
// milliseconds since 1970.
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { RecordBatchReader } from "apache-arrow";
import { parquetMetadata, parquetReadObjects } from "hyparquet";

const [base, ...paths] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${process.env.ERGODROME_TOKEN}` };
const duckdb = await (await DuckDBInstance.create(":memory:")).connect();

function plain(value) {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.getTime();
  if (typeof value?.micros === "bigint") return Number(value.micros) / 1000;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value ?? null;
}

async function withHyparquet(file, names) {
  const rows = await parquetReadObjects({ file });
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => plain(row[name]))]));
}

async function withDuckDB(path) {
  const result = await duckdb.runAndReadAll("select * from read_parquet($1)", [path]);
  const types = result.columnTypes();
  const values = result.getColumns(); // none at all where there are no rows
  return {
    types: Object.fromEntries(result.columnNames().map((name, i) => [name, String(types[i])])),
    values: Object.fromEntries(result.columnNames().map((name, i) => [name, (values[i] ?? []).map(plain)])),
  };
}

function withArrow(entry) {
  const reader = RecordBatchReader.from(Buffer.from(entry, "base64")).open();
  return Object.fromEntries(reader.schema.fields.map((field) => [field.name, String(field.type)]));
}

const frames = [];
for (const [i, path] of paths.entries()) {
  const answer = await fetch(base + path, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const bytes = await answer.arrayBuffer();
  const kept = join(process.env.ERGODROME_FOLDER ?? tmpdir(), `frame-${i}.parquet`);
  await writeFile(kept, Buffer.from(bytes));

  const { schema, key_value_metadata } = parquetMetadata(bytes);
  const columns = schema.slice(1);
  const entry = (key) => key_value_metadata.find((e) => e.key === key)?.value;
  frames.push({
    path,
    columns: columns.map((c) => c.name),
    units: Object.fromEntries(columns.filter((c) => c.logical_type?.unit).map((c) => [c.name, c.logical_type.unit])),
    index: JSON.parse(entry("pandas")).index_columns.filter((c) => typeof c === "string"),
    arrow: withArrow(entry("ARROW:schema")),
    hyparquet: await withHyparquet(bytes, columns.map((c) => c.name)),
    duckdb: await withDuckDB(kept),
  });
}
console.log(JSON.stringify(frames));
