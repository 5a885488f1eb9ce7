/** A 2xx with tokens, or without, of an operation whose success has a body. */
import { gzipSync } from "node:zlib"
import { answer, body, compressionBomb, each, flood, head, html, status, write } from "../behaviours.ts"
import { redeemed, spentFor, unreadableFor } from "../expected.ts"
import { type Fault, isRead } from "./fault.ts"

const all: ReadonlyArray<Fault> = [
  // A 200 that yields tokens
  {
    fault: "HTTP/1.0 without a length",
    server: (good) => write(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${good}`),
    outcome: redeemed,
  },
  {
    fault: "JSON as text/plain",
    server: (good) => answer(200, good, { "content-type": "text/plain" }),
    outcome: redeemed,
  },
  { fault: "byte order mark", server: (good) => answer(200, `\uFEFF${good}`), outcome: redeemed },
  {
    fault: "compressed twice",
    server: (good) => answer(200, gzipSync(gzipSync(good)), { "content-encoding": "gzip, gzip" }),
    outcome: redeemed,
  },
  {
    fault: "duplicate keys",
    server: body((good) => `{${Object.keys(good).map((name) => `"${name}":null`)},${JSON.stringify(good).slice(1)}`),
    outcome: redeemed,
  },
  {
    fault: "a huge number",
    server: body((good) => `{"huge":1e999,${JSON.stringify(good).slice(1)}`),
    outcome: redeemed,
  },
  {
    fault: "extra fields",
    server: body((good) => JSON.stringify({ ...good, more: { of: ["it"] } })),
    outcome: redeemed,
  },
  {
    fault: "an unknown enum member",
    server: body((good) => JSON.stringify("status" in good ? { ...good, status: "somehow" } : good)),
    outcome: redeemed,
  },
  {
    fault: "content-length too long",
    server: (good) => write(head(200, { "content-length": Buffer.byteLength(good) + 9 }), good),
    outcome: redeemed,
  },
  {
    fault: "whole, without its last chunk",
    server: (good) =>
      write(head(200, { "transfer-encoding": "chunked" }), `${Buffer.byteLength(good).toString(16)}\r\n${good}\r\n`),
    outcome: redeemed,
  },
  {
    fault: "whole, with a last chunk of no size",
    server: (good) =>
      write(
        head(200, { "transfer-encoding": "chunked" }),
        `${Buffer.byteLength(good).toString(16)}\r\n${good}\r\nzz\r\n`,
      ),
    outcome: redeemed,
  },
  {
    fault: "whole, then a reset",
    server:
      (good) =>
      ({ socket, request }) => {
        void request.then(() => {
          socket.write(head(200, { "content-length": Buffer.byteLength(good) + 9 }))
          socket.write(good, () => setTimeout(() => socket.resetAndDestroy(), 50))
        })
      },
    outcome: redeemed,
  },
  {
    fault: "a byte that is not UTF-8 in a field that nobody needs",
    server: (good) => answer(200, Buffer.from(`{"note":"\xff",${good.slice(1)}`, "latin1")),
    outcome: redeemed,
  },
  {
    fault: "two answers on one connection",
    server: (good) => {
      const first = `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(good)}\r\n\r\n${good}`
      return write(first, "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n")
    },
    outcome: redeemed,
  },

  // A 2xx that yields no tokens
  { fault: "empty 200", server: status(200, ""), outcome: unreadableFor("not JSON") },
  {
    fault: "204",
    server: () => write("HTTP/1.1 204 No Content\r\n\r\n"),
    outcome: unreadableFor("undocumented status"),
  },
  {
    fault: "HTML under 200",
    server: () => answer(200, html, { "content-type": "text/html" }),
    outcome: unreadableFor("not JSON"),
  },
  {
    fault: "invalid UTF-8",
    server: status(200, Buffer.from([0x22, 0xc3, 0x28, 0x22])),
    outcome: unreadableFor("not JSON"),
  },
  { fault: "malformed JSON", server: (good) => answer(200, good.slice(0, -1)), outcome: unreadableFor("not JSON") },
  {
    fault: "content-length too short",
    server: (good) => write(head(200, { "content-length": 5 }), good),
    outcome: unreadableFor("not JSON"),
  },
  {
    fault: "compressed, cut at its length",
    server: (good) => answer(200, gzipSync(good).subarray(0, 30), { "content-encoding": "gzip" }),
    outcome: unreadableFor("not JSON"),
  },
  { fault: "NaN", server: body(() => '{"access":NaN}'), outcome: unreadableFor("not JSON") },
  {
    fault: "deeply nested JSON",
    server: status(200, `${"[".repeat(200_000)}${"]".repeat(200_000)}`),
    outcome: spentFor("schema mismatch"),
  },
  {
    fault: "deeply nested in a field",
    server: body((good) => JSON.stringify(good).replace("{", `{"code":${"[".repeat(20_000)}${"]".repeat(20_000)},`)),
    outcome: redeemed,
  },
  {
    fault: "__proto__",
    server: body((good) => `{"__proto__":${JSON.stringify(good)}}`),
    outcome: spentFor("schema mismatch"),
  },
  { fault: "an array", server: (good) => answer(200, `[${good}]`), outcome: spentFor("schema mismatch") },
  { fault: "a string", server: status(200, '"tokens"'), outcome: spentFor("schema mismatch") },
  { fault: "null", server: status(200, "null"), outcome: spentFor("schema mismatch") },
  { fault: "no fields", server: status(200, "{}"), outcome: spentFor("schema mismatch") },
  { fault: "fields that are null", server: body((good) => each(good, null)), outcome: spentFor("schema mismatch") },
  { fault: "fields that are numbers", server: body((good) => each(good, 7)), outcome: spentFor("schema mismatch") },
  { fault: "fields that are empty", server: body((good) => each(good, "")), outcome: spentFor("schema mismatch") },
  { fault: "100 MB", server: () => flood, outcome: unreadableFor("too large") },
  { fault: "compression bomb", server: compressionBomb, outcome: unreadableFor("too large") },
]

export const granted: ReadonlyArray<Fault> = all.map((fault) => ({ ...fault, of: isRead }))
