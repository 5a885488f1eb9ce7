/** Unreadable input, credentials and answers become named errors and lose no tokens. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { connect } from "./client.ts"
import { createTokenExchange, type Fetch } from "./index.ts"
import { unobserved } from "./observer.ts"
import { type DapiOperations, type DapiSettings, dapi } from "./providers/dapi/index.ts"
import { type FinqwareOperations, finqware } from "./providers/finqware/index.ts"
import { resolve } from "./settings.ts"

const grant = { accessCode: "code", connectionId: "connection" }
const good = { success: true, accessToken: "permanent", status: "done" }

it("the tokens of an answer are recovered when its reader throws", async () => {
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
      connect<DapiOperations>(
        { ...dapi, operations: { exchangeToken: { ...exchangeToken, read } } },
        settings,
        unobserved,
      ).exchangeToken(grant),
    ),
  )
  expect(error).toMatchObject({ _tag: "UnexpectedResponse", reason: "schema mismatch", grant: "spent" })
  const recovered = error._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined
  expect(recovered && Redacted.value(recovered)).toBe("permanent")
})

it("an InvalidRequest names every credential that is not set", async () => {
  const client = connect<FinqwareOperations>(finqware, resolve(finqware, {}, {}), unobserved)
  const error = await Effect.runPromise(Effect.flip(client.exchangeToken({ tempToken: "t" })))
  expect(error).toMatchObject({ _tag: "InvalidRequest", fields: ["clientId", "clientSecret"] })
})

describe("a promise resolves to an error for", () => {
  const exchange = (fetch: Fetch = async () => Response.json(good)) =>
    createTokenExchange({ dapi: { appSecret: "secret" }, fetch }).dapi

  it.each([-1e17, -8.7e12])("a code that expired in the year %d / 31556952", async (exp) => {
    const accessCode = `h.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.s`
    expect(await exchange().exchangeToken({ ...grant, accessCode })).toMatchObject({ data: { provider: "dapi" } })
  })

  it.each([undefined, null, 5])("a code that is %s", async (accessCode) => {
    const { error } = await exchange().exchangeToken({ ...grant, accessCode: accessCode as never })
    expect(error).toMatchObject({ _tag: "InvalidRequest", fields: ["accessCode"] })
  })

  it.each([undefined, null, 5])("an input that is %s", async (input) => {
    const { error } = await exchange().exchangeToken(input as never)
    expect(error).toMatchObject({ _tag: "InvalidRequest", grant: "unspent" })
  })

  it("a secret that was wiped", async () => {
    const accessCode = Redacted.make("code")
    Redacted.wipeUnsafe(accessCode)
    expect((await exchange().exchangeToken({ ...grant, accessCode })).error?._tag).toBe("InvalidRequest")
  })

  it("a credential's function that gives a secret that was wiped", async () => {
    const wiped = Redacted.make("secret")
    Redacted.wipeUnsafe(wiped)
    const { dapi } = createTokenExchange({
      dapi: { appSecret: async () => wiped },
      fetch: async () => Response.json(good),
    })
    const { error } = await dapi.exchangeToken(grant)
    expect(error).toMatchObject({
      _tag: "ConnectionFailed",
      grant: "unspent",
      reason: "the credential appSecret could not be had",
    })
  })

  it("a fetch that returns no promise", async () => {
    const fetch = (() => Response.json(good)) as never
    expect((await exchange(fetch).exchangeToken(grant)).error).toBeUndefined()
  })
})

it("a short secret that occurs in our own words hides no tokens", async () => {
  const { dapi } = createTokenExchange({ dapi: { appSecret: "api" }, fetch: async () => Response.json(good) })
  expect((await dapi.exchangeToken({ ...grant, accessCode: "dap" })).error).toBeUndefined()
})

it("a secret equal to the provider's slug hides no tokens", async () => {
  const tokens = { access: "h.e30.s", refresh: "h.e30.s" }
  const { aisquare } = createTokenExchange({ aisquare: {}, fetch: async () => Response.json(tokens) })
  expect((await aisquare.obtainToken({ username: "user", password: "aisquare" })).error).toBeUndefined()
})
