/**
 * Every fault, and what each operation makes of it. `does` is what the server does; `comesTo` is one of the outcomes of
 * `expected.ts`.
 */
import { gzipSync } from "node:zlib"
import {
  answer,
  body,
  compressionBomb,
  dribble,
  each,
  elsewhere,
  flood,
  head,
  html,
  soon,
  status,
  write,
} from "./behaviours.ts"
import {
  type Expected,
  invalidClient,
  invalidGrant,
  invalidRequest,
  limited,
  limitedBeyondDeadline,
  maybeSpent,
  maybeSpentAtDeadline,
  nothingSent,
  redeemed,
  spentFor,
  thrice,
  unavailable,
  unexpected,
} from "./expected.ts"
import type { Behaviour } from "./server.ts"

export interface Fault {
  readonly fault: string
  /** What the server does; a name of a place where there is no server to speak with. `answer` is a good one's body. */
  readonly does:
    | ((answer: string) => Behaviour)
    | "refuses"
    | "does not resolve"
    | "speaks no TLS"
    | "hangs in TLS"
    | "breaks TLS"
  readonly comesTo: Expected | { readonly [provider: string]: Expected }
  /** Milliseconds, for faults that only a deadline ends. */
  readonly deadline?: number
}

/** Every fault × every operation. */
export const faults: ReadonlyArray<Fault> = [
  // Before anything is sent
  { fault: "connection refused", does: "refuses", comesTo: nothingSent },
  { fault: "host does not resolve", does: "does not resolve", comesTo: nothingSent },
  { fault: "server speaks no TLS", does: "speaks no TLS", comesTo: nothingSent },
  { fault: "TLS handshake fails", does: "breaks TLS", comesTo: nothingSent },
  { fault: "connect hangs", does: "hangs in TLS", comesTo: { ...nothingSent, reason: "deadline" }, deadline: 400 },

  // The reset is there before a byte of the request: three connections, and nothing on any of them.
  {
    fault: "reset at once",
    does:
      () =>
      ({ socket }) =>
        void socket.resetAndDestroy(),
    comesTo: { ...nothingSent, posts: thrice },
  },

  // Sent, and no whole answer
  {
    fault: "accept, then close",
    does:
      () =>
      ({ socket }) =>
        void socket.end(),
    comesTo: maybeSpent,
  },
  {
    fault: "reset while reading",
    does:
      () =>
      ({ socket }) =>
        void socket.once("data", () => socket.resetAndDestroy()),
    comesTo: maybeSpent,
  },
  {
    fault: "reset after reading",
    does:
      () =>
      ({ socket, request }) =>
        void request.then(() => socket.resetAndDestroy()),
    comesTo: maybeSpent,
  },
  {
    fault: "close after reading",
    does:
      () =>
      ({ socket, request }) =>
        void request.then(() => socket.end()),
    comesTo: maybeSpent,
  },
  { fault: "silence", does: () => () => {}, comesTo: maybeSpentAtDeadline, deadline: 2_000 },
  {
    fault: "slow headers",
    does: () => dribble("HTTP/1.1 200 OK\r\n", "x-more: y\r\n"),
    comesTo: maybeSpentAtDeadline,
    deadline: 2_000,
  },
  {
    fault: "slow body",
    does: () => dribble(head(200, { "content-length": 10_000 }), " "),
    comesTo: maybeSpentAtDeadline,
    deadline: 2_000,
  },
  {
    fault: "body cut short",
    does: (good) => write(head(200, { "content-length": good.length }), good.slice(0, 20)),
    comesTo: maybeSpent,
  },
  {
    fault: "content-length too long",
    does: (good) => write(head(200, { "content-length": good.length + 9 }), good),
    comesTo: maybeSpent,
  },
  {
    fault: "chunk of no size",
    does: (good) => write(head(200, { "transfer-encoding": "chunked" }), `zz\r\n${good}\r\n0\r\n\r\n`),
    comesTo: maybeSpent,
  },
  {
    fault: "chunks without end",
    does: () => write(head(200, { "transfer-encoding": "chunked" }), '2\r\n{"\r\n'),
    comesTo: maybeSpent,
  },
  { fault: "garbage for a status line", does: () => write("SSH-2.0-OpenSSH_9.7\r\n"), comesTo: maybeSpent },
  {
    fault: "huge headers",
    does: (good) => answer(200, good, { "x-huge": "h".repeat(100_000) }),
    comesTo: maybeSpent,
  },
  { fault: "broken gzip", does: (good) => answer(200, good, { "content-encoding": "gzip" }), comesTo: maybeSpent },
  { fault: "407", does: status(407), comesTo: maybeSpent },

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

  // Redirects, which are not followed
  { fault: "301", does: () => answer(301, "", elsewhere), comesTo: unexpected("redirect") },
  { fault: "302", does: () => answer(302, "", elsewhere), comesTo: unexpected("redirect") },
  { fault: "307", does: () => answer(307, "", elsewhere), comesTo: unexpected("redirect") },
  { fault: "308", does: () => answer(308, "", elsewhere), comesTo: unexpected("redirect") },

  // Statuses with a body that says nothing
  {
    fault: "400",
    does: status(400),
    comesTo: { aisquare: invalidGrant, finqware: invalidRequest, dapi: invalidRequest },
  },
  {
    fault: "401",
    does: status(401),
    comesTo: { aisquare: invalidGrant, finqware: invalidClient, dapi: invalidClient },
  },
  {
    fault: "403",
    does: status(403, html),
    comesTo: {
      "aisquare.exchangeToken": invalidGrant,
      aisquare: unexpected("undocumented status"),
      finqware: unexpected("undocumented status"),
      dapi: unexpected("undocumented status"),
    },
  },
  {
    fault: "404",
    does: status(404, html),
    comesTo: { aisquare: unexpected("undocumented status"), finqware: invalidRequest, dapi: invalidRequest },
  },
  { fault: "405", does: status(405), comesTo: unexpected("undocumented status") },
  { fault: "408", does: status(408), comesTo: unexpected("undocumented status") },
  { fault: "409", does: status(409), comesTo: unexpected("undocumented status") },
  {
    fault: "415",
    does: status(415),
    comesTo: {
      aisquare: invalidRequest,
      finqware: unexpected("undocumented status"),
      dapi: unexpected("undocumented status"),
    },
  },
  { fault: "418", does: status(418), comesTo: unexpected("undocumented status") },
  { fault: "421, which fetch would post again", does: status(421), comesTo: unexpected("undocumented status") },
  {
    fault: "422",
    does: status(422),
    comesTo: {
      aisquare: unexpected("undocumented status"),
      finqware: unexpected("undocumented status"),
      dapi: invalidRequest,
    },
  },
  { fault: "425", does: status(425), comesTo: unexpected("undocumented status") },
  { fault: "429 with seconds", does: () => answer(429, "{}", { "retry-after": "1" }), comesTo: limited },
  {
    fault: "429 with a date",
    does: () => (one) => answer(429, "{}", { "retry-after": soon() })(one),
    comesTo: limited,
  },
  { fault: "429 with garbage", does: () => answer(429, "{}", { "retry-after": "soon" }), comesTo: limited },
  { fault: "429 without a wait", does: status(429), comesTo: limited },
  {
    fault: "429 for a year",
    does: () => answer(429, "", { "retry-after": "31536000" }),
    comesTo: limitedBeyondDeadline,
  },
  ...[500, 502, 503, 504].flatMap(
    (code): ReadonlyArray<Fault> => [
      { fault: `${code} with JSON`, does: status(code, '{"detail":"down"}'), comesTo: unavailable },
      {
        fault: `${code} with HTML`,
        does: () => answer(code, html, { "content-type": "text/html" }),
        comesTo: unavailable,
      },
      { fault: `${code} with nothing`, does: status(code, ""), comesTo: unavailable },
    ],
  ),
]
