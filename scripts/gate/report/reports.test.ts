import { describe, expect, it } from "vitest"
import { sentenceOf } from "../../../contracts/spec/sentence.ts"
import { annotations } from "./annotations.ts"
import { json } from "./json.ts"
import { junit } from "./junit.ts"
import { limit, markdown } from "./markdown.ts"
import { page } from "./page.ts"
import type { GateReport } from "./report.ts"
import { claims, hostile, sampleReport } from "./sample-report.ts"

describe("the annotations", () => {
  it("escape GitHub's special characters", () => {
    const place = { file: "specs/a,b:c.yaml", line: 3, column: 9 }
    const findings = [{ severity: "error", message: "100 %\r\nof it: all, too", place, breaks: "senders" } as const]
    expect(annotations([{ name: "breaking", findings }])).toEqual([
      "::error file=specs/a%2Cb%3Ac.yaml,line=3,col=9,title=breaking%3A breaks callers who send::100 %25%0D%0Aof it: all, too",
    ])
  })

  it("show a note as a notice, even without a place", () => {
    expect(annotations([{ name: "breaking", findings: [{ severity: "note", message: "no history" }] }])).toEqual([
      "::notice title=breaking::no history",
    ])
  })
})

describe("the comment", () => {
  const flooded = (count: number, message: string): GateReport => ({
    ...sampleReport,
    steps: sampleReport.steps.map((step) =>
      step.name === "contracts"
        ? { ...step, findings: Array.from({ length: count }, () => ({ severity: "error", message }) as const) }
        : step,
    ),
  })

  it.each([
    ["ten thousand findings", flooded(10_000, "expected one thing, got another")],
    ["findings as long as a book", flooded(300, "long ".repeat(50_000))],
    ["letters of many bytes", flooded(3_000, "\u{1f511}".repeat(500))],
    ["a changelog as long as a book", { ...sampleReport, changelog: "- again\n".repeat(100_000) }],
    ["nothing shown", { ...sampleReport, claims: claims.map((one) => ({ ...one, isCovered: false })) }],
  ])("fits into GitHub's 65,536 characters with %s", (_, report) => {
    const text = markdown(report)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    expect(text.length).toBeLessThan(65_536)
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  })

  it("says when it was cut, and where the rest is", () => {
    expect(markdown(flooded(10_000, "expected"))).toMatch(/\nCut here: \d+ more lines are in reports\/gate\.html\.\n$/)
    expect(markdown(sampleReport)).not.toContain("Cut here")
  })

  it("shows on its first screen who breaks, and which claim is not shown", () => {
    const lines = markdown(sampleReport).split("\n").slice(0, 40)
    const first = lines.slice(
      0,
      lines.findIndex((line) => line.startsWith("<details>")),
    )
    expect(first).toContain("**Callers.** 2 changes for callers: 1 breaks callers who send, 1 breaks nobody.")
    expect(first).toContainEqual(expect.stringContaining("**breaks callers who send**"))
    expect(first).toContainEqual("- beta exchangeToken: request.code minLength violated, on the simulator")
  })

  it("escapes GitHub's markup", () => {
    expect(markdown(sampleReport)).not.toContain("<img")
    expect(markdown(flooded(1, "a | b `c` @everyone"))).toContain("a \\| b \\`c\\` &#64;&#8203;everyone")
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
    ["lint", true],
    ["types", true],
    ["breaking", false],
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
    expect(text.match(/(src|href)="(?!data:)[^"]*"/g)).toBeNull()
    expect(text).toContain("default-src &#39;none&#39;")
    expect(text).not.toMatch(/ (style|on\w+)="/)
  })

  it("says when no coverage was measured", () => {
    expect(page({ ...sampleReport, claims: [] })).toContain("1 of 588 claims is not shown")
  })
})
