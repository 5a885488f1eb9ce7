/** The spans, counts and durations of a vault's calls. None has a secret. */
import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { type AISquareTokens, vaultCallDuration, vaultCalls, vaultEvents } from "../../src/effect.ts"
import { count, day, patiently, recorder, world } from "./fixtures/observed.ts"

it.effect("a call is a span with its outcome, and the redemption is a span within it", () =>
  Effect.gen(function* () {
    const { simulator, aisquare } = world()
    const { of, spans, lines } = recorder()
    const vault = yield* aisquare()
    yield* of(vault.connect("user", simulator.aisquare.user))
    yield* of(vault.tokens("user"))
    yield* of(Effect.exit(vault.tokens("nobody")))
    yield* of(vault.disconnect("user"))
    expect(spans()).toMatchObject([
      { name: "aisquare.vault.connect", parent: undefined, provider: "aisquare", outcome: "done" },
      { name: "aisquare.obtainToken", parent: "aisquare.vault.connect", outcome: "redeemed" },
      { name: "aisquare.vault.tokens", provider: "aisquare", outcome: "done" },
      { name: "aisquare.vault.tokens", provider: "aisquare", outcome: "NotConnected" },
      { name: "aisquare.vault.disconnect", provider: "aisquare", outcome: "done" },
    ])
    expect(lines).toEqual([
      { level: "Debug", text: "aisquare.obtainToken: redeemed", span: "aisquare.obtainToken" },
      { level: "Debug", text: "aisquare.vault.connect: done", span: "aisquare.vault.connect" },
      { level: "Debug", text: "aisquare.vault.tokens: done", span: "aisquare.vault.tokens" },
      {
        level: "Info",
        text: 'aisquare "nobody": there is no such connection. Send the user through consent, then connect.',
        span: "aisquare.vault.tokens",
      },
      { level: "Debug", text: "aisquare.vault.disconnect: done", span: "aisquare.vault.disconnect" },
    ])
  }),
)

it.effect("calls are counted and timed by provider, function and outcome", () =>
  Effect.gen(function* () {
    const { aisquare } = world()
    const vault = yield* aisquare()
    const attributes = { provider: "aisquare", function: "tokens", outcome: "NotConnected" }
    const before = [yield* count(vaultCalls, attributes), yield* timed(attributes)]
    yield* Effect.exit(vault.tokens("nobody"))
    expect([yield* count(vaultCalls, attributes), yield* timed(attributes)]).toEqual(before.map((one) => one + 1))
    expect((yield* Metric.value(vaultCalls)).incremental).toBe(true)
    expect((yield* Metric.value(vaultEvents)).incremental).toBe(true)
  }),
)

const timed = (attributes: Record<string, string>) =>
  Effect.map(Metric.value(Metric.withAttributes(vaultCallDuration, attributes)), (state) => Number(state.count))

it.effect("a duration is the time from the call to its answer", () =>
  Effect.gen(function* () {
    const { aisquare, holdNext } = world()
    const vault = yield* aisquare()
    const metric = Metric.withAttributes(vaultCallDuration, {
      provider: "aisquare",
      function: "disconnect",
      outcome: "done",
    })
    const before = (yield* Metric.value(metric)).sum
    const held = holdNext("read", "before")
    const fiber = yield* Effect.forkChild(vault.disconnect("nobody"))
    yield* Effect.promise(() => held.reached)
    yield* TestClock.adjust("300 millis")
    held.release()
    yield* Fiber.join(fiber)
    expect((yield* Metric.value(metric)).sum - before).toBe(300)
  }),
)

it.effect("durations have buckets from a tenth of a millisecond to the longest deadline of a provider", () =>
  Effect.gen(function* () {
    const { buckets } = yield* Metric.value(vaultCallDuration)
    const boundaries = buckets.map(([boundary]) => boundary).filter(Number.isFinite)
    expect([boundaries[0], boundaries.at(-1)]).toEqual([0.1, 130_000])
  }),
)

it.effect("an interrupted call has the outcome interrupted", () =>
  Effect.gen(function* () {
    const { aisquare, holdNext } = world()
    const vault = yield* aisquare()
    const attributes = { provider: "aisquare", function: "tokens", outcome: "interrupted" }
    const before = yield* count(vaultCalls, attributes)
    const held = holdNext("read", "before")
    const fiber = yield* Effect.forkChild(vault.tokens("user"))
    yield* Effect.promise(() => held.reached)
    yield* Fiber.interrupt(fiber)
    held.release()
    expect(yield* count(vaultCalls, attributes)).toBe(before + 1)
  }),
)

it.effect("no secret is in any span, log line or annotation", () =>
  Effect.gen(function* () {
    const { simulator, aisquare, pass, failNext, holdNext } = world({ aisquare: { rotate: true } })
    const { of, everything } = recorder()
    const vault = yield* aisquare()
    const secrets: Array<string> = [simulator.aisquare.user.password, simulator.aisquare.settings.superexecSecret]
    const kept = (tokens: AISquareTokens) => {
      secrets.push(Redacted.value(tokens.access), Redacted.value(tokens.refresh))
    }
    const grant = simulator.aisquare.issueGrant()
    secrets.push(grant.tempToken)
    const run = <A, E>(call: Effect.Effect<A, E>) => patiently(of(call))
    yield* run(Effect.map(vault.connect("user", simulator.aisquare.user), kept))
    yield* run(Effect.map(vault.connect("user", grant), kept))
    yield* run(vault.connect("other", grant))
    yield* pass(8 * day)
    yield* run(Effect.map(vault.tokens("user"), kept))
    const current = yield* vault.tokens("user")
    yield* run(Effect.map(vault.tokens("user", { rejected: current }), kept))
    // What came and cannot be kept is in the error, and in nothing that is recorded of it.
    const reserved = holdNext("write", "after")
    for (let call = 0; call < 500; call++) failNext("write", "before")
    const losing = yield* Effect.forkChild(
      patiently(of(Effect.flip(vault.connect("user", simulator.aisquare.user))), 100, 1_000),
    )
    yield* Effect.promise(() => reserved.reached)
    reserved.release()
    const lost = yield* Fiber.join(losing)
    expect(Exit.isSuccess(lost) && lost.value).toMatchObject({
      _tag: "StoreFailed",
      cause: { message: "fault of a test: the store failed before its write" },
      tokens: { provider: "aisquare" },
    })
    if (Exit.isSuccess(lost) && lost.value._tag === "StoreFailed" && lost.value.tokens) kept(lost.value.tokens)
    const recorded = everything()
    expect(recorded).toContain("aisquare.vault.connect")
    expect(recorded).toContain("GrantTaken")
    expect(secrets).toHaveLength(13)
    for (const secret of secrets) expect(recorded).not.toContain(secret)
  }),
)
