/** A 2xx of an operation whose success is said by its status alone. */
import { gzipSync } from "node:zlib"
import { answer, compressionBomb, flood, head, html, write } from "../behaviours.ts"
import { maybeSpent, redeemed, spentFor } from "../expected.ts"
import type { FaultOperation } from "../operations.ts"
import type { Behaviour } from "../server.ts"
import { type Fault, isRead } from "./fault.ts"

/** Answers under the operation's own success. */
const under =
  (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
  (_: string, { descriptor }: FaultOperation): Behaviour =>
    answer(descriptor.success[0] ?? 200, body, headers)

/** A status that has a body, unlike a 204. */
const hasBody = ({ descriptor }: FaultOperation) => !descriptor.success.includes(204)

const all: ReadonlyArray<Fault> = [
  { fault: "its status and nothing else", server: under(""), outcome: redeemed },
  {
    fault: "its status without a length",
    server: (_, { descriptor }) => write(`HTTP/1.1 ${descriptor.success[0]} Done\r\n\r\n`),
    outcome: redeemed,
  },
  { fault: "its status with JSON", server: under('{"error":"invalid_grant"}'), outcome: redeemed },
  { fault: "its status with HTML", server: under(html, { "content-type": "text/html" }), outcome: redeemed },
  { fault: "its status with bytes", server: under(Buffer.from([0xc3, 0x28, 0x00])), outcome: redeemed },
  { fault: "its status, compressed", server: under(gzipSync("{}"), { "content-encoding": "gzip" }), outcome: redeemed },
  { fault: "its status, then a page of 100 MB", of: hasBody, server: () => flood, outcome: redeemed },
  { fault: "its status, then a compression bomb", of: hasBody, server: compressionBomb, outcome: redeemed },
  {
    fault: "its status, then a reset",
    of: hasBody,
    server:
      (_, { descriptor }) =>
      ({ socket, request }) => {
        void request.then(() => {
          socket.write(head(descriptor.success[0] ?? 200, { "content-length": 9 }), () =>
            setTimeout(() => socket.resetAndDestroy(), 50),
          )
        })
      },
    outcome: maybeSpent,
  },
  {
    fault: "its status, cut short",
    of: hasBody,
    server: (_, { descriptor }) => write(head(descriptor.success[0] ?? 200, { "content-length": 9 }), "{"),
    outcome: maybeSpent,
  },
  // 205 has no body either, and 206 is half of one.
  ...[200, 201, 202, 203, 204, 205, 206].map(
    (code): Fault => ({
      fault: `${code}, which is not its status`,
      of: ({ descriptor }) => !descriptor.success.includes(code),
      server: () => answer(code),
      outcome: spentFor("undocumented status"),
    }),
  ),
]

export const done: ReadonlyArray<Fault> = all.map(({ of: isOf = () => true, ...fault }) => ({
  ...fault,
  of: (operation) => !isRead(operation) && isOf(operation),
}))
