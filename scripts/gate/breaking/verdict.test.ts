import { describe, expect, it } from "vitest"
import { type Finding, hasPassed } from "../finding.ts"
import type { Accepted } from "./accepted.ts"
import { edited } from "./cases/sample.ts"
import { proposeChangelog } from "./changelog.ts"
import type { Located } from "./compare.ts"
import { lostRecording } from "./recordings.ts"
import { findingsOf } from "./verdict.ts"

const place = { file: "specs/bank.yaml", line: 7, column: 3 }
const entryPlace = { file: "specs/accepted-breaks.yaml", line: 2, column: 3 }

/** The change caused by an edit of the sample spec, at one place. */
const located = (from: string, to: string) => edited(from, to).map((one): Located => ({ ...one, place }))

const removed = located("scope: { type: string },", "")
const added = located("required: [access], properties: {", "required: [access], properties: { until: {},")
const worded = located("description: Redeemed.", "description: Swapped.")
const lost = [lostRecording("contracts/recorded/bank-redeem-published.json", "removed")]

const accepting = (finding: string): Accepted => ({
  ...{ ...entryPlace, finding, reason: "Announced in May.", expires: "2027-03-31" },
})

const findings = (changes: ReadonlyArray<Located>, ...entries: ReadonlyArray<string>) =>
  findingsOf([{ changes }], { entries: entries.map(accepting), problems: [] }, [])

const fact = "bank: the answer 200 of redeem, Token.scope: removed"
const id = "bank redeem 200 Token.scope removed"
const accepts = "in specs/accepted-breaks.yaml: finding:"
const lostFact =
  "bank: contracts/recorded/bank-redeem-published.json was removed: no test holds the spec to it any more"
const lostId = "bank recorded bank-redeem-published removed"
const until = "; accepted until 2027-03-31: Announced in May."
const addedFact = "bank: the answer 200 of redeem, Token.until: added"
const wordedFact = "bank: the answer 200 of redeem: description changed"
const who = { breaks: "readers", brief: "`scope` gone" } as const
const recorded = { file: "contracts/recorded/bank-redeem-published.json", line: 1, column: 1 }
const nobody = { breaks: "nobody" } as const

describe("the verdict", () => {
  // Who breaks is told once: the reports say it before the message.
  it.each<readonly [what: string, severity: string, ReadonlyArray<Located>, ReadonlyArray<string>, Partial<Finding>]>([
    ["a break", "error", removed, [], { message: `${fact}. Undo it, or accept it ${accepts} ${id}`, ...who }],
    ["an accepted break", "note", removed, [id], { message: `${fact}${until}`, ...who }],
    [
      "a lost recording",
      "error",
      lost,
      [],
      { message: `${lostFact}. Restore it, or accept it ${accepts} ${lostId}`, place: recorded },
    ],
    ["an accepted loss", "note", lost, [lostId], { message: `${lostFact}${until}` }],
    ["a caller may do more", "note", added, [], { message: `${addedFact}. A caller may do or read more.`, ...nobody }],
    ["a change of words", "note", worded, [], { message: `${wordedFact}.`, ...nobody }],
  ])("%s: %s", (_, severity, changes, entries, about) => {
    const verdict = findings(changes, ...entries)
    expect(verdict).toEqual([{ severity, place: changes[0]?.place, ...about }])
    expect(hasPassed({ findings: verdict, summary: "" })).toBe(severity === "note")
  })

  it.each(["bank redeem 200 Token.kind removed", "bank redeem 200 Token.until added", lostId])(
    "fails for an accepted entry without its break: %s",
    (entry) => {
      const message = `Nothing breaks that this entry accepts: ${entry}. Remove it.`
      expect(findings(added, entry)[0]).toEqual({ severity: "error", place: entryPlace, message })
    },
  )

  it("notes an entry whose break the base has already", () => {
    const message = `The base has this break already: ${id}. Remove the entry after the next release.`
    const verdict = findingsOf([], { entries: [accepting(id)], problems: [] }, [id])
    expect(verdict).toEqual([{ severity: "note", message, place: entryPlace }])
  })

  it.each([
    ["names the change that requires it", [...added, ...removed], "Too low.", `Too low. For: ${fact}.`],
    ["is told without one", worded, "went back", "went back"],
  ])("fails for a version that did not move far enough, and %s", (_, changes, message, says) => {
    const version = { message, before: "1.0.0", least: "2.0.0", place: { ...place, line: 2 } }
    const verdict = findingsOf([{ changes, version }], { entries: [accepting(id)], problems: [] }, [])
    expect(verdict).toContainEqual({ severity: "error", message: says, place: { ...place, line: 2 } })
  })

  it("fails for a problem of the file of accepted breaks", () => {
    const message = "This entry has no reason."
    const verdict = findingsOf([], { entries: [], problems: [{ ...entryPlace, message }] }, [])
    expect(verdict).toEqual([{ severity: "error", message, place: entryPlace }])
  })
})

describe("the proposed changelog", () => {
  it("has sections for removed, changed and added, breaking changes first", () => {
    const demanded = located("code: { type: string }", "code: { type: string, minLength: 5 }")
    const examples = located("access: xyz", "access: abc")
    expect(proposeChangelog([...added, ...worded, ...examples, ...demanded, ...removed])).toBe(
      `### Removed

- **Breaking.** bank: the answer 200 of redeem, Token.scope: removed

### Changed

- **Breaking.** bank: the request of redeem, Grant.code: minLength from nothing to 5
- bank: the answer 200 of redeem, example redeemed: changed

### Added

- bank: the answer 200 of redeem, Token.until: added
`,
    )
  })

  it.each([
    ["no caller is affected", worded],
    ["a recorded exchange is lost", lost],
  ])("is empty when %s", (_, changes) => expect(proposeChangelog(changes)).toBe(""))
})
