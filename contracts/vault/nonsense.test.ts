/** Stores whose answers no type allows: every call ends, and nothing is lost or sent twice. */
import { describe, expect, it } from "vitest"
import type { StoreMethod } from "../../src/testing.ts"
import { memoryStore, type VaultStore } from "../../src/vault.ts"
import { everyOne, makeHeld, past } from "./fixtures/held.ts"

/** Answers that no store may give. */
const nonsense: Readonly<Record<StoreMethod, ReadonlyArray<unknown>>> = {
  read: [
    7,
    "text",
    true,
    [],
    { value: Uint8Array.of(7), age: 0 },
    { value: Uint8Array.of(7), version: 1, age: 0 },
    { value: Uint8Array.of(7), version: "1" },
    { value: Uint8Array.of(7), version: "1", age: Number.NaN },
    { value: "text", version: "1", age: 0 },
    { value: null, version: "1", age: 0 },
  ],
  write: [7, true, {}, [], new Date()],
  remove: [undefined, null, 1, "true", {}],
  list: [undefined, null, 7, "text", {}, [7], [null], ["connection/"], ["grant/b", "grant/a", undefined]],
}

/** What becomes of an answer. */
type Fate = (method: StoreMethod, perform: () => Promise<unknown>) => unknown

/** A store whose every answer passes through a fate. Its methods may throw at once, as those of no store may. */
const fated = (fate: Fate): VaultStore => {
  const real = memoryStore()
  const { read, write, remove, list } = real
  const through = (method: StoreMethod, perform: () => Promise<unknown>) => fate(method, perform) as Promise<never>
  return {
    read: (...all) => through("read", () => read(...all)),
    write: (...all) => through("write", () => write(...all)),
    remove: (...all) => through("remove", () => remove(...all)),
    list: (...all) => through("list", () => list(...all)),
  }
}

const ways: Readonly<Record<string, (answer: unknown) => (perform: () => Promise<unknown>) => unknown>> = {
  "in place of what it does": (answer) => async () => answer,
  "after it has done it": (answer) => (perform) => perform().then(() => answer),
  "and not as a promise": (answer) => () => answer,
}

const flows = {
  connect: {
    prepare: async () => {},
    run: ({ vault }: Held, grant: Grant) => vault.dapi.connect("user", grant),
    again: ({ open }: Held) => open().dapi.tokens("user"),
    posts: ({ simulator }: Held) => simulator.dapi.journal.length,
  },
  refresh: {
    prepare: async ({ vault, simulator }: Held) => {
      await vault.aisquare.connect("user", simulator.aisquare.issueGrant())
      simulator.clock.advance(past)
    },
    run: ({ vault }: Held) => vault.aisquare.tokens("user"),
    again: ({ open }: Held) => open().aisquare.tokens("user"),
    posts: ({ simulator }: Held) => simulator.aisquare.journal.length - 1,
  },
}

type Held = ReturnType<typeof makeHeld>
type Grant = ReturnType<Held["simulator"]["dapi"]["issueGrant"]>

describe.concurrent.each(["connect", "refresh"] as const)("%s", (name) => {
  const { prepare, run, again, posts } = flows[name]

  /** A vault whose store may be told what becomes of its answers. */
  const make = async () => {
    let fate: Fate = (_, perform) => perform()
    const held = makeHeld({ store: fated((method, perform) => fate(method, perform)) })
    await prepare(held)
    const grant = held.simulator.dapi.issueGrant()
    return {
      held,
      run: () => run(held, grant),
      meet: (next: Fate) => {
        fate = next
      },
    }
  }

  /** The methods that are called when all is well, in turn. */
  const callsOf = async () => {
    const { run, meet } = await make()
    const calls: Array<StoreMethod> = []
    meet((method, perform) => {
      calls.push(method)
      return perform()
    })
    await run()
    return calls
  }

  it.each(Object.entries(ways))(
    "one POST and tokens that stay, whichever call of the store answers nonsense once %s",
    async (_, way) => {
      const cases = (await callsOf()).flatMap((method, index) => nonsense[method].map((answer) => ({ index, answer })))
      expect(cases.length).toBeGreaterThan(20)
      const wrong = await Promise.all(
        cases.map(async ({ index, answer }) => {
          const { held, run, meet } = await make()
          let left = index
          meet((_, perform) => (left-- === 0 ? way(answer)(perform) : perform()))
          const { data, error } = await run()
          const isKept = (await again(held)).data !== undefined
          return data && isKept && posts(held) === 1 ? [] : [{ index, answer, error, isKept, posts: posts(held) }]
        }),
      )
      expect(wrong.flat()).toEqual([])
    },
  )

  it("one POST and tokens that stay, whichever call of the store throws at once", async () => {
    const calls = await callsOf()
    const outcomes = await Promise.all(
      calls.map(async (_, index) => {
        const { held, run, meet } = await make()
        let left = index
        meet((_, perform) => {
          if (left-- === 0) throw new Error("at once")
          return perform()
        })
        const { data } = await run()
        return [data !== undefined, (await again(held)).data !== undefined, posts(held)]
      }),
    )
    expect(outcomes).toEqual(calls.map(() => [true, true, 1]))
  })

  const always = (["read", "write"] as const).flatMap((method) =>
    nonsense[method].map((answer) => [method, answer] as const),
  )
  it.concurrent.each(always)(
    "StoreFailed and no POST while every %s answers %j, and tokens once it does not",
    async (broken, answer) => {
      const { held, run, meet } = await make()
      meet((method, perform) => (method === broken ? Promise.resolve(answer) : perform()))
      expect((await run()).error).toMatchObject({ _tag: "StoreFailed" })
      expect(posts(held)).toBe(0)
      meet((_, perform) => perform())
      expect((await run()).data).toBeDefined()
      expect(posts(held)).toBe(1)
    },
  )
})

