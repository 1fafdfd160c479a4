// A Firstbeat client of axios and pako, as people write them, from the vendor's public
// description.
import { createHmac } from "node:crypto";
import axios from "axios";
import * as pako from "pako";

export const api = axios.create({ baseURL: "https://api.firstbeat.com", timeout: 30000 });
export const consumer = {};

api.interceptors.request.use((config) => {
  const part = (v) => Buffer.from(JSON.stringify(v)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const text = part({ alg: "HS256", typ: "JWT" }) + "." + part({ iss: consumer.id, iat: now, exp: now + 300 });
  config.headers.Authorization = `Bearer ${text}.${createHmac("sha256", consumer.secret).update(text).digest("base64url")}`;
  return config;
});

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

api.interceptors.response.use(
  async (answer) => {
    if (answer.status !== 202) return answer;
    await sleep(5);
    return api.request(answer.config);
  },
  async (error) => {
    const status = error.response?.status;
    const tries = (error.config.tries ?? 0) + 1;
    if (tries > 4 || !(status === 429 || status >= 500)) throw error;
    await sleep(Number(error.response.headers["retry-after"] ?? 2 ** tries));
    return api.request({ ...error.config, tries });
  },
);

export async function pages(path, member, params) {
  const found = [];
  for (let more = true; more; ) {
    const { data } = await api.get(path, { params: { ...params, offset: found.length } });
    found.push(...data[member]);
    more = data.more;
  }
  return found;
}

const formats = { Float64: [8, "getFloat64"], Float32: [4, "getFloat32"], Unsigned16: [2, "getUint16"], Unsigned8: [1, "getUint8"], Signed16: [2, "getInt16"] };

export function decode({ value, type, bits }) {
  const bytes = pako.inflate(Buffer.from(value, "base64"));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [size, read] = formats[type + bits];
  return Array.from({ length: bytes.byteLength / size }, (_, i) => view[read](i * size));
}
