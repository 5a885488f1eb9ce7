import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import {
  ConnectionFailed,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  type RedemptionError,
  UnexpectedResponse,
} from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import { backOffWithin, isRetryable } from "./retry.ts"

const about = { provider: "dapi", operation: "exchangeToken", grant: "unknown" } as const
const answered = { ...about, status: 400 }

const limited = (retryAfter?: number) =>
  new RateLimited({ ...answered, ...(retryAfter !== undefined && { retryAfter }) })
const unreachable = new ConnectionFailed({ ...about, reason: "ECONNREFUSED" })

const errors: ReadonlyArray<readonly [RedemptionError, oneTime: boolean, reusable: boolean]> = [
  [limited(), true, true],
  [unreachable, true, true],
  [new OutcomeUnknown({ ...about, reason: "ECONNRESET" }), false, true],
  [new ProviderUnavailable(answered), false, true],
  [new InvalidGrant(answered), false, false],
  [new InvalidClient(answered), false, false],
  [new InvalidRequest({ ...answered, fields: [] }), false, false],
  [new UnexpectedResponse({ ...answered, reason: "redirect" }), false, false],
]

describe("another attempt", () => {
  const after = (error: RedemptionError, oneTime: Descriptor["oneTime"]) => isRetryable({ oneTime }, error)

  it.each(errors.map(([error, ...rest]) => [error._tag, error, ...rest] as const))(
    "is safe or not after %s, with a one-time grant and without: %#",
    (_, error, oneTime, reusable) => {
      expect(after(error, { accessCode: true })).toBe(oneTime)
      expect(after(error, { accessCode: true, more: "when-rotated" })).toBe(oneTime)
      expect(after(error, { refresh: "when-rotated" })).toBe(reusable)
      expect(after(error, {})).toBe(reusable)
    },
  )
})

/** When each attempt began, in milliseconds, within the simulated time. */
const attempts = (
  error: RedemptionError,
  deadline: number,
  passes: number,
  { isHarmless = true, retries = 2 } = {},
) => {
  const begun: Array<number> = []
  const program = Effect.gen(function* () {
    const attempt = Effect.andThen(
      Effect.map(Clock.currentTimeMillis, (now) => void begun.push(now)),
      Effect.fail(error),
    )
    const fiber = yield* Effect.forkChild(
      Effect.exit(
        Effect.retry(
          attempt,
          backOffWithin(
            retries,
            Effect.map(Clock.currentTimeMillis, (now) => deadline - now),
            () => isHarmless,
          ),
        ),
      ),
    )
    yield* TestClock.adjust(passes)
    const ended = fiber.pollUnsafe() !== undefined
    yield* Fiber.interrupt(fiber)
    return { begun, ended }
  })
  return Effect.runPromise(Effect.provide(program, TestClock.layer()))
}

describe("the back-off", () => {
  it("waits 250 and 500 ms, each up to a fifth shorter or longer, and then gives up", async () => {
    const { begun, ended } = await attempts(unreachable, 60_000, 60_000)
    expect(ended).toBe(true)
    expect(begun).toHaveLength(3)
    const [first = 0, second = 0, third = 0] = begun
    expect(first).toBe(0)
    expect(second - first).toBeGreaterThanOrEqual(200)
    expect(second - first).toBeLessThanOrEqual(300)
    expect(third - second).toBeGreaterThanOrEqual(400)
    expect(third - second).toBeLessThanOrEqual(600)
  })

  it.each([
    [0, 1],
    [1, 2],
    [4, 5],
  ])("with %i retries, gives up after %i attempts", async (retries, expected) => {
    const { begun, ended } = await attempts(unreachable, 60_000, 60_000, { retries })
    expect({ attempts: begun.length, ended }).toEqual({ attempts: expected, ended: true })
  })

  it("waits as long as the provider asks", async () => {
    expect((await attempts(limited(7_000), 60_000, 60_000)).begun).toEqual([0, 7_000, 14_000])
  })

  it("does not begin when the next attempt would begin at the deadline", async () => {
    expect(await attempts(limited(7_000), 7_000, 0)).toEqual({ begun: [0], ended: true })
    expect(await attempts(limited(7_000), 7_001, 0)).toEqual({ begun: [0], ended: false })
  })

  it("does not begin when another attempt is not safe", async () => {
    expect(await attempts(unreachable, 60_000, 0, { isHarmless: false })).toEqual({ begun: [0], ended: true })
  })
})
