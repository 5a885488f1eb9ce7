/** How much of an answer is read, and the error for a longer one. */
import { expect, it } from "vitest"
import { createTokenExchange, type Fetch } from "./index.ts"

const grant = { accessCode: "code", connectionId: "connection" }
const good = { success: true, accessToken: "permanent", status: "done" }

it("an answer that is too long means what its status means alone", async () => {
  const long = "x".repeat(1024 * 1024 + 1)
  const outcome = async (status: number) => {
    const fetch: Fetch = async () => new Response(long, { status })
    const { dapi } = createTokenExchange({ dapi: { appSecret: "secret" }, fetch })
    return (await dapi.exchangeToken(grant)).error
  }
  expect(await outcome(429)).toMatchObject({ _tag: "RateLimited", grant: "unspent" })
  expect(await outcome(401)).toMatchObject({ _tag: "UnexpectedResponse", reason: "too large", grant: "unknown" })
  expect(await outcome(300)).toMatchObject({ _tag: "UnexpectedResponse", reason: "redirect" })
  expect(await outcome(299)).toMatchObject({ _tag: "UnexpectedResponse", reason: "too large", grant: "spent" })
  expect(await outcome(200)).toMatchObject({ _tag: "UnexpectedResponse", reason: "too large", grant: "spent" })
})

it("an answer with the content-encoding identity is read at any announced length", async () => {
  const body = JSON.stringify({ ...good, userID: "u".repeat(40_000) })
  const headers = { "content-encoding": "identity", "content-length": String(body.length) }
  const fetch: Fetch = async () => new Response(body, { headers })
  const { dapi } = createTokenExchange({ dapi: { appSecret: "secret" }, fetch })
  expect((await dapi.exchangeToken(grant)).error).toBeUndefined()
})
