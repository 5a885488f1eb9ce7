/** A store that fails while a grant or a refresh is under way. What comes is kept, or handed over. */
import { isDeepStrictEqual } from "node:util"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { faultyStore, type StoreCall, type StoreFault, type StoreMethod } from "../../src/testing.ts"
import {
  type ConnectOptions,
  memoryStore,
  type OrphanedOutcome,
  type Redemption,
  type TokenSet,
} from "../../src/vault.ts"
import { makeHeld, past } from "./fixtures/held.ts"
import { hurried } from "./fixtures/hurried.ts"

/** A store whose faults begin when the test says. */
const makeTrouble = (onOrphaned?: (outcome: OrphanedOutcome) => void) => {
  let faultOf: (call: StoreCall) => StoreFault | undefined = () => undefined
  const real = memoryStore()
  const faulty = faultyStore(real, { faultOf: (call) => faultOf(call) })
  const held = makeHeld({ store: faulty.store, ...(onOrphaned && { onOrphaned }) })
  return {
    ...held,
    grant: held.simulator.dapi.issueGrant(),
    calls: faulty.calls,
    break: (chosen: typeof faultOf) => {
      faultOf = chosen
    },
  }
}

type Trouble = ReturnType<typeof makeTrouble>

type Outcome = Redemption<TokenSet, Error>

interface Flow {
  readonly prepare: (trouble: Trouble) => Promise<unknown>
  readonly run: (trouble: Trouble, options?: ConnectOptions) => Promise<Outcome>
  readonly posts: (trouble: Trouble) => number
  /** Asks another vault. */
  readonly again: (trouble: Trouble) => Promise<Outcome>
}

const flows: Readonly<Record<"connect" | "refresh", Flow>> = {
  connect: {
    prepare: async ({ simulator }) => simulator,
    run: ({ vault, grant }, options) => vault.dapi.connect("user", grant, options),
    posts: ({ simulator }) => simulator.dapi.journal.length,
    again: ({ open }) => open().dapi.tokens("user"),
  },
  refresh: {
    prepare: async ({ vault, simulator }) => {
      await vault.aisquare.connect("user", simulator.aisquare.issueGrant())
      simulator.clock.advance(past)
    },
    run: ({ vault }, options) => vault.aisquare.tokens("user", options),
    posts: ({ simulator }) => simulator.aisquare.journal.length - 1,
    again: ({ open }) => open().aisquare.tokens("user"),
  },
}

/** The texts of a set's secrets. */
const secretsOf = (tokens: TokenSet | undefined) =>
  Object.values(tokens ?? {}).flatMap((value) => (Redacted.isRedacted(value) ? [Redacted.value(value)] : []))

/** Shorter than any lease, in milliseconds. */
const soon = 30_000

