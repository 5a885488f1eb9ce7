/**
 * Whatever a provider answers, a redemption comes to tokens or to one error that says what is left of the grant: any
 * status, any bytes, any JSON, and bodies that are nearly right.
 */
import * as Arbitrary from "effect/Arbitrary"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import { AISquare, Dapi, Finqware, type TokenSet } from "../../src/effect.ts"
import type { RedemptionError } from "../../src/errors.ts"
import type { Fetch } from "../../src/settings.ts"
import { type Kind, operations } from "./operations.ts"
import { faultOf } from "./wild/judge.ts"
import { hurried, provider, timeout } from "./wild/provider.ts"
import { said, type Turn, turnsOf } from "./wild/turns.ts"

/** How many answers each operation meets at least. */
const enough = 10_000

/** How many redemptions that takes: one in twenty meets nothing but a mishap. */
const runs = 10_800

/** Of every choice here: the same seed repeats a run. */
const seed = process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 32))

/** How each operation is called. */
const redemptions: Readonly<Record<string, (fetch: Fetch) => Effect.Effect<TokenSet, RedemptionError>>> = {
  "aisquare.exchangeToken": (fetch) =>
    AISquare.use((aisquare) => aisquare.exchangeToken({ tempToken: "temp" }, { timeout })).pipe(
      Effect.provide(AISquare.layerWith({ superexecSecret: "superexec", fetch })),
    ),
  "aisquare.obtainToken": (fetch) =>
    AISquare.use((aisquare) => aisquare.obtainToken({ username: "alice", password: "pass" }, { timeout })).pipe(
      Effect.provide(AISquare.layerWith({ superexecSecret: "superexec", fetch })),
    ),
  "aisquare.refreshToken": (fetch) =>
    AISquare.use((aisquare) => aisquare.refreshToken({ refresh: "refresh" }, { timeout })).pipe(
      Effect.provide(AISquare.layerWith({ superexecSecret: "superexec", fetch })),
    ),
  "finqware.exchangeToken": (fetch) =>
    Finqware.use((finqware) => finqware.exchangeToken({ tempToken: "temp" }, { timeout })).pipe(
      Effect.provide(Finqware.layerWith({ clientId: "id", clientSecret: "secret", fetch })),
    ),
  "dapi.exchangeToken": (fetch) =>
    Dapi.use((dapi) => dapi.exchangeToken({ accessCode: "code", connectionId: "connection" }, { timeout })).pipe(
      Effect.provide(Dapi.layerWith({ appSecret: "secret", fetch })),
    ),
}

describe.each(operations)("$name, whatever it is answered", (operation) => {
  const { name, kind } = operation
  const redeem = redemptions[name]
  const turns = turnsOf(operation)

  it("comes to tokens, or to one error with a grant", { timeout: 120_000 }, async () => {
    if (redeem === undefined) throw new Error(`Nobody says how to call ${name}.`)
    let answers = 0
    const outcomes: Record<string, number> = {}
    const property = (turns: ReadonlyArray<Turn>) =>
      Effect.gen(function* () {
        const { fetch, met } = provider(turns)
        const exit = yield* Effect.exit(
          redeem(fetch).pipe(
            Effect.provideService(Clock.Clock, hurried()),
            Effect.provideService(Logger.CurrentLoggers, new Set()),
          ),
        )
        answers += met.filter(({ _tag }) => _tag === "Answer").length
        const outcome = Exit.isSuccess(exit) ? "tokens" : Option.getOrUndefined(Exit.findErrorOption(exit))?._tag
        outcomes[outcome ?? "defect"] = (outcomes[outcome ?? "defect"] ?? 0) + 1
        const fault = yield* faultOf(operation, exit, met)
        if (fault !== undefined) return yield* Effect.fail(`${fault}, after ${met.map(said).join(", then ")}`)
        return true
      })
    // Each step of shrinking a redemption that hangs takes all the patience there is.
    const settings = { runs, seed: `${seed} ${name}`, concurrency: 16, size: 8, maxShrinks: 20 }
    const result = await Effect.runPromise(Arbitrary.checkEffect(turns, property, settings))
    console.log(`${name}: SEED=${seed}, ${answers} answers, ${JSON.stringify(outcomes)}`)
    expect(Arbitrary.formatCheckFailure(result)).toBeUndefined()
    expect(answers).toBeGreaterThanOrEqual(enough)
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining([...outcomesOf(kind)]))
  })
})

/** What must have been met on the way, or else the answers were too wild to show anything. */
const outcomesOf = (kind: Kind) => [
  ...["tokens", "InvalidRequest", "InvalidGrant", "RateLimited", "ProviderUnavailable", "UnexpectedResponse"],
  ...(kind === "reusable" ? [] : ["OutcomeUnknown"]),
]
