/** The meaning of every status: without a documented body, with one, and with the tokens of a success. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { describe, expect, it } from "vitest"
import { reveal } from "../../src/index.ts"
import { type Call, calls } from "./calls.ts"
import { hurried, provider, timeout } from "./wild/provider.ts"

const statuses = Array.from({ length: 400 }, (_, index) => 200 + index)

/** What a status means without a documented body: 429 and 5xx speak for themselves. */
const bareMeaning = ({ contract, descriptor, answer }: Call, status: number): string => {
  const isSuccess = descriptor.success.includes(status)
  if (isSuccess && answer === "") return "tokens"
  if (status === 429) return "RateLimited"
  if (status >= 500 && status <= 599) return "ProviderUnavailable"
  if (status >= 300 && status < 400) return "UnexpectedResponse, redirect"
  const isDocumented = isSuccess || contract.statuses[status] !== undefined
  return `UnexpectedResponse, ${isDocumented ? "schema mismatch" : "undocumented status"}`
}

/** What a status means under the provider's explanation: what its record states, else the same. */
const explainedMeaning = (call: Call, status: number): string =>
  call.contract.statuses[status] ?? bareMeaning(call, status)

const meaningIn = (call: Call, status: number, body: unknown): Promise<string> => {
  const { fetch } = provider([
    { _tag: "Answer", status, body: new TextEncoder().encode(JSON.stringify(body)), headers: [] },
  ])
  const redemption = call.effect({ fetch }, { timeout }).pipe(
    Effect.match({
      onSuccess: () => "tokens",
      onFailure: (error) => ("reason" in error ? `${error._tag}, ${error.reason}` : error._tag),
    }),
    Effect.provideService(Clock.Clock, hurried()),
    Effect.provideService(Logger.CurrentLoggers, new Set()),
  )
  return Effect.runPromise(redemption)
}

const meanings = async (of: (status: number) => string | Promise<string>) =>
  Object.fromEntries(await Promise.all(statuses.map(async (status) => [status, await of(status)])))

describe.each(calls)("$name", (call) => {
  it.each([{}, { message: "Forbidden" }, [], "down", null])(
    "no status but 429 and 500 to 599 refuses anything with the body %j",
    async (body) => {
      expect(await meanings((status) => meaningIn(call, status, body))).toEqual(
        await meanings((status) => bareMeaning(call, status)),
      )
    },
  )

  it("every status from 200 to 599 has its stated outcome with an explanation", async () => {
    const [success = 200] = call.descriptor.success
    const found = await meanings((status) => meaningIn(call, status, call.explanation))
    const expected = await meanings((status) => explainedMeaning(call, status))
    // An explanation may have a reason of its own under a success.
    if (call.answer !== "") expected[success] = expect.stringMatching(/^UnexpectedResponse, /)
    expect(found).toEqual(expected)
  })

  it.runIf(call.answer !== "")(
    "no status drops the tokens of a whole answer, and nothing is posted again",
    async () => {
      for (const status of statuses.filter((status) => status !== 200)) {
        const { fetch, met } = provider([
          { _tag: "Answer", status, body: new TextEncoder().encode(call.answer), headers: [] },
        ])
        const { error } = await call.promise({ fetch }, { timeout })
        const tokens = call.descriptor.tokens.map((name) => Object(JSON.parse(call.answer))[name]).filter(Boolean)
        const kept = error && "recovered" in error ? Object.values(error.recovered ?? {}).map(reveal) : []
        expect({ status, tag: error?._tag, grant: error?.grant, posts: met.length }).toEqual({
          status,
          tag: "UnexpectedResponse",
          grant: call.kind === "reusable" ? "reusable" : "spent",
          posts: 1,
        })
        expect(kept).toEqual(expect.arrayContaining(tokens))
      }
    },
  )
})
