import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../../../contracts/spec/specs.ts"
import { proposeAccepted, readAccepted } from "./accepted.ts"
import { compare } from "./compare.ts"

const today = "2027-01-31"
const file = "specs/accepted-breaks.yaml"

const read = (text: string) => readAccepted(file, text, today)

const accepted = {
  finding: "bank redeem 200 Token.scope removed",
  reason: "The vendor answers without it; callers know since May.",
  expires: today,
}

/** A valid entry, with `given` in place of its fields; an `undefined` field is omitted. */
const entry = (given: Readonly<Record<string, string | undefined>> = {}) => {
  const fields = Object.entries({ ...accepted, ...given }).filter(([, value]) => value !== undefined)
  return `- ${fields.map((field) => field.join(": ")).join("\n  ")}\n`
}

it("accepts each entry with a finding, a reason and a day, until the end of that day", () => {
  const other = { finding: "bank redeem removed", expires: "2027-07-30" }
  expect(read(`# Why\n${entry()}${entry(other)}`)).toEqual({
    entries: [
      { ...accepted, file, line: 2, column: 3 },
      { ...accepted, ...other, file, line: 5, column: 3 },
    ],
    problems: [],
  })
})

it("proposes entries that count once each has its reason, and not before", () => {
  const ids = ["bank redeem removed", 'bank redeem 200 "a: b" # removed', `bank ${"long ".repeat(40)}removed`]
  const proposed = proposeAccepted(ids, today)
  expect(read(proposed)).toMatchObject({ entries: [], problems: ids.map(() => ({ message: expect.any(String) })) })
  const { entries, problems } = read(proposed.replaceAll(/reason: .*/g, `reason: ${accepted.reason}`))
  expect(problems).toEqual([])
  // 90 days after the last of January.
  expect(entries).toMatchObject(ids.map((finding) => ({ finding, expires: "2027-05-01" })))
  expect(proposeAccepted([], today)).toBe("")
})

it("the entry in the guide accepts a break of the guide's spec", () => {
  const example = (name: string) => readFileSync(join(root, "examples/gate-in-ci", name), "utf8")
  const before = example("bank.yaml")
  const after = before
    .replace("[code]", "[code, device]")
    .replace(/^( +)code: .*format.*$/m, "$&\n$1device: { type: string }")
  const breaking = compare("specs/bank.yaml", [before, after], today).changes.filter(({ part }) => part === "major")
  const { entries, problems } = read(example("accepted-breaks.yaml"))
  expect(problems).toEqual([])
  expect(entries.map(({ finding }) => finding)).toEqual(breaking.map(({ id }) => id))
})

it.each(["", "# Nothing.\n", "[]"])("accepts nothing in %j", (text) => {
  expect(read(text)).toEqual({ entries: [], problems: [] })
})

const nothing = "`reason` says nothing yet."

it.each([
  ["an unknown key", { until: "2027-02-01" }, "This entry has until. Each entry is { finding, reason, expires"],
  ["no reason", { reason: undefined }, "This entry has no reason. Each entry is"],
  ["an empty reason", { reason: '" "' }, "This entry has no reason. Each entry is"],
  ["only a finding", { reason: undefined, expires: undefined }, "This entry has no reason and no expires."],
  ["a day that does not exist", { expires: "2027-02-30" }, "`expires` is not a day: 2027-02-30. Write YYYY-MM-DD."],
  ["a day in other words", { expires: "31 March 2027" }, "`expires` is not a day: 31 March 2027."],
  ["a time", { expires: '"2027-02-01T00:00:00Z"' }, "`expires` is not a day: 2027-02-01T00:00:00Z."],
  ["yesterday for its last day", { expires: "2027-01-30" }, "This entry expired on 2027-01-30"],
  ["more than half a year", { expires: "2027-07-31" }, "for 180 days at most, today until 2027-07-30."],
  ["a reason of one word", { reason: "Intended." }, `${nothing} Write why callers may break`],
  ["a reason that repeats a word", { reason: "ok ok ok ok ok ok" }, nothing],
  ["a reason for later", { reason: "TODO ask the vendor whether callers know" }, nothing],
  ["the proposed reason", { reason: '"<why callers may break, and how they know>"' }, nothing],
  ["no field at all", { finding: undefined, reason: undefined, expires: undefined }, "Each entry is"],
  ["a finding that was accepted before", { finding: "bank redeem removed" }, "This finding is accepted twice."],
])("reports an entry with %s, with its place, and accepts the other", (_, given, says) => {
  const { entries, problems } = read(`# Why\n${entry({ finding: "bank redeem removed" })}${entry(given)}`)
  expect(entries).toMatchObject([{ line: 2 }])
  expect(problems).toEqual([{ file, line: 5, column: 3, message: expect.stringContaining(says) }])
})

it.each([
  ["not a list", "finding: bank redeem removed\n", 1, 1, "This is not a list. Each entry is"],
  ["not YAML", `${entry()}- [`, 4, 4, "Flow sequence in block collection must be"],
])("accepts nothing when the file is %s", (_, text, line, column, says) => {
  const problems = [{ file, line, column, message: expect.stringContaining(says) }]
  expect(read(text)).toEqual({ entries: [], problems })
})
