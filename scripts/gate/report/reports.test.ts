import { describe, expect, it } from "vitest"
import { sentenceOf } from "../../../contracts/spec/sentence.ts"
import type { Finding } from "../finding.ts"
import { annotations } from "./annotations.ts"
import { json } from "./json.ts"
import { junit } from "./junit.ts"
import { inline, limit, markdown } from "./markdown.ts"
import { page } from "./page.ts"
import { findingsText, type GateReport, verdictOf } from "./report.ts"
import { claims, hostile, sampleReport } from "./sample-report.ts"
import { sarif } from "./sarif.ts"
import { stepLines } from "./terminal.ts"

const spec = { file: "specs/dapi.yaml", line: 3, column: 9 }

const error = (message: string, more: Partial<Finding> = {}): Finding => ({ severity: "error", message, ...more })

/** The sample with these findings in its step `contracts`. */
const withFindings = (findings: ReadonlyArray<Finding>): GateReport => ({
  ...sampleReport,
  steps: sampleReport.steps.map((step) => (step.name === "contracts" ? { ...step, findings } : step)),
})
const flooded = (count: number, message: string) => withFindings(Array.from({ length: count }, () => error(message)))
const only = (...findings: ReadonlyArray<Finding>): GateReport => ({
  ...sampleReport,
  steps: sampleReport.steps.slice(0, 1).map((step) => ({ ...step, findings })),
})

describe("the verdict", () => {
  const removed = error("dapi: …", { breaks: "senders", brief: "`connectionID` gone", place: spec })
  const report = (...findings: ReadonlyArray<Finding>) => ({ ...only(...findings), names: new Map([["dapi", "Dapi"]]) })
  it.each<readonly [string, GateReport, string]>([
    ["a break", report(removed), "breaks callers who send to Dapi: `connectionID` gone"],
    [
      "a break told last",
      report(error("a"), removed),
      "breaks callers who send to Dapi: `connectionID` gone (and 1 more finding)",
    ],
    ["readers", report({ ...removed, breaks: "readers" }), "breaks callers who read from Dapi: `connectionID` gone"],
    ["no break", report(error("no\nway", { place: spec })), "breaking fails: specs/dapi.yaml:3:9 no"],
    ["an accepted break", report({ ...removed, severity: "note" }), "1 accepted break: all 1 steps pass"],
    ["nothing", report(), "breaks nobody: all 1 steps pass"],
  ])("says first who breaks: %s", (_, report, verdict) => expect(verdictOf(report)).toBe(verdict))
})

describe("the terminal", () => {
  const plain = (_: unknown, text: string) => text
  const [step] = only(
    ...Array.from({ length: 273 }, (_, index) => error(`${index}`)),
    error("it", { breaks: "both" }),
  ).steps

  it("shows five findings of a step, those that break callers first, and where the rest is", () => {
    if (step === undefined) throw new Error("no step")
    expect(stepLines(step, plain).slice(1)).toEqual([
      "  ✗ breaks every caller it",
      ...["0", "1", "2", "3"].map((message) => `  ✗ ${message}`),
      "    and 269 more: reports/findings.txt",
    ])
    expect(findingsText({ steps: [step] }).match(/^error breaking: \w+$/gm)?.length).toBe(274)
  })
})

it("a message longer than a screen is cut on the terminal, and whole in findings.txt", () => {
  const long = "type ".repeat(200).trim()
  const report = only(error(long))
  const [, line] = report.steps.flatMap((step) => stepLines(step, (_, text) => text))
  expect(line).toBe(`  ✗ ${long.slice(0, 400)} … (all of it: reports/findings.txt)`)
  expect(findingsText(report)).toContain(long)
})

