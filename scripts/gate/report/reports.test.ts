import { stripVTControlCharacters } from "node:util"
import { describe, expect, it } from "vitest"
import type { Finding } from "../finding.ts"
import { annotations } from "./annotations.ts"
import { json } from "./json.ts"
import { junit } from "./junit.ts"
import { inline, limit, markdown } from "./markdown.ts"
import { page } from "./page.ts"
import { findingsText, type GateReport, verdictOf } from "./report.ts"
import { claims, error, hostile, sampleReport } from "./sample-report.ts"
import { sarif } from "./sarif.ts"
import { stepLines } from "./terminal.ts"

/** The sample with these findings in its step `contracts`. */
const withFindings = (findings: ReadonlyArray<Finding>): GateReport => ({
  ...sampleReport,
  steps: sampleReport.steps.map((step) => (step.name === "contracts" ? { ...step, findings } : step)),
})
const flooded = (count: number, message: string) => withFindings(Array(count).fill(error(message)))
const only = (...findings: ReadonlyArray<Finding>): GateReport => ({
  ...sampleReport,
  steps: sampleReport.steps.slice(0, 1).map((step) => ({ ...step, findings })),
})
/** What a terminal shows of the findings. */
const shown = ({ steps }: GateReport) =>
  stripVTControlCharacters(steps.flatMap(stepLines).join("\n"))
    .split("\n")
    .filter((line) => line.startsWith("  "))
const countIn = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

const place = { file: "specs/beta.yaml", line: 3, column: 9 }
const removed = error("beta: …", { breaks: "senders", brief: "`connectionID` gone", place })
it.each<readonly [string, ReadonlyArray<Finding>, string]>([
  ["a break", [removed], "breaks callers who send to Beta: `connectionID` gone"],
  [
    "a break told last",
    [error("a"), removed],
    "breaks callers who send to Beta: `connectionID` gone (and 1 more finding)",
  ],
  ["readers", [{ ...removed, breaks: "readers" }], "breaks callers who read from Beta: `connectionID` gone"],
  ["no break", [error("no\nway", { place })], "breaking fails: specs/beta.yaml:3:9 no"],
  ["an accepted break", [{ ...removed, severity: "note" }], "1 accepted break: all 1 steps pass"],
  [
    "a harmless change",
    [{ ...removed, severity: "note", breaks: "nobody" }],
    "breaks nobody, with 1 change for callers: all 1 steps pass",
  ],
  ["nothing", [], "breaks nobody: all 1 steps pass"],
])("the verdict says first who breaks: %s", (_, findings, verdict) =>
  expect(verdictOf(only(...findings))).toBe(verdict),
)

describe("the terminal", () => {
  it("shows five findings of a step, those that break callers first, and where the rest is", () => {
    const some = Array.from({ length: 273 }, (_, index) => error(`${index}`))
    const report = only(...some, error("it", { breaks: "both" }))
    expect(shown(report)).toEqual([
      "  ✗ breaks every caller it",
      ...["0", "1", "2", "3"].map((message) => `  ✗ ${message}`),
      "    and 269 more: reports/findings.txt",
    ])
    expect(countIn(findingsText(report), /^error breaking: (breaks every caller: )?\w+$/gm)).toBe(274)
  })

  it("cuts a message longer than a screen, which findings.txt has whole", () => {
    const long = "type ".repeat(200).trim()
    expect(shown(only(error(long)))).toEqual([`  ✗ ${long.slice(0, 400)} … (all of it: reports/findings.txt)`])
    expect(findingsText(only(error(long)))).toContain(long)
  })
})