describe.each(["connect", "refresh"] as const)("%s", (name) => {
  const { prepare, run, posts, again } = flows[name]

  /** The calls of the store when nothing fails. */
  const callsOf = async () => {
    const trouble = makeTrouble()
    await prepare(trouble)
    const before = trouble.calls.length
    await run(trouble)
    return trouble.calls.slice(before)
  }

  /** What comes of one fault, for each call of the store in turn. `judge` names what is wrong. */
  const eachCall = async (fault: StoreFault, judge: (outcome: Outcome) => boolean) => {
    const calls = await callsOf()
    expect(calls.length).toBeGreaterThan(3)
    const wrong = []
    for (const [index, call] of calls.entries()) {
      const trouble = makeTrouble()
      await prepare(trouble)
      let left = index
      trouble.break(() => (left-- === 0 ? fault : undefined))
      const { value, took } = await hurried(() => run(trouble))
      const second = await run(trouble)
      const isKept = isDeepStrictEqual(secretsOf((await again(trouble)).data), secretsOf(second.data))
      const isGood = second.data !== undefined && isKept && posts(trouble) === 1 && took < soon
      if (!isGood || !judge(value)) wrong.push({ ...call, index, posts: posts(trouble), error: value.error, took })
    }
    return wrong
  }

  it("one POST and tokens, whichever call of the store rejects once and has done nothing", async () => {
    expect(await eachCall("before", ({ data }) => data !== undefined)).toEqual([])
  })

  it("one POST and tokens, whichever call of the store rejects once and has done it", async () => {
    expect(await eachCall("after", ({ data }) => data !== undefined)).toEqual([])
  })

  it("one POST, and tokens in the end, whichever call of the store never answers once", async () => {
    const isFine = ({ data, error }: Outcome) => data !== undefined || error.name === "StoreFailed"
    expect(await eachCall("hang", isFine)).toEqual([])
  })

  it.each(["before", "hang"] as const)(
    "StoreFailed hands over the tokens when the store fails from the answer on: %s",
    async (fault) => {
      const trouble = makeTrouble()
      await prepare(trouble)
      const answer = trouble.hold()
      const { value } = await hurried(async () => {
        const running = run(trouble, { timeout: 120_000 })
        await answer.reached
        // A write that hangs has happened. With a read that hangs, nothing can be written.
        const broken = fault === "hang" ? "read" : "write"
        trouble.break(({ method }) => (method === broken ? fault : undefined))
        answer.release()
        return running
      })
      expect(value.error).toMatchObject({ _tag: "StoreFailed", tokens: { provider: expect.any(String) } })
      expect(posts(trouble)).toBe(1)
    },
  )

  it.each(["read", "write"] satisfies ReadonlyArray<StoreMethod>)(
    "StoreFailed and no POST while every %s fails, and tokens once the store works again",
    async (broken) => {
      const trouble = makeTrouble()
      await prepare(trouble)
      trouble.break(({ method }) => (method === broken ? "before" : undefined))
      const { value } = await hurried(() => run(trouble))
      expect(value.error).toMatchObject({ _tag: "StoreFailed" })
      expect(value.error).not.toHaveProperty("tokens")
      expect(posts(trouble)).toBe(0)
      trouble.break(() => undefined)
      expect((await run(trouble)).data).toBeDefined()
      expect(posts(trouble)).toBe(1)
    },
  )
})

it("a caller who gives up on connect while the store fails hears OutcomeUnknown within seconds", async () => {
  const trouble = makeTrouble()
  const answer = trouble.hold()
  const caller = new AbortController()
  const { value, took } = await hurried(async () => {
    const connecting = flows.connect.run(trouble, { signal: caller.signal })
    await answer.reached
    trouble.break(() => "before")
    caller.abort()
    return connecting
  })
  expect(value.error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown" })
  expect(took).toBeLessThan(3_000)
})

it("a caller who gives up on connect while the store hangs hears StoreFailed within seconds", async () => {
  const trouble = makeTrouble()
  trouble.break(() => "hang")
  const caller = new AbortController()
  const { value, took } = await hurried(async () => {
    const connecting = flows.connect.run(trouble, { signal: caller.signal })
    caller.abort()
    return connecting
  })
  expect(value.error).toMatchObject({ _tag: "StoreFailed" })
  expect(took).toBeLessThan(3_000)
  expect(flows.connect.posts(trouble)).toBe(0)
})

it("onOrphaned takes the tokens of a refresh that cannot be kept and whose callers have given up", async () => {
  const orphans: Array<OrphanedOutcome> = []
  const trouble = makeTrouble((outcome) => void orphans.push(outcome))
  const { simulator, vault, hold } = trouble
  await flows.refresh.prepare(trouble)
  const answer = hold()
  const caller = new AbortController()
  const asking = [1, 2, 3].map(() => vault.aisquare.tokens("user", { signal: caller.signal }))
  await answer.reached
  trouble.break(({ method }) => (method === "write" ? "before" : undefined))
  caller.abort()
  const answers = await Promise.all(asking)
  expect(answers.map(({ error }) => error?._tag)).toEqual(answers.map(() => "StillRefreshing"))
  await hurried(async () => {
    answer.release()
    await vault[Symbol.asyncDispose]()
  })
  expect(orphans).toMatchObject([{ provider: "aisquare", data: { provider: "aisquare", rotated: true } }])
  expect(simulator.aisquare.journal).toHaveLength(2)
})
