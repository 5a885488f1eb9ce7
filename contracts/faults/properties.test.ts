/**
 * For any answer (any status, any bytes, any JSON, almost valid bodies), a redemption yields tokens, or one error that
 * states the state of the grant.
 */
import * as Arbitrary from "effect/Arbitrary"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import { hasClient } from "../providers.ts"
import { type Call, calls } from "./calls.ts"
import { faultOf } from "./wild/judge.ts"
import { hurried, provider, timeout } from "./wild/provider.ts"
import { describeTurn, type Turn, turnsOf } from "./wild/turns.ts"

/** How many answers each operation gets at least: fewer where no service depends on them. */
const enoughFor = ({ provider }: Call) => (hasClient(provider) ? 10_000 : 4_000)

/**
 * How many redemptions that takes: one in twenty gets no answer; more where a connection that is refused counts as sent,
 * and so ends the redemption.
 */
const runsOf = (call: Call) =>
  enoughFor(call) * (call.kind === "one-time" && call.descriptor.mediaType === null ? 1.2 : 1.08)

/** The seed of every choice: the same seed repeats a run. */
const seed = process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 32))

describe.each(calls)("$name with any answer", (call) => {
  const { name } = call
  const turns = turnsOf(call)

  it("yields tokens, or one error that states the grant", { timeout: 600_000 }, async () => {
    let answers = 0
    const outcomes: Record<string, number> = {}
    const property = (turns: ReadonlyArray<Turn>) =>
      Effect.gen(function* () {
        const { fetch, met } = provider(turns)
        const exit = yield* Effect.exit(
          call
            .effect({ fetch }, { timeout })
            .pipe(
              Effect.provideService(Clock.Clock, hurried()),
              Effect.provideService(Logger.CurrentLoggers, new Set()),
            ),
        )
        answers += met.filter(({ _tag }) => _tag === "Answer").length
        const outcome = Exit.isSuccess(exit) ? "tokens" : Option.getOrUndefined(Exit.findErrorOption(exit))?._tag
        outcomes[outcome ?? "defect"] = (outcomes[outcome ?? "defect"] ?? 0) + 1
        const fault = yield* faultOf(call, exit, met)
        if (fault !== undefined) return yield* Effect.fail(`${fault}, after ${met.map(describeTurn).join(", then ")}`)
        return true
      })
    // Shrinking a redemption that hangs waits for the whole deadline at each step.
    const settings = { runs: runsOf(call), seed: `${seed} ${name}`, concurrency: 16, size: 8, maxShrinks: 20 }
    const result = await Effect.runPromise(Arbitrary.checkEffect(turns, property, settings))
    console.log(`${name}: SEED=${seed}, ${answers} answers, ${JSON.stringify(outcomes)}`)
    expect(Arbitrary.formatCheckFailure(result)).toBeUndefined()
    expect(answers).toBeGreaterThanOrEqual(enoughFor(call))
    // Otherwise the answers are too random to show anything. A failed connection is never the last turn.
    const reachable = Object.entries(call.contract.fails).flatMap(([tag, isPossible]) =>
      isPossible && tag !== "ConnectionFailed" ? [tag] : [],
    )
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(["tokens", ...reachable]))
  })
})