describe("the annotations", () => {
  it("escape GitHub's special characters, and show a note as a notice, even without a place", () => {
    const odd = error("100 %\r\nof it: all, too", { place: { ...place, file: "specs/a,b:c.yaml" }, breaks: "senders" })
    expect(annotations(only(odd, { severity: "note", message: "no history" }))).toEqual([
      "::error file=specs/a%2Cb%3Ac.yaml,line=3,col=9,title=breaking%3A breaks callers who send::100 %25%0D%0Aof it: all, too",
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
    ["ten thousand steps", { ...sampleReport, steps: Array(10_000).fill(flooded(1, "no").steps[2]) }, true],
    ["findings as long as a book", flooded(300, "long ".repeat(50_000)), false],
    ["letters of many bytes", flooded(3_000, "\u{1f511}".repeat(500)), false],
    ["a changelog as long as a book", { ...sampleReport, changelog: "- again\n".repeat(100_000) }, true],
    ["the sample", sampleReport, false],
  ])("fits into GitHub's 65,536 characters with %s, and says if it was cut", (_, report, isCut) => {
    const text = markdown(report)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    expect(countIn(text, /<details>/g)).toBe(countIn(text, /<\/details>/g))
    expect(text.endsWith("\nThe rest does not fit into a comment: see reports/gate.html.\n")).toBe(isCut)
  })

  it("says first who breaks, then the findings of each step, five at most", () => {
    const lines = markdown(flooded(273, "no")).split("\n")
    expect(lines[0]).toMatch(/^## ❌ breaks callers who send to Beta: /)
    expect(lines[4]).toBe("**breaking**")
    expect(lines[6]).toMatch(/^- ✗ \*\*breaks callers who send\*\* `specs\/beta.yaml:45:9` /)
    expect(lines.slice(lines.indexOf("**contracts**"), lines.indexOf("**coverage**"))).toEqual([
      "**contracts**",
      "",
      ...Array(5).fill("- ✗ no"),
      "- and 268 more: reports/findings.txt",
      "",
    ])
  })

  it("has what to paste where breaks are meant, each in a block that its own text cannot end", () => {
    const text = markdown(sampleReport)
    expect(text).toContain(
      [
        "<details><summary>If it is meant, add to specs/accepted-breaks.yaml, with your reason</summary>",
        "",
        "~~~~yaml",
        "- finding: beta redeem app_secret ~~~ required",
        "  reason: <why>",
        "  expires: 2026-04-02",
        "~~~~",
        "",
        "</details>",
      ].join("\n"),
    )
    expect(text).toContain("Proposed for CHANGELOG.md</summary>\n\n~~~markdown\n### Changed\n")
    expect(countIn(markdown({ ...sampleReport, acceptance: "", changelog: "" }), /<details>/g)).toBe(0)
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

it("SARIF has a rule for each step, and a result with a place for each finding", () => {
  const [{ tool, results }] = JSON.parse(sarif(withFindings([error("no place")]))).runs
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(sampleReport.steps.map(({ name }) => name))
  expect(results.map(({ ruleId, level }: Record<string, string>) => `${ruleId} ${level}`)).toEqual([
    "breaking error",
    "breaking note",
    "contracts error",
    "coverage error",
  ])
  expect(results.slice(1, 3).map((one: { locations: ReadonlyArray<object> }) => one.locations[0])).toMatchObject([
    { physicalLocation: { artifactLocation: { uri: "specs/beta.yaml" }, region: { startLine: 90, startColumn: 9 } } },
    { physicalLocation: { artifactLocation: { uri: "package.json" }, region: { startLine: 1, startColumn: 1 } } },
  ])
})

it("JUnit has a case for each step and each finding, and is well-formed XML with any text", () => {
  const xml = junit(sampleReport)
  // Two of the four steps fail, for one error each; the note is not a failure.
  expect(xml).toContain('<testsuites name="gate" tests="7" failures="4" time="30.000">')
  expect(countIn(xml, /<testcase /g)).toBe(7)
  expect(countIn(xml, /<failure /g)).toBe(4)
  expect(xml).toContain("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp;")
  expect(xml).not.toContain("\u0007")
})

it("gate.json has every verdict and time, the base and its schema version", () => {
  const { steps, ...report } = JSON.parse(json(sampleReport))
  expect(report).toMatchObject({ schemaVersion: 1, passed: false, base: { ref: "0123456789abcdef" }, seconds: 30 })
  expect(report).toMatchObject({ at: "2026-01-02T03:04:05.000Z", coverage: { claims: 8, covered: 8 } })
  expect(report.verdict).toMatch(/^breaks callers who send to Beta: /)
  expect(steps.map(({ passed }: { passed: boolean }) => passed)).toEqual([false, true, true, false])
  expect(steps[0]).toMatchObject({ name: "breaking", seconds: 3.1, findings: [{ breaks: "senders" }, {}] })
})

describe("the page", () => {
  const text = page(sampleReport)

  it("has a chip for every claim, with its exchanges on every target", () => {
    expect(countIn(text, /<details class="chip"/g)).toBe(claims.length / 2)
    for (const target of ["mock", "simulator"])
      expect(text).toContain(`Shown on the ${target}: beta exchangeToken: 200 refused comes as documented`)
    expect(countIn(text, /POST http:\/\/127.0.0.1:4010\/exchangeToken/g)).toBe(claims.length)
    expect(countIn(text, /&quot;access&quot;: &quot;&lt;masked&gt;&quot;/g)).toBe(claims.length)
  })

  it("escapes its contents, loads nothing and runs nothing", () => {
    expect(text).not.toMatch(/<img|<script/)
    expect(text).toContain(hostile.slice(0, 20).replaceAll("<", "&lt;").replaceAll(">", "&gt;"))
    expect(text.match(/(src|href)="(?!data:|#)[^"]*"/g)).toBeNull()
    expect(text).toContain("default-src &#39;none&#39;")
    expect(text).not.toMatch(/ (style|on\w+)="/)
  })

  it("has a contents list whose every link leads somewhere", () => {
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id)
    expect(links.join(" ")).toBe("findings-breaking findings-coverage steps claims claims-alpha claims-beta")
    expect(links.filter((id) => !text.includes(` id="${id}"`))).toEqual([])
  })

  it("has the verdict as its headline, and folds all but five findings of a step", () => {
    expect(text).toMatch(/<h1>.*breaks callers who send to Beta: /)
    const [, first = "", fold = ""] =
      /<details id="findings-contracts">(.*?)<details><summary>and 268 more<\/summary>(.*?)<\/details>/s.exec(
        page(flooded(273, "no")),
      ) ?? []
    expect([first, fold].map((part) => countIn(part, /<li class="bad">/g))).toEqual([5, 268])
  })

  it("has what to paste where breaks are meant", () => {
    expect(text).toContain("- finding: beta redeem app_secret ~~~ required\n  reason: &lt;why&gt;")
    expect(countIn(page({ ...sampleReport, acceptance: "", changelog: "" }), /<pre tabindex="0">(-|###) /g)).toBe(0)
  })

  it("opens the operation of a red chip, which shows the failure", () => {
    const [whole, ...others] = claims.toReversed()
    if (whole === undefined) throw new Error("no claim")
    const red = page({ ...sampleReport, claims: [...others, { ...whole, isCovered: false, advice: "expected 1" }] })
    const [, operation = ""] = red.split('<details class="bad" open>\n<summary>exchangeToken <small>3 of 4 claims')
    expect(operation.split('<details class="chip bad"')[1]).toContain('<p class="failure">expected 1</p>')
  })
})
