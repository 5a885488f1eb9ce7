/** Deadlines and aborts before anything is sent, and further attempts: when there is one, and what the error says. */
import { describe, expect, it } from "vitest"
import { createTokenExchange } from "../../src/index.ts"
import { answer } from "./behaviours.ts"
import { calls, firstOf } from "./calls.ts"
import { passDeadline } from "./deadline.ts"
import { serveFault } from "./server.ts"
import { serveInTurn } from "./waiting.ts"

const rotating = firstOf("rotating")
const reusable = firstOf("reusable")
/** Dapi's, the only grant that says when it expires. */
const oneTime = calls.find(({ name }) => name === "dapi.exchangeToken") ?? firstOf("one-time")

/** Longer than any test waits. In milliseconds. */
const timeout = 30_000

describe("a redemption that has sent nothing yet", () => {
  const never = () => new Promise<string>(() => {})

  it("leaves the grant unspent at a deadline", async () => {
    await using server = await serveFault(() => {})
    const exchange = createTokenExchange({ dapi: { appSecret: never, baseUrl: server.url } })
    const { error } = await exchange.dapi.exchangeToken({ accessCode: "c", connectionId: "i" }, { timeout: 30 })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "deadline" })
    expect(server.posts()).toBe(0)
  })

  it("leaves the grant unspent upon an abort", async () => {
    await using server = await serveFault(() => {})
    const { error } = await oneTime.promise({ baseUrl: server.url }, { timeout, signal: AbortSignal.abort() })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
  })

  it("refuses an access code that has expired, and says when it did", async () => {
    await using server = await serveFault(() => {})
    const exp = Math.floor(Date.now() / 1000) - 120
    const accessCode = `a.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c`
    const exchange = createTokenExchange({ dapi: { appSecret: "s", baseUrl: server.url } })
    const { error } = await exchange.dapi.exchangeToken({ accessCode, connectionId: "i" })
    expect(error).toMatchObject({ _tag: "InvalidGrant", grant: "spent", expiredAt: new Date(exp * 1000) })
    expect(error?.message).toContain("was not sent")
    expect(server.posts()).toBe(0)
  })

  it("sends an access code that has just expired, since clocks differ", async () => {
    await using server = await serveFault(answer(200, oneTime.answer))
    const exp = Math.floor(Date.now() / 1000) - 20
    const accessCode = `a.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c`
    const exchange = createTokenExchange({ dapi: { appSecret: "s", baseUrl: server.url } })
    const { data } = await exchange.dapi.exchangeToken({ accessCode, connectionId: "i" })
    expect(data?.provider).toBe("dapi")
  })
})

describe("another attempt", () => {
  it("redeems a one-time grant after a limit", async () => {
    await using server = await serveInTurn(answer(429, "{}"), answer(200, oneTime.answer))
    const { data } = await oneTime.promise({ baseUrl: server.url }, { timeout })
    expect(data?.provider).toBe(oneTime.provider)
    expect(server.posts()).toBe(2)
  })

  it("redeems a reusable grant after a lost answer", async () => {
    await using server = await serveInTurn(({ socket }) => void socket.end(), answer(200, reusable.answer))
    const { data } = await reusable.promise({ baseUrl: server.url }, { timeout })
    expect(data?.provider).toBe(reusable.provider)
    expect(server.posts()).toBe(2)
  })

  it.each([rotating, reusable])(
    "$name reports an unknown outcome when a refusal follows a lost answer",
    async (call) => {
      const { status, body } = call.refusals.find(({ tag }) => tag === "InvalidGrant") ?? { status: "401", body: {} }
      const refuse = answer(Number(status), JSON.stringify(body))
      await using server = await serveInTurn(({ socket }) => void socket.end(), refuse)
      const { error } = await call.promise({ baseUrl: server.url }, { timeout })
      const grant = call.kind === "rotating" ? "unknown" : "reusable"
      expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant })
      expect(server.posts()).toBe(2)
    },
  )

  it("reports no grant as unspent after a lost answer", async () => {
    await using server = await serveInTurn(({ socket }) => void socket.end(), answer(429, "{}"))
    const { error } = await rotating.promise({ baseUrl: server.url }, { timeout })
    expect(error).toMatchObject({ _tag: "RateLimited", grant: "unknown" })
  })

  it("is not made after the deadline, and the last error stands", async () => {
    await using server = await serveFault(answer(503, "{}"))
    // The clock stands still: the deadline cannot pass before the answer is there.
    const redemption = reusable.effect({ baseUrl: server.url }, { timeout: 150 })
    const { error } = await passDeadline(redemption, new Promise(() => {}), 0)
    expect(error).toMatchObject({ _tag: "ProviderUnavailable", status: 503 })
    expect(server.posts()).toBe(1)
  })

  it.each([
    { call: oneTime, status: 429, tag: "RateLimited" },
    { call: reusable, status: 503, tag: "ProviderUnavailable" },
  ])("waits as long as a $status asks, and is not made if that is past the deadline", async ({ call, status, tag }) => {
    await using server = await serveFault(answer(status, "{}", { "retry-after": "5" }))
    const redemption = call.effect({ baseUrl: server.url }, { timeout: 4_000 })
    const { error } = await passDeadline(redemption, new Promise(() => {}), 0)
    expect(error).toMatchObject({ _tag: tag, retryAfter: 5_000 })
    expect(server.posts()).toBe(1)
  })
})
