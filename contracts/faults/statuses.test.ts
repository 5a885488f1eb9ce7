/** The meaning of every status whose body matches no schema, by the provider's record or for any provider. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { expect, it } from "vitest"
import { type Call, calls } from "./calls.ts"
import { hurried, provider, timeout } from "./wild/provider.ts"

const statuses = Array.from({ length: 400 }, (_, index) => 200 + index)

const meaningOf = ({ contract }: Call, status: number): string => {
  if (status === 200) return "UnexpectedResponse, schema mismatch"
  const stated = contract.statuses[status]
  if (stated !== undefined) return stated
  if (status === 429) return "RateLimited"
  if (status >= 500) return "ProviderUnavailable"
  return `UnexpectedResponse, ${status >= 300 && status < 400 ? "redirect" : "undocumented status"}`
}

const meaningIn = (call: Call, status: number): Promise<string> => {
  const { fetch } = provider([{ _tag: "Answer", status, body: new TextEncoder().encode("{}"), headers: [] }])
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

it.each(calls)("$name: every status from 200 to 599 has its stated outcome", async (call) => {
  const found = await Promise.all(statuses.map(async (status) => [status, await meaningIn(call, status)]))
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(statuses.map((status) => [status, meaningOf(call, status)])),
  )
})
