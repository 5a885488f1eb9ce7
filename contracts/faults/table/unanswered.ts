/** No whole answer comes: nothing was sent, or nobody knows what became of it. */
import { answer, dribble, head, status, write } from "../behaviours.ts"
import { maybeSpent, maybeSpentAtDeadline, nothingSent, thrice } from "../expected.ts"
import type { Fault } from "./fault.ts"

export const unanswered: ReadonlyArray<Fault> = [
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
]
