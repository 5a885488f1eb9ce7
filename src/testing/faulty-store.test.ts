import { describe, expect, it } from "vitest"
import { memoryStore } from "../vault/memory.ts"
import { faultyStore } from "./faulty-store.ts"
import { storeLaws } from "./store-laws.ts"

const value = Uint8Array.of(1)

describe("a faulty store without faults", () => {
  const { store } = faultyStore(memoryStore())
  it.each(storeLaws)("$name", ({ check }) => check(() => store))
})

it("fails before the store has seen the call, and once only", async () => {
  const { store, failNext } = faultyStore(memoryStore())
  failNext("write", "before")
  await expect(store.write("a", value, undefined)).rejects.toThrow("the store failed before its write")
  expect(await store.read("a")).toBeUndefined()
  expect(await store.write("a", value, undefined)).toBe("1")
})

it("fails after the store has done the call", async () => {
  const { store, failNext } = faultyStore(memoryStore())
  failNext("write", "after")
  await expect(store.write("a", value, undefined)).rejects.toThrow("the store failed after its write")
  expect(await store.read("a")).toMatchObject({ version: "1" })
})

it("fails no other method", async () => {
  const { store, failNext } = faultyStore(memoryStore())
  failNext("remove", "before")
  expect(await store.read("a")).toBeUndefined()
  expect(await store.list("", undefined, 1)).toEqual([])
  await expect(store.remove("a", "1")).rejects.toThrow("the store failed before its remove")
})

it("hangs after the store has done the call", async () => {
  const { store, failNext } = faultyStore(memoryStore())
  failNext("write", "hang")
  const written = store.write("a", value, undefined).then(() => "answered")
  while ((await store.read("a")) === undefined);
  expect(await Promise.race([written, "silent"])).toBe("silent")
})

it.each([
  ["before", undefined],
  ["after", "1"],
] as const)("holds a call %s the store does it, until it is released", async (when, version) => {
  const { store, holdNext } = faultyStore(memoryStore())
  const { reached, release } = holdNext("write", when)
  const written = store.write("a", value, undefined)
  expect(await reached).toEqual({ method: "write", key: "a" })
  expect((await store.read("a"))?.version).toBe(version)
  release()
  expect(await written).toBe("1")
  expect((await store.read("a"))?.version).toBe("1")
})

it("answers with nonsense, and asks nobody", async () => {
  const { store, answerNext } = faultyStore(memoryStore())
  answerNext("write", 17)
  expect(await store.write("a", value, undefined)).toBe(17)
  expect(await store.read("a")).toBeUndefined()
})

it("takes faults in the order in which they were asked for", async () => {
  const { store, failNext, answerNext } = faultyStore(memoryStore())
  failNext("list", "before")
  answerNext("list", ["x"])
  await expect(store.list("", undefined, 1)).rejects.toThrow("list")
  expect(await store.list("", undefined, 1)).toEqual(["x"])
  expect(await store.list("", undefined, 1)).toEqual([])
})

it("asks for a fault at every other call, and keeps a list of all", async () => {
  const { store, failNext, calls } = faultyStore(memoryStore(), {
    faultOf: ({ method, key }) => (method === "read" && key === "bad" ? "before" : undefined),
  })
  expect(await store.read("good")).toBeUndefined()
  await expect(store.read("bad")).rejects.toThrow("before its read")
  failNext("read", "after")
  await expect(store.read("bad")).rejects.toThrow("after its read")
  expect(calls).toEqual(["good", "bad", "bad"].map((key) => ({ method: "read", key })))
})