describe.concurrent("what else asks the store", () => {
  const connected = async (broken: StoreMethod, answer: unknown) => {
    let isBroken = false
    const held = makeHeld({
      store: fated((method, perform) => (isBroken && method === broken ? Promise.resolve(answer) : perform())),
    })
    await held.vault.dapi.connect("user", held.simulator.dapi.issueGrant())
    return {
      ...held,
      break: (value: boolean) => {
        isBroken = value
      },
    }
  }
  const removals = nonsense.remove.map((answer) => [answer])
  it.concurrent.each(removals)(
    "disconnect is StoreFailed while remove answers %j, and then it is done",
    async (answer) => {
      const { vault, break: broken } = await connected("remove", answer)
      broken(true)
      expect((await vault.dapi.disconnect("user")).error).toMatchObject({ _tag: "StoreFailed", connectionId: "user" })
      broken(false)
      expect(await vault.dapi.disconnect("user")).toEqual({ data: true })
      expect((await vault.dapi.tokens("user")).error).toMatchObject({ _tag: "NotConnected" })
    },
  )

  it("disconnect is StoreFailed while remove says that somebody was faster", async () => {
    const { vault, break: broken } = await connected("remove", false)
    broken(true)
    expect((await vault.dapi.disconnect("user")).error).toMatchObject({ _tag: "StoreFailed", connectionId: "user" })
    broken(false)
    expect(await vault.dapi.disconnect("user")).toEqual({ data: true })
  })

  const listings = nonsense.list.map((answer) => [answer])
  it.concurrent.each(listings)("list, reseal and prune are StoreFailed while list answers %j", async (answer) => {
    const { vault, break: broken } = await connected("list", answer)
    const expected = { _tag: "StoreFailed", connectionId: "*" }
    broken(true)
    // A listing that begins with what is no connection shows none, and ends.
    const listed = await everyOne(vault.dapi.list()).catch((error: unknown) => error)
    if (!Array.isArray(answer) || typeof answer[0] !== "string" || answer.length > 1)
      expect(listed).toMatchObject(expected)
    const { data, error } = await vault.reseal()
    expect(data ?? error?._tag).toMatch(/StoreFailed|Unsealable/)
    expect((await vault.prune()).error).toMatchObject(expected)
    broken(false)
    expect(await everyOne(vault.dapi.list())).toMatchObject([{ connectionId: "user" }])
    expect((await vault.dapi.tokens("user")).data).toBeDefined()
  })
})

it("a store that writes and says that it did not costs no second POST", async () => {
  const held = makeHeld({
    store: fated((method, perform) => (method === "write" ? perform().then(() => undefined) : perform())),
  })
  const { vault, simulator } = held
  const grant = simulator.dapi.issueGrant()
  expect((await vault.dapi.connect("user", grant)).data).toBeDefined()
  expect((await vault.dapi.connect("user", grant)).data).toBeDefined()
  expect((await vault.dapi.tokens("user")).data).toBeDefined()
  expect(simulator.dapi.journal).toHaveLength(1)
})

it("a store that never writes and says that somebody was faster: StoreFailed, and the vault comes to rest", async () => {
  let calls = 0
  let isBroken = false
  const { vault, simulator } = makeHeld({
    store: fated((method, perform) => {
      if (!isBroken) return perform()
      calls++
      return method === "write" ? Promise.resolve(undefined) : perform()
    }),
  })
  const grant = simulator.dapi.issueGrant()
  expect((await vault.dapi.connect("another", simulator.dapi.issueGrant())).data).toBeDefined()
  isBroken = true
  expect((await vault.dapi.connect("user", grant, { timeout: 500 })).error).toMatchObject({ _tag: "StoreFailed" })
  await vault[Symbol.asyncDispose]()
  expect(calls).toBeLessThan(10_000)
  isBroken = false
  expect((await vault.dapi.connect("user", grant)).data).toBeDefined()
  expect(simulator.dapi.journal).toHaveLength(2)
})