describe("the annotations", () => {
  it("escape GitHub's special characters", () => {
    const place = { file: "specs/a,b:c.yaml", line: 3, column: 9 }
    expect(annotations(only(error("100 %\r\nof it: all, too", { place, breaks: "senders" })))).toEqual([
      "::error file=specs/a%2Cb%3Ac.yaml,line=3,col=9,title=breaking%3A breaks callers who send::100 %25%0D%0Aof it: all, too",
    ])
  })

  it("show a note as a notice, even without a place", () => {
    expect(annotations(only({ severity: "note", message: "no history" }))).toEqual([
      "::notice title=breaking::no history",
    ])
  })

  it.each([
    [270, 5, 4],
    [4, 4, 4],
  ])(
    "are ten of a kind, which GitHub keeps, of each step at most five, and the last names the rest: %i a step",
    (count, first, second) => {
      const [step] = flooded(count, "no").steps.filter(({ name }) => name === "contracts")
      const steps = ["breaking", "types", "client"].flatMap((name) => (step === undefined ? [] : [{ ...step, name }]))
      const commands = annotations({ steps })
      expect(commands.map((command) => /title=(\w+)/.exec(command)?.[1])).toEqual([
        ...Array(first).fill("breaking"),
        ...Array(second).fill("types"),
        ...Array(9 - first - second).fill("client"),
        "gate",
      ])
      expect(commands.at(-1)).toContain(`and ${3 * count - 9} more: reports/findings.txt`)
    },
  )
})

describe("the comment", () => {
  it.each([
    ["ten thousand findings", flooded(10_000, "expected one thing, got another")],
    ["findings as long as a book", flooded(300, "long ".repeat(50_000))],
    ["letters of many bytes", flooded(3_000, "\u{1f511}".repeat(500))],
    ["a changelog as long as a book", { ...sampleReport, changelog: "- again\n".repeat(100_000) }],
  ])("fits into GitHub's 65,536 characters with %s", (_, report) => {
    const text = markdown(report)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  })

  it("says when it was cut, and where the rest is", () => {
    const long = { ...sampleReport, changelog: "- again\n".repeat(100_000) }
    expect(markdown(long)).toMatch(/\nThe rest does not fit into a comment: see reports\/gate\.html\.\n$/)
    expect(markdown(sampleReport)).not.toContain("does not fit")
  })

  it("says first who breaks, then the findings of each step, five at most", () => {
    const lines = markdown(flooded(273, "no")).split("\n")
    expect(lines[0]).toMatch(/^## ❌ breaks callers who send to Beta: /)
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start))
    expect(at("**Callers.** 2 changes for callers: 1 breaks callers who send, 1 breaks nobody.")).toBe(4)
    expect(lines[6]).toMatch(/^- ✗ \*\*breaks callers who send\*\* `specs\/beta.yaml:45:9` /)
    expect(lines.slice(at("**contracts**"), at("**coverage**"))).toEqual([
      "**contracts**",
      "",
      ...Array(5).fill("- ✗ no"),
      "- and 268 more: reports/findings.txt",
      "",
    ])
  })

  // What CommonMark shows for each is the text itself.
  it.each([
    ["<b> & c", "&lt;b&gt; &amp; c"],
    ["a | b *c* _d_ ~e~ [f](g) $h$ \\", "a \\| b \\*c\\* \\_d\\_ \\~e\\~ \\[f\\](g) \\$h\\$ \\\\"],
    ["#12 &#60;", "#12 &amp;#60;"],
    ["@everyone", "@&#8203;everyone"],
    ["`a_b <c>` gone_", "`a_b <c>` gone\\_"],
    ["a ` alone", "a \\` alone"],
  ])("escapes once: %s", (text, expected) => expect(inline(text)).toBe(expected))
})

describe("SARIF", () => {
  it("has a rule for each step, and a result with a place for each finding", () => {
    const [{ tool, results }] = JSON.parse(sarif(withFindings([error("no place")]))).runs
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(sampleReport.steps.map(({ name }) => name))
    expect(results.map(({ ruleId, level }: Record<string, string>) => [ruleId, level])).toEqual([
      ["breaking", "error"],
      ["breaking", "note"],
      ["contracts", "error"],
      ["coverage", "error"],
    ])
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "specs/beta.yaml" },
      region: { startLine: 45, startColumn: 9 },
    })
    expect(results[2].locations).toHaveLength(1)
  })
})

