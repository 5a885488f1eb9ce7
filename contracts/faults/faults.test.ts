/** Every fault × every operation has the outcome and the number of POSTs that the table states. */
import { setTimeout } from "node:timers/promises"
import { afterAll, describe, expect, it } from "vitest"
import { type Call, calls } from "./calls.ts"
import { type Outcome, passDeadline } from "./deadline.ts"
import { type FaultServer, nobody, nowhere, serveBrokenTls, serveFault } from "./server.ts"
import type { Fault } from "./table/fault.ts"
import { faults, faultsOf } from "./table.ts"

/** Longer than any back-off here. In milliseconds. */
const patience = 30_000

const secure = (server: FaultServer): FaultServer => ({
  ...server,
  url: server.url.replace("http:", "https:"),
  posts: () => 0,
})

const serve = async ({ server }: Fault, call: Call): Promise<FaultServer> => {
  switch (server) {
    case "refuses":
      return nowhere(nobody)
    case "does not resolve":
      return nowhere("https://nowhere.invalid")
    case "speaks no TLS":
      return secure(await serveFault(({ socket }) => void socket.end("HTTP/1.1 400 Bad\r\n\r\n")))
    case "hangs in TLS":
      return secure(await serveFault(() => {}))
    case "breaks TLS":
      return serveBrokenTls()
    default:
      return serveFault(server(call.answer, call))
  }
}

/** How long a server may write before the deadline passes, in milliseconds. */
const pause = 200

const redeem = (call: Call, { url, arrived }: FaultServer, { deadline = patience }: Fault): Promise<Outcome> =>
  deadline === "once the request has arrived"
    ? passDeadline(
        call.effect({ baseUrl: url }, { timeout: patience }),
        arrived.then(() => setTimeout(pause)),
        patience,
      )
    : call.promise({ baseUrl: url }, { timeout: deadline })

const expectedOf = ({ outcome }: Fault, call: Call) => (typeof outcome === "function" ? outcome(call) : outcome)

it("the table has at least sixty faults with different names", () => {
  expect(faults.length).toBeGreaterThanOrEqual(60)
  expect(new Set(faults.map(({ fault }) => fault)).size).toBe(faults.length)
})

const tallies = new Map(calls.map(({ name }) => [name, { cases: 0, posts: 0, again: 0 }]))

afterAll(() => {
  for (const { name, kind } of calls) {
    const { cases = 0, posts = 0, again = 0 } = tallies.get(name) ?? {}
    const repeated = kind === "one-time" ? `, ${again} of them after a refusal that left the grant unspent` : ""
    console.log(`${name} (${kind}): ${cases} faults as the table states, ${posts} requests${repeated}`)
  }
})

describe.each(calls)("$name", (call) => {
  describe.concurrent("meets", () => {
    it.each(faultsOf(call))("$fault", async (fault) => {
      await using server = await serve(fault, call)
      const { data, error } = await redeem(call, server, fault)
      const { tag, grant, posts, reason } = expectedOf(fault, call)
      const { kind } = call
      expect({ tag: error?._tag, grant: error?.grant ?? "", posts: server.posts() }).toEqual({
        tag,
        grant: grant[kind],
        posts: posts[kind],
      })
      if (tag === undefined) expect(data?.provider).toBe(call.provider)
      if (reason !== undefined) expect(error).toMatchObject({ reason })
      // A second POST of a one-time grant follows an answer that left it unspent, and nothing else. Without a body, `fetch`
      // itself repeats a request after a 421.
      const again = Math.max(0, server.posts() - 1)
      if (kind === "one-time" && again > 0 && error?.status !== 421) expect(error?.grant).toBe("unspent")
      const tally = tallies.get(call.name)
      if (tally === undefined) return
      tally.cases++
      tally.posts += server.posts()
      if (error?.status !== 421) tally.again += again
    })
  })
})
