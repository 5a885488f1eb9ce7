/** No whole answer comes: nothing was sent, or its outcome is unknown. */
import { answer, dribble, head, status, write } from "../behaviours.ts"
import { maybeSpent, maybeSpentAtDeadline, nothingSent, nothingSentByDeadline, turnedAway } from "../expected.ts"
import { type Fault, isRead } from "./fault.ts"

export const unanswered: ReadonlyArray<Fault> = [
  // Before anything is sent
  { fault: "connection refused", server: "refuses", outcome: nothingSent },
  { fault: "host does not resolve", server: "does not resolve", outcome: nothingSent },
  { fault: "server speaks no TLS", server: "speaks no TLS", outcome: nothingSent },
  { fault: "TLS handshake fails", server: "breaks TLS", outcome: nothingSent },
  { fault: "connect hangs", server: "hangs in TLS", outcome: nothingSentByDeadline, deadline: 400 },

  // The reset comes before a byte of the request: empty connections.
  {
    fault: "reset at once",
    server:
      () =>
      ({ socket }) =>
        void socket.resetAndDestroy(),
    outcome: turnedAway,
  },

  // Sent, and no whole answer
  {
    fault: "accept, then close",
    server:
      () =>
      ({ socket }) =>
        void socket.end(),
    outcome: maybeSpent,
  },
  {
    fault: "reset while reading",
    server:
      () =>
      ({ socket }) =>
        void socket.once("data", () => socket.resetAndDestroy()),
    outcome: maybeSpent,
  },
  {
    fault: "reset after reading",
    server:
      () =>
      ({ socket, request }) =>
        void request.then(() => socket.resetAndDestroy()),
    outcome: maybeSpent,
  },
  {
    fault: "close after reading",
    server:
      () =>
      ({ socket, request }) =>
        void request.then(() => socket.end()),
    outcome: maybeSpent,
  },
  { fault: "silence", server: () => () => {}, outcome: maybeSpentAtDeadline, deadline: "once the request has arrived" },
  {
    fault: "slow headers",
    server: () => dribble("HTTP/1.1 200 OK\r\n", "x-more: y\r\n"),
    outcome: maybeSpentAtDeadline,
    deadline: "once the request has arrived",
  },
  {
    fault: "slow body",
    server: () => dribble(head(200, { "content-length": 10_000 }), " "),
    outcome: maybeSpentAtDeadline,
    deadline: "once the request has arrived",
  },
  {
    fault: "body cut short",
    of: isRead,
    server: (good) => write(head(200, { "content-length": Buffer.byteLength(good) }), good.slice(0, 20)),
    outcome: maybeSpent,
  },
  {
    fault: "chunk of no size",
    server: (good) => write(head(200, { "transfer-encoding": "chunked" }), `zz\r\n${good}\r\n0\r\n\r\n`),
    outcome: maybeSpent,
  },
  {
    fault: "chunks without end",
    server: () => write(head(200, { "transfer-encoding": "chunked" }), '2\r\n{"\r\n'),
    outcome: maybeSpent,
  },
  { fault: "garbage for a status line", server: () => write("SSH-2.0-OpenSSH_9.7\r\n"), outcome: maybeSpent },
  {
    fault: "huge headers",
    server: (good) => answer(200, good, { "x-huge": "h".repeat(100_000) }),
    outcome: maybeSpent,
  },
  {
    fault: "broken gzip",
    of: isRead,
    server: (good) => answer(200, good, { "content-encoding": "gzip" }),
    outcome: maybeSpent,
  },
  { fault: "407", server: status(407), outcome: maybeSpent },
]
