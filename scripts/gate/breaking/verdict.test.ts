import { describe, expect, it } from "vitest"
import { hasPassed } from "../finding.ts"
import type { Accepted } from "./accepted.ts"
import { edited } from "./cases/sample.ts"
import { proposeChangelog } from "./changelog.ts"
import type { Compared, Located } from "./compare.ts"
import { lostRecording } from "./recordings.ts"
import { findingsOf } from "./verdict.ts"

const place = { file: "specs/bank.yaml", line: 7, column: 3 }
const entryPlace = { file: "specs/accepted-breaks.yaml", line: 2, column: 3 }

/** The changes caused by edits of the sample spec, all at one place. */
const located = (...edits: ReadonlyArray<readonly [from: string, to: string]>): ReadonlyArray<Located> =>
  edits.flatMap(([from, to]) => edited(from, to)).map((one) => ({ ...one, place }))

const removed = located(["scope: { type: string },", ""])
const added = located(["required: [access], properties: {", "required: [access], properties: { until: {},"])
const worded = located(["description: Redeemed.", "description: Swapped."])

const spec = (changes: ReadonlyArray<Located>, message?: string): Compared => ({
  changes,
  version: { message, before: "1.0.0", least: "2.0.0", place: { ...place, line: 2 } },
})

const accepting = (finding: string): Accepted => ({
  ...entryPlace,
  finding,
  reason: "Announced in May.",
  expires: "2027-03-31",
})

const findings = (compared: ReadonlyArray<Compared>, ...entries: ReadonlyArray<Accepted>) =>
  findingsOf(compared, { entries, problems: [] }, [])

describe("the verdict", () => {
  it("fails for a breaking change, and says how to accept it", () => {
    expect(findings([spec(removed)])).toEqual([
      {
        severity: "error",
        message:
          "bank: the answer 200 of redeem, Token.scope: removed. It breaks callers who read. Undo it, or accept it in " +
          "specs/accepted-breaks.yaml: finding: bank redeem 200 Token.scope removed",
        place,
        breaks: "readers",
        brief: "`scope` gone",
      },
    ])
  })

  it("passes an accepted break, and shows its reason and last day", () => {
    const verdict = findings([spec(removed)], accepting("bank redeem 200 Token.scope removed"))
    expect(verdict).toEqual([
      {
        severity: "note",
        message:
          "bank: the answer 200 of redeem, Token.scope: removed. It breaks callers who read; accepted until 2027-03-31: Announced in May.",
        place,
        breaks: "readers",
        brief: "`scope` gone",
      },
    ])
    expect(hasPassed({ findings: verdict, summary: "" })).toBe(true)
  })

  it("fails for a removed recorded exchange until its removal is accepted", () => {
    const recordings = spec(lostRecording("contracts/recorded/bank-redeem-published.json", "removed"))
    const fact =
      "bank: contracts/recorded/bank-redeem-published.json was removed: no test holds the spec to it any more"
    const id = "bank recorded bank-redeem-published removed"
    const recorded = { file: "contracts/recorded/bank-redeem-published.json", line: 1, column: 1 }
    expect(findings([recordings])).toEqual([
      {
        severity: "error",
        message: `${fact}. Restore it, or accept it in specs/accepted-breaks.yaml: finding: ${id}`,
        place: recorded,
      },
    ])
    expect(findings([recordings], accepting(id))).toEqual([
      { severity: "note", message: `${fact}; accepted until 2027-03-31: Announced in May.`, place: recorded },
    ])
    expect(findings([], accepting(id))).toMatchObject([{ severity: "error", place: entryPlace }])
    expect(proposeChangelog(recordings.changes)).toBe("")
  })

  it("fails for an accepted entry without a breaking change", () => {
    const [break_, unused, needless] = findings(
      [spec([...removed, ...added])],
      accepting("bank redeem 200 Token.kind removed"),
      accepting("bank redeem 200 Token.until added"),
    )
    expect(break_).toMatchObject({ severity: "error", place })
    const error = { severity: "error", place: entryPlace }
    const says = "Nothing breaks that this entry accepts: bank redeem 200"
    expect(unused).toEqual({ ...error, message: `${says} Token.kind removed. Remove it.` })
    expect(needless).toEqual({ ...error, message: `${says} Token.until added. Remove it.` })
  })

  it("notes an entry whose break the base has already", () => {
    const entry = accepting("bank redeem 200 Token.kind removed")
    expect(findingsOf([spec(added)], { entries: [entry], problems: [] }, [entry.finding])).toMatchObject([
      {
        severity: "note",
        message:
          "The base has this break already: bank redeem 200 Token.kind removed. Remove the entry after the next release.",
        place: entryPlace,
      },
      {},
    ])
  })

  it("notes a change that breaks nobody", () => {
    const shared = { severity: "note", place, breaks: "nobody" }
    expect(findings([spec([...added, ...worded])])).toEqual([
      {
        ...shared,
        message: "bank: the answer 200 of redeem, Token.until: added. It breaks nobody; a caller may do or read more.",
      },
      { ...shared, message: "bank: the answer 200 of redeem: description changed. It breaks nobody." },
    ])
  })

  it("fails for a version that did not move far enough, and names the change that requires it", () => {
    const entry = accepting("bank redeem 200 Token.scope removed")
    const message = "`info.version` must be 2.0.0 at least."
    expect(findings([spec([...added, ...removed], message)], entry)[1]).toEqual({
      severity: "error",
      message: `${message} For: bank: the answer 200 of redeem, Token.scope: removed.`,
      place: { ...place, line: 2 },
    })
    expect(findings([spec(worded, "went back")])[0]).toMatchObject({ severity: "error", message: "went back" })
  })

  it("fails for a problem of the file of accepted breaks", () => {
    const problems = [{ ...entryPlace, message: "This entry has no reason." }]
    expect(findingsOf([], { entries: [], problems }, [])).toEqual([
      { severity: "error", message: "This entry has no reason.", place: entryPlace },
    ])
  })
})

describe("the proposed changelog", () => {
  it("has sections for removed, changed and added, breaking changes first", () => {
    const demanded = located(["code: { type: string }", "code: { type: string, minLength: 5 }"])
    const examples = located(["access: xyz", "access: abc"])
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

  it("is empty when no caller is affected", () => {
    expect(proposeChangelog(worded)).toBe("")
  })
})
