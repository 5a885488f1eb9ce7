/** A 2xx: with tokens that are redeemed all the same, or with none. */
import { gzipSync } from "node:zlib"
import { answer, body, compressionBomb, each, flood, head, html, status, write } from "../behaviours.ts"
import { redeemed, spentFor } from "../expected.ts"
import type { Fault } from "./fault.ts"

export const granted: ReadonlyArray<Fault> = [
  // A 200 that yields tokens all the same
  {
    fault: "HTTP/1.0 without a length",
    does: (good) => write(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${good}`),
    comesTo: redeemed,
  },
  {
    fault: "JSON as text/plain",
    does: (good) => answer(200, good, { "content-type": "text/plain" }),
    comesTo: redeemed,
  },
  { fault: "byte order mark", does: (good) => answer(200, `\uFEFF${good}`), comesTo: redeemed },
  {
    fault: "compressed twice",
    does: (good) => answer(200, gzipSync(gzipSync(good)), { "content-encoding": "gzip, gzip" }),
    comesTo: redeemed,
  },
  {
    fault: "duplicate keys",
    does: body((good) => `{${Object.keys(good).map((name) => `"${name}":null`)},${JSON.stringify(good).slice(1)}`),
    comesTo: redeemed,
  },
  { fault: "a huge number", does: body((good) => `{"huge":1e999,${JSON.stringify(good).slice(1)}`), comesTo: redeemed },
  { fault: "extra fields", does: body((good) => JSON.stringify({ ...good, more: { of: ["it"] } })), comesTo: redeemed },
  {
    fault: "an unknown enum member",
    does: body((good) => JSON.stringify("status" in good ? { ...good, status: "somehow" } : good)),
    comesTo: redeemed,
  },
  {
    fault: "two answers on one connection",
    does: (good) => {
      const first = `HTTP/1.1 200 OK\r\ncontent-length: ${good.length}\r\n\r\n${good}`
      return write(first, "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n")
    },
    comesTo: redeemed,
  },

  // A 2xx that yields none
  { fault: "empty 200", does: status(200, ""), comesTo: spentFor("not JSON") },
  { fault: "204", does: () => write("HTTP/1.1 204 No Content\r\n\r\n"), comesTo: spentFor("undocumented status") },
  {
    fault: "HTML under 200",
    does: () => answer(200, html, { "content-type": "text/html" }),
    comesTo: spentFor("not JSON"),
  },
  { fault: "invalid UTF-8", does: status(200, Buffer.from([0x22, 0xc3, 0x28, 0x22])), comesTo: spentFor("not JSON") },
  { fault: "malformed JSON", does: (good) => answer(200, good.slice(0, -1)), comesTo: spentFor("not JSON") },
  {
    fault: "content-length too short",
    does: (good) => write(head(200, { "content-length": 5 }), good),
    comesTo: spentFor("not JSON"),
  },
  {
    fault: "compressed, cut at its length",
    does: (good) => answer(200, gzipSync(good).subarray(0, 30), { "content-encoding": "gzip" }),
    comesTo: spentFor("not JSON"),
  },
  { fault: "NaN", does: body(() => '{"access":NaN}'), comesTo: spentFor("not JSON") },
  {
    fault: "deeply nested JSON",
    does: status(200, `${"[".repeat(200_000)}${"]".repeat(200_000)}`),
    comesTo: spentFor("schema mismatch"),
  },
  {
    fault: "deeply nested in a field",
    does: body((good) => JSON.stringify(good).replace("{", `{"code":${"[".repeat(20_000)}${"]".repeat(20_000)},`)),
    comesTo: redeemed,
  },
  {
    fault: "__proto__",
    does: body((good) => `{"__proto__":${JSON.stringify(good)}}`),
    comesTo: spentFor("schema mismatch"),
  },
  { fault: "an array", does: (good) => answer(200, `[${good}]`), comesTo: spentFor("schema mismatch") },
  { fault: "a string", does: status(200, '"tokens"'), comesTo: spentFor("schema mismatch") },
  { fault: "null", does: status(200, "null"), comesTo: spentFor("schema mismatch") },
  { fault: "no fields", does: status(200, "{}"), comesTo: spentFor("schema mismatch") },
  { fault: "fields that are null", does: body((good) => each(good, null)), comesTo: spentFor("schema mismatch") },
  { fault: "fields that are numbers", does: body((good) => each(good, 7)), comesTo: spentFor("schema mismatch") },
  { fault: "fields that are empty", does: body((good) => each(good, "")), comesTo: spentFor("schema mismatch") },
  { fault: "100 MB", does: () => flood, comesTo: spentFor("too large") },
  { fault: "compression bomb", does: compressionBomb, comesTo: spentFor("too large") },
]
