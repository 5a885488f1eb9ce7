import { stripVTControlCharacters } from "node:util"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { InvalidRequest } from "../../src/errors.ts"
import { registry, tokenSetName } from "../registry.ts"
import type { Row } from "./redemptions.ts"
import { redemptionTable } from "./table.ts"

const shown = (outcome: Row["outcome"], isRight = true) =>
  stripVTControlCharacters(redemptionTable("Flows", [{ group: "one", what: "two", outcome, milliseconds: 3, isRight }]))

it("the table shows every field of a token set, and no secret", () => {
  const tokens = {
    provider: "dapi",
    accessToken: Redacted.make("sample", { label: "label" }),
    refresh: Redacted.make("sample"),
    rotated: false,
    connection: "0123456789012345678901234567890",
    until: new Date("2030-01-02T03:04:05Z"),
  }
  expect(shown(tokens)).toMatch(
    /\| one +\| two +\| ✓ DapiToken \| accessToken <redacted> · refresh <redacted> · not rotated · connection 01234567… · until 2030-01-02 \| 3 ms +\|$/,
  )
})

it("the table shows the fields of an error, and whether the outcome is the expected one", () => {
  const about = { provider: "dapi", operation: "exchangeToken", grant: "unspent", code: "NO" } as const
  const error = new InvalidRequest({ ...about, fields: ["a", "b"] })
  expect(shown(error, false)).toMatch(/\| ○ InvalidRequest \| grant unspent · code NO · fields a,b \| off 3 ms \|$/)
})

it("the table names no token set for a deletion, which yields none", () => {
  expect(shown({ provider: "finqware" })).toMatch(/\| ✓ done +\| +\| 3 ms +\|$/)
})

it.each([...registry.keys()])("the token set of %s has a public name", (provider) => {
  expect(tokenSetName(provider)).toMatch(/^[A-Z]\w+$/)
})
