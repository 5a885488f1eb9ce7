import { existsSync } from "node:fs"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { root } from "../../contracts/spec/specs.ts"
import manifest from "../../package.json" with { type: "json" }
import { InvalidRequest } from "../../src/errors.ts"
import { registry, tokenSetName } from "../registry.ts"
import type { Redemption } from "./redemptions.ts"
import { answersTable, flowLine, next, offLines } from "./screen.ts"

const redemption = (changed: Partial<Redemption>): Redemption => ({
  provider: "dapi",
  operationId: "exchangeToken",
  answer: "200 exchanged",
  presented: ["accessCode"],
  outcome: { provider: "dapi" },
  stated: undefined,
  isRight: true,
  ...changed,
})

const tokens = {
  provider: "dapi",
  connection: "0123456789012345678901234567890",
  until: new Date("2030-01-02T03:04:05Z"),
  accessToken: Redacted.make("sample", { label: "label" }),
  refresh: Redacted.make("sample"),
  rotated: false,
}
const about = { provider: "dapi", operation: "exchangeToken", grant: "unspent", code: "NO" } as const
const refused = new InvalidRequest({ ...about, fields: ["a", "b"] })

const lineOf = (...steps: ReadonlyArray<Partial<Redemption>>) =>
  stripVTControlCharacters(flowLine("a-flow", 6, steps.map(redemption)))

it("a flow shows what was redeemed and each field that came, with every secret masked", () => {
  expect(lineOf({ outcome: { ...tokens, ...{ connection: "c" } } })).toBe(
    "✓ a-flow  accessCode ••• → DapiToken: accessToken •••, refresh •••, connection c, until 2030-01-02",
  )
  expect(lineOf({ outcome: refused })).toBe(
    "✓ a-flow  accessCode ••• → InvalidRequest: grant unspent, code NO, fields a,b",
  )
})

it("a flow shows all of its steps, and of a long text the beginning", () => {
  expect(lineOf({ outcome: { provider: "dapi", userId: "u" } as never }, { outcome: tokens })).toBe(
    "✓ a-flow  accessCode ••• → DapiToken; accessCode ••• → DapiToken: accessToken •••, refresh •••",
  )
  expect(lineOf({ outcome: { provider: "dapi", connection: tokens.connection } as never })).toMatch(
    /: connection 01234567…$/,
  )
})

it("a flow of many steps is cut at 100 columns", () => {
  const line = lineOf(...Array.from({ length: 9 }, () => ({ outcome: tokens })))
  expect([...line]).toHaveLength(100)
  expect(line).toMatch(/…$/)
})

it("a deletion yields no tokens", () => {
  expect(lineOf({})).toMatch(/→ done$/)
})

it("the table counts the answers of an operation by outcome, and marks one that is off", () => {
  const other = { provider: "finqware", operationId: "deleteConsent" }
  const table = answersTable(
    [{ outcome: tokens }, { outcome: refused, isRight: false }, { outcome: refused }, other].map(redemption),
  )
  expect(stripVTControlCharacters(table).split("\n")).toEqual([
    "                           documented   tokens  Invalid",
    "  provider  operation         answers  or done  Request",
    "✗ dapi      exchangeToken           3        1        2",
    "✓ finqware  deleteConsent           1        1        ·",
  ])
})

it("an outcome that is off is told with its row, with what came and what is stated", () => {
  const stated = { provider: "dapi", accessToken: "$accessToken", tokenId: "t" }
  expect(offLines(redemption({ outcome: refused, stated })).map(stripVTControlCharacters)).toEqual([
    "✗ off: contracts/providers/dapi.ts, exchangeToken, 200 exchanged",
    "  came to InvalidRequest, grant unspent, code NO, fields a,b",
    "  stated  tokens, accessToken as in the example, tokenId t",
  ])
  expect(offLines(redemption({ outcome: refused })).at(-1)).toBe("  stated  no row")
})

it("what comes next names commands and files that there are", () => {
  const scripts = [...next.matchAll(/npm run (\S+?)(?=[;,]?\s|$)/g)].map(([, name = ""]) => name)
  const files = [...next.matchAll(/[\w./]+\.(?:md|yml)|\w+\/(?=\s|\*)/g)].map(([file]) => file)
  expect(scripts).toEqual(["generate", "breaking", "gate"])
  expect(files).toEqual(["README.md", "examples/", "specs/", ".github/workflows/gate.yml"])
  for (const script of scripts) expect(manifest.scripts).toHaveProperty(script)
  for (const file of files) expect(existsSync(join(root, file)), file).toBe(true)
})

it.each([...registry.keys()])("the token set of %s has a public name", (provider) => {
  expect(tokenSetName(provider)).toMatch(/^[A-Z]\w+$/)
})
