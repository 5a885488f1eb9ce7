/** A command that is ended leaves nothing behind. */
import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { expect, it, onTestFinished } from "vitest"
import { run } from "./process.ts"

/** Starts a process that ignores polite signals and holds a connection as long as it lives. */
const programOf = (port: number) => `
const stubborn = "process.on('SIGTERM', () => {}); require('node:net').connect(${port}, '127.0.0.1').on('error', () => {})"
require("node:child_process").spawn(process.execPath, ["--eval", stubborn], { stdio: "ignore" })
setInterval(() => {}, 1000)
`

it("an aborted command is ended with all that it has started, even if it ends first itself", async () => {
  const server = createServer().listen(0, "127.0.0.1")
  onTestFinished(() => void server.close())
  await once(server, "listening")
  // A server on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo
  const abort = new AbortController()
  const ended = run([process.execPath, "--eval", programOf(port)], { signal: abort.signal })
  const connected: ReadonlyArray<Socket> = await once(server, "connection")
  const gone = Promise.all(connected.map((socket) => once(socket.on("error", () => {}).resume(), "close")))
  abort.abort()
  await ended
  expect(await gone).toHaveLength(1)
})
