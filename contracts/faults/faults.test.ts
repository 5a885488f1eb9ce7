/** Every fault × every operation comes to what the table says, and the server saw as many POSTs as it says. */
import { afterAll, describe, expect, it } from "vitest"
import type { Expected } from "./expected.ts"
import { type FaultOperation, operations } from "./operations.ts"
import { type FaultServer, nobody, serveBrokenTls, serveFault } from "./server.ts"
import type { Fault } from "./table/fault.ts"
import { faults } from "./table.ts"

const secure = (server: FaultServer): FaultServer => ({ ...server, url: server.url.replace("http:", "https:") })

const nowhere = (url: string): FaultServer => ({
  url,
  posts: () => 0,
  open: () => 0,
  [Symbol.asyncDispose]: async () => {},
})

const serve = async ({ does }: Fault, { answer }: FaultOperation): Promise<FaultServer> => {
  switch (does) {
    case "refuses":
      return nowhere(nobody)
    case "does not resolve":
      return nowhere("http://nowhere.invalid")
    case "speaks no TLS":
      return {
        ...secure(await serveFault(({ socket }) => void socket.end("HTTP/1.1 400 Bad\r\n\r\n"))),
        posts: () => 0,
      }
    case "hangs in TLS":
      return { ...secure(await serveFault(() => {})), posts: () => 0 }
    case "breaks TLS":
      return serveBrokenTls()
    default:
      return serveFault(does(answer))
  }
}

const expectedOf = ({ comesTo }: Fault, { name, provider }: FaultOperation): Expected => {
  if ("posts" in comesTo && "tag" in comesTo) return comesTo as Expected
  const byProvider = comesTo as { readonly [name: string]: Expected }
  const expected = byProvider[name] ?? byProvider[provider]
  if (expected === undefined) throw new Error(`The table does not say what ${name} makes of it.`)
  return expected
}

it("has at least sixty faults, each with a name of its own", () => {
  expect(faults.length).toBeGreaterThanOrEqual(60)
  expect(new Set(faults.map(({ fault }) => fault)).size).toBe(faults.length)
})

const counted = { cases: 0, posts: 0, "one-time": 0, again: 0 }

afterAll(() => {
  const { cases, posts, again } = counted
  console.log(
    `${faults.length} faults × ${operations.length} operations: ${cases} as the table says, ${posts} POSTs; ` +
      `${counted["one-time"]} of one-time grants, ${again} of them after a refusal that left the grant unspent, none after any other`,
  )
})

describe.each(operations)("$name", (operation) => {
  describe.concurrent("meets", () => {
    it.each(faults)("$fault", async (fault) => {
      await using server = await serve(fault, operation)
      const { data, error } = await operation.redeem({ baseUrl: server.url, timeout: fault.deadline ?? 30_000 })
      const { tag, grant, posts, reason } = expectedOf(fault, operation)
      const { kind } = operation
      expect({ tag: error?._tag, grant: error?.grant ?? "", posts: server.posts() }).toEqual({
        tag,
        grant: grant[kind],
        posts: posts[kind],
      })
      if (tag === undefined) expect(data?.provider).toBe(operation.provider)
      if (reason !== undefined) expect(error).toMatchObject({ reason })
      // A second POST of a one-time grant follows an answer that left it unspent, and nothing else.
      if (kind === "one-time" && server.posts() > 1) expect(error?.grant).toBe("unspent")
      counted.cases++
      counted.posts += server.posts()
      if (kind !== "one-time") return
      counted["one-time"] += server.posts()
      counted.again += Math.max(0, server.posts() - 1)
    })
  })
})