describe("JUnit", () => {
  const xml = junit(sampleReport)

  it("has a case for each step and each finding", () => {
    const steps = sampleReport.steps.length
    const findings = sampleReport.steps.flatMap((step) => step.findings).length
    expect(xml.match(/<testcase /g)?.length).toBe(steps + findings)
    expect(xml).toContain(`<testsuites name="gate" tests="${steps + findings}" failures="4" time="30.000">`)
    // Two steps fail, for one error each; the note is not a failure.
    expect(xml.match(/<failure /g)?.length).toBe(4)
  })

  it("is well-formed XML with any finding", () => {
    expect(xml).toContain("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp;")
    expect(xml).not.toContain("\u0007")
  })
})

it("gate.json has every verdict and time, the base and its schema version", () => {
  const printed = JSON.parse(json(sampleReport))
  expect(printed).toMatchObject({
    schemaVersion: 1,
    passed: false,
    base: { ref: "0123456789abcdef" },
    at: "2026-01-02T03:04:05.000Z",
    milliseconds: 30_000,
  })
  expect(printed.steps.map(({ name, passed }: { name: string; passed: boolean }) => [name, passed])).toEqual([
    ["breaking", false],
    ["lint", true],
    ["types", true],
    ["contracts", true],
    ["coverage", false],
  ])
})

describe("the page", () => {
  const text = page(sampleReport)

  it("has every claim on every target, with its exchanges", () => {
    expect(text.match(/<section class="on-target /g)?.length).toBe(claims.length)
    expect(text.match(/<section class="on-target uncovered"/g)?.length).toBe(
      claims.filter((one) => !one.isCovered).length,
    )
    for (const { claim, target } of claims) {
      expect(text).toContain(`data-claim="${sentenceOf(claim)}" data-target="${target}"`)
    }
    expect(text.match(/<figcaption>Received/g)?.length).toBe(claims.length)
  })

  it("escapes its contents", () => {
    expect(text).not.toContain("<img")
    expect(text.match(/<script>/g)?.length).toBe(1)
    expect(text.match(/<\/script>/g)?.length).toBe(1)
    expect(text).toContain(hostile.slice(0, 20).replace("<", "&lt;").replace(">", "&gt;").replace("<", "&lt;"))
  })

  it("loads nothing from elsewhere", () => {
    expect(text.match(/(src|href)="(?!data:|#)[^"]*"/g)).toBeNull()
    expect(text).toContain("default-src &#39;none&#39;")
    expect(text).not.toMatch(/ (style|on\w+)="/)
  })

  it("has a contents list whose every link leads somewhere", () => {
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id)
    expect(links).toEqual([
      "callers",
      "findings-coverage",
      "steps",
      "claims",
      "claims-alpha",
      "claims-beta",
      "claims-gamma",
    ])
    expect(links.filter((id) => !text.includes(` id="${id}"`))).toEqual([])
  })

  it("has the verdict as its headline, and folds all but five findings of a step", () => {
    expect(text).toMatch(/<h1>.*breaks callers who send to Beta: /)
    const [, open = "", fold = ""] =
      /<details class="more" id="findings-contracts" open>(.*?)<summary>and 268 more<\/summary>(.*?)<\/details>/s.exec(
        page(flooded(273, "no")),
      ) ?? []
    expect([open, fold].map((part) => part.match(/<li class="lacking">/g)?.length)).toEqual([5, 268])
  })

  it("shows the failure behind a red chip", () => {
    const failed = claims.map((one, index) => (index === 0 ? { ...one, isCovered: false, advice: "expected 1" } : one))
    const [first] = page({ ...sampleReport, claims: failed })
      .split('<details class="chip')
      .slice(1)
    expect(first).toMatch(/^ lacking"/)
    expect(first).toContain('<p class="failure">expected 1</p>')
  })

  it("says when no coverage was measured", () => {
    expect(page({ ...sampleReport, claims: [] })).toContain("1 of 588 claims is not shown")
  })
})
