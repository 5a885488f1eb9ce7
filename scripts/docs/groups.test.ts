import { beforeAll, describe, expect, it } from "vitest"
import { readApi } from "./api-pages.ts"
import { groupOf, groups } from "./groups.ts"

it.each([
  ["createTokenExchange", "index", "Start here"],
  ["createDapi", "providers/dapi/entry", "Start here"],
  ["InvalidGrant", "errors", "Errors"],
  ["InvalidSettings", "checked", "Errors"],
  ["DapiError", "providers/dapi/index", "Errors"],
  ["NotConnected", "vault/errors", "Errors"],
  ["DapiSettings", "providers/dapi/index", "Settings"],
  ["fromEnv", "anything", "Settings"],
  ["DapiToken", "providers/dapi/tokens", "Redeem"],
  ["sqliteStore", "vault/sqlite", "Keep"],
  ["serializeTokens", "index", "Keep"],
  ["storeLaws", "testing/store-laws", "Testing"],
  ["Fault", "testing/fault", "Testing"],
  ["anything", "a-new-module", undefined],
])("%s of src/%s.ts is in the group %s", (name, module, group) => {
  expect(groupOf(name, module)).toBe(group)
  if (group !== undefined) expect(groups).toContain(group)
})

describe("the reference", () => {
  let api: Awaited<ReturnType<typeof readApi>>
  beforeAll(async () => {
    api = await readApi()
  })

  it("has each export of each module in one group, and the groups in their order", () => {
    const modules = api.project.children ?? []
    expect(modules.map(({ name }) => name).toSorted()).toEqual([...api.modules.values()].toSorted())
    for (const { children = [], groups: own = [] } of modules) {
      expect(own.flatMap((group) => group.children.map(({ name }) => name)).toSorted()).toEqual(
        children.map(({ name }) => name).toSorted(),
      )
      const titles = own.map(({ title }) => title)
      expect(titles).toEqual(groups.filter((group) => titles.includes(group)))
    }
  })

  it("begins with the guides, in their own order", () => {
    const [first] = api.project.groups ?? []
    expect(first?.title).toBe("Guides")
    expect(first?.children.map(({ name }) => name)).toEqual(api.guides.slice(1).map(({ title }) => title))
  })
})
