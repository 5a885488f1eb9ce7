/** The level of a vault's log lines: who must act. */
import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { describe } from "vitest"
import { day, patiently, recorder, world } from "./fixtures/observed.ts"

describe("the log level", () => {
  const levelOf = <A, E>(call: Effect.Effect<A, E>) =>
    Effect.gen(function* () {
      const { of, lines } = recorder()
      yield* patiently(of(call))
      return lines.flatMap(({ level, span }) => (span?.includes(".vault.") ? [level] : [])).at(-1)
    })

  it.effect("is Info where only the user can help", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const vault = yield* aisquare()
      expect(yield* levelOf(vault.tokens("nobody"))).toBe("Info")
      const wrong = { ...simulator.aisquare.user, password: "wrong" }
      expect(yield* levelOf(vault.connect("user", wrong))).toBe("Info")
      yield* vault.connect("user", simulator.aisquare.user)
      yield* pass(400 * day)
      expect(yield* levelOf(vault.tokens("user"))).toBe("Info")
    }),
  )

  it.effect("is Warn where another connection has the grant, and where waiting helps", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const vault = yield* aisquare()
      const grant = simulator.aisquare.issueGrant()
      yield* vault.connect("user", grant)
      expect(yield* levelOf(vault.connect("thief", grant))).toBe("Warn")
      const stuck = yield* aisquare({ fetch: () => new Promise(() => {}) })
      yield* pass(8 * day)
      expect(yield* levelOf(stuck.tokens("user", { timeout: 200 }))).toBe("Warn")
    }),
  )

  it.effect("is Error where the store fails", () =>
    Effect.gen(function* () {
      const { aisquare, failNext } = world()
      const vault = yield* aisquare()
      for (let call = 0; call < 30; call++) failNext("read", "before")
      expect(yield* levelOf(vault.tokens("user"))).toBe("Error")
    }),
  )

  it.effect("is Error where a row cannot be opened, and where an answer is lost", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, dapi, store } = world()
      const vault = yield* aisquare()
      yield* vault.connect("user", simulator.aisquare.user)
      const row = yield* Effect.promise(() => store.read("connection/aisquare/user"))
      yield* Effect.promise(() => store.write("connection/aisquare/other", row?.value ?? new Uint8Array(), undefined))
      expect(yield* levelOf(vault.tokens("other"))).toBe("Error")
      simulator.dapi.failNext("reset-after-send")
      expect(yield* levelOf((yield* dapi).connect("user", simulator.dapi.issueGrant()))).toBe("Error")
    }),
  )
})
