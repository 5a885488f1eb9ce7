import { expect, it } from "vitest"
import { memoryStore } from "./memory.ts"

const value = Uint8Array.of(1)

it("has the same versions in every run", async () => {
  const store = memoryStore()
  const versions = [await store.write("a", value, undefined), await store.write("b", value, undefined)]
  expect([...versions, await store.write("a", value, "1")]).toEqual(["1", "2", "3"])
})

it("takes ages from the clock that it is given, and gives none below zero", async () => {
  let now = 1_000
  const store = memoryStore({ now: () => now })
  await store.write("a", value, undefined)
  const ages: Array<number | undefined> = []
  for (now of [1_000, 1_250, 900]) ages.push((await store.read("a"))?.age)
  expect(ages).toEqual([0, 250, 0])
})

it("keeps the rows of each store apart", async () => {
  await memoryStore().write("a", value, undefined)
  expect(await memoryStore().read("a")).toBeUndefined()
})
