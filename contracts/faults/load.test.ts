/** What redemptions cost their process: memory for monstrous answers, sockets and memory under load. */
import { describe, expect, it } from "vitest"
import { run } from "../process.ts"
import { answer } from "./behaviours.ts"
import { calls, firstOf } from "./calls.ts"
import { type Behaviour, serveFault } from "./server.ts"
import { faults } from "./table.ts"

const megabyte = 1024 * 1024

interface Measured {
  readonly outcomes: { readonly [name: string]: number }
  readonly peakGrowth: number
  readonly heapGrowth: number
  /** Open connections of undici. It may be opening one more, without a request. */
  readonly unclosed: number
  readonly sockets: number
}

/** Redeems in a process of its own. The server stays in this one. */
const measure = async (behave: Behaviour, count: number, warmUp: number): Promise<Measured> => {
  await using server = await serveFault(behave)
  const script = new URL("measure.ts", import.meta.url).pathname
  const { stdout, stderr } = await run([
    process.execPath,
    "--expose-gc",
    script,
    server.url,
    String(count),
    String(warmUp),
  ])
  if (stdout === "") throw new Error(stderr)
  return JSON.parse(stdout)
}

const fault = (name: string): Behaviour => {
  const server = faults.find((one) => one.fault === name)?.server
  if (typeof server !== "function") throw new Error(`There is no fault "${name}".`)
  return server("", firstOf("one-time"))
}

/** The first redemption succeeds: modules that it loads do not count for those that follow. */
const after =
  (behave: Behaviour): Behaviour =>
  (connection) =>
    connection.count === 1 ? good(connection) : behave(connection)

const good = answer(200, firstOf("one-time").answer)

describe("a monstrous answer", () => {
  it.each(["100 MB", "compression bomb"])("%s costs less than 64 MB, and the connection is closed", async (name) => {
    const { outcomes, peakGrowth, unclosed } = await measure(after(fault(name)), 1, 1)
    expect(outcomes).toEqual({ UnexpectedResponse: 1 })
    expect(peakGrowth / megabyte).toBeLessThan(64)
    expect(unclosed).toBe(0)
  })
})

describe("two thousand redemptions at once", () => {
  const behave: Behaviour = ({ socket }) => {
    // A pooled connection carries one POST after another.
    socket.on("data", (chunk) => {
      const [, name] = /^POST \/([^/]+)\//.exec(chunk.toString("latin1")) ?? []
      const body = calls.find((call) => call.name === name)?.answer ?? ""
      const text = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
      setTimeout(() => socket.write(text), 50)
    })
    socket.on("end", () => socket.end())
  }

  it("all settle, and leak neither sockets nor memory", { timeout: 300_000 }, async () => {
    const { outcomes, heapGrowth, unclosed, sockets } = await measure(behave, 2_000, 2_000)
    expect(outcomes).toEqual({ redeemed: 2_000 })
    expect(unclosed).toBe(0)
    expect(sockets).toBe(0)
    expect(heapGrowth / megabyte).toBeLessThan(2)
  })
})
