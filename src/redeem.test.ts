import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { Dapi } from "./effect.ts"
import { createTokenExchange, type Fetch } from "./index.ts"
import { dapi } from "./providers/dapi.ts"
import { finqware } from "./providers/finqware.ts"
import { redeem } from "./redeem.ts"
import { type DapiSettings, resolve } from "./settings.ts"
import { unwatched } from "./watch.ts"

it("hands over the tokens of an answer that its reader throws on", async () => {
  const { exchangeToken } = dapi.operations
  const own: DapiSettings = { appSecret: "secret" }
  const settings = resolve(dapi, own, {
    fetch: async (_, init) => {
      await new Response(init?.body ?? null).text()
      return Response.json({ success: true, accessToken: "permanent", status: "done" })
    },
  })
  const read = () => {
    throw new RangeError("Maximum call stack size exceeded")
  }
  const error = await Effect.runPromise(
    Effect.flip(
      redeem({ ...exchangeToken, read }, settings, unwatched)({ accessCode: "code", connectionId: "connection" }),
    ),
  )
  expect(error).toMatchObject({ _tag: "UnexpectedResponse", reason: "schema mismatch", grant: "spent" })
  const recovered = error._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined
  expect(recovered && Redacted.value(recovered)).toBe("permanent")
})

const grant = { accessCode: "code", connectionId: "connection" }
const good = { success: true, accessToken: "permanent", status: "done" }

/** A provider that counts what it is sent. */
const counting = (answer: () => Promise<Response>) => {
  let count = 0
  const fetch: Fetch = async (_, init) => {
    count++
    await new Response(init?.body ?? null).text()
    return answer()
  }
  return { fetch, count: () => count }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe("a deadline", () => {
  it("is kept by the clock of a test", async () => {
    const { fetch, count } = counting(() => new Promise(() => {}))
    const program = Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(Effect.flip(Dapi.use((dapi) => dapi.exchangeToken(grant))))
      yield* Effect.promise(turn)
      yield* TestClock.adjust("130 seconds")
      return yield* Fiber.join(waiting)
    })
    const layer = Layer.merge(Dapi.layerWith({ appSecret: "secret", fetch }), TestClock.layer())
    const error = await Effect.runPromise(Effect.provide(program, layer))
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "deadline" })
    expect(count()).toBe(1)
  })

  it.each([Number.POSITIVE_INFINITY, 2 ** 31])("of %d ms is not over at once", async (timeout) => {
    // Long enough for a timer that overflows, which is over after a millisecond.
    const answer = () => new Promise<Response>((resolve) => setTimeout(() => resolve(Response.json(good)), 30))
    const { fetch } = counting(answer)
    const exchange = createTokenExchange({ dapi: { appSecret: "secret", timeout }, fetch })
    expect((await exchange.dapi.exchangeToken(grant)).error).toBeUndefined()
  })

  it("is not waited for where another attempt could only begin after it", async () => {
    const { fetch, count } = counting(async () => Response.json({}, { status: 429 }))
    const exchange = createTokenExchange({ dapi: { appSecret: "secret" }, fetch })
    // The first back-off is of 200 ms at least.
    const { error } = await exchange.dapi.exchangeToken(grant, { timeout: 150 })
    expect(error).toMatchObject({ _tag: "RateLimited", grant: "unspent" })
    expect(count()).toBe(1)
  })
})

describe("a credential that comes too late", () => {
  const setUp = () => {
    const late = Promise.withResolvers<string>()
    const { fetch, count } = counting(async () => Response.json(good))
    const { dapi } = createTokenExchange({ dapi: { appSecret: () => late.promise }, fetch })
    const arrive = () => {
      late.resolve("secret")
      return turn()
    }
    return { dapi, count, arrive }
  }

  it("is not sent after the deadline", async () => {
    const { dapi, count, arrive } = setUp()
    const { error } = await dapi.exchangeToken(grant, { timeout: 20 })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "deadline" })
    await arrive()
    expect(count()).toBe(0)
  })

  it("is not sent after the abort", async () => {
    const { dapi, count, arrive } = setUp()
    const controller = new AbortController()
    const redemption = dapi.exchangeToken(grant, { signal: controller.signal })
    await turn()
    controller.abort()
    expect((await redemption).error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
    await arrive()
    expect(count()).toBe(0)
  })
})

it("names every credential that is not set", async () => {
  const { exchangeToken } = finqware.operations
  const settings = resolve(finqware, {}, {})
  const error = await Effect.runPromise(Effect.flip(redeem(exchangeToken, settings, unwatched)({ tempToken: "t" })))
  expect(error).toMatchObject({ _tag: "InvalidRequest", fields: ["clientId", "clientSecret"] })
})
