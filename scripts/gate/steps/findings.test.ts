import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../../../contracts/spec/specs.ts"
import type { Finding } from "../finding.ts"
import { biomeFindings } from "./lint.ts"
import { briefMessage, placeIn } from "./message.ts"
import { suiteVerdict } from "./playwright.ts"
import { tscFindings } from "./tsc.ts"
import { testVerdict } from "./vitest.ts"

/** `src/x.ts:2:19 message`, as a reader sees it. */
const lines = (findings: ReadonlyArray<Finding>) =>
  findings.map(({ place, message }) => `${place ? `${place.file}:${place.line}:${place.column} ` : ""}${message}`)

it("tscFindings reads every diagnostic of tsc, with its indented details", () => {
  const output = `src/redeem.ts(12,5): error TS2322: Type 'A' is not assignable to type 'B'.
  Property 'grant' is missing in type 'A'.
scripts/x.ts(1,1): error TS6133: 'b' is declared but its value is never read.
error TS5083: Cannot read file 'tsconfig.json'.
`
  expect(lines(tscFindings(output))).toEqual([
    "src/redeem.ts:12:5 TS2322: Type 'A' is not assignable to type 'B'. Property 'grant' is missing in type 'A'.",
    "scripts/x.ts:1:1 TS6133: 'b' is declared but its value is never read.",
    "TS5083: Cannot read file 'tsconfig.json'.",
  ])
})

it("biomeFindings places a format at the top of its file, and keeps one error of a file that cannot be parsed", () => {
  const at = (path: string, line: number, column: number) => ({ path, start: { line, column } })
  const diagnostics = [
    { message: "Unexpected any.", category: "lint/suspicious/noExplicitAny", location: at("src/x.ts", 2, 19) },
    { message: "File content differs", category: "format", location: at("src/x.ts", 0, 0) },
    { message: "consequence", category: "parse", location: at("specs/x.yaml", 9, 1) },
    { message: "cause", category: "parse", location: at("specs/x.yaml", 3, 1) },
    { message: "another", category: "parse", location: at("src/y.ts", 5, 1) },
  ]
  expect(lines(biomeFindings({ diagnostics }))).toEqual([
    "src/x.ts:1:1 It is not formatted. Run: npm run format",
    "src/x.ts:2:19 Unexpected any. (lint/suspicious/noExplicitAny)",
    "specs/x.yaml:3:1 cause (parse)",
    "src/y.ts:5:1 another (parse)",
  ])
})

const comparison = `\u001b[31mError: \u001b[39mexpect(received).toEqual(expected) // deep equality

- Expected  - 1
+ Received  + 3

- Array []
+ Array [
+   "aisquare exchangeToken: 200 exchanged has one outcome",
+ ]
    at ${join(root, "contracts/suite/obligations.ts")}:28:5
    at ${join(root, "node_modules/x/y.js")}:1:1`

describe("the message of a failing test", () => {
  it.each([
    [
      "its first line and the differences, without colours, brackets or stack",
      comparison,
      'Error: expect(received).toEqual(expected); - Array []; + Array [; +   "aisquare exchangeToken: 200 exchanged has one outcome",',
    ],
    [
      "the next line too when the first ends with a colon",
      "Error: Transform failed with 1 error:\n\n[PARSE_ERROR] Expected `)`\n  at x:1:1",
      "Error: Transform failed with 1 error: [PARSE_ERROR] Expected `)`",
    ],
    [
      "no log of a call, which may quote a secret",
      "Error: timeout\nCall log:\n  - POST http://127.0.0.1\n    - cookie: s3cret\n",
      "Error: timeout",
    ],
  ])("is %s", (_, message, brief) => expect(briefMessage(message)).toBe(brief))

  it("is placed at the first frame in this repository", () => {
    const foreign = "Error: x\n    at run (file:///elsewhere/x.js:1:2)\n"
    const own = `${foreign}    at go (file://${join(root, "src/redeem.ts")}:7:3)`
    expect(placeIn(own)).toEqual({ file: "src/redeem.ts", line: 7, column: 3 })
    expect(placeIn(foreign)).toBeUndefined()
  })
})

describe("the client's tests", () => {
  const name = join(root, "src/secrets.test.ts")
  const file = (message: string, ...failureMessages: Array<string>) => ({
    name,
    message,
    status: "failed" as const,
    startTime: 0,
    endTime: 1,
    assertionResults: failureMessages.map((text) => ({
      ancestorTitles: [],
      fullName: "quotes recognizes the secret",
      title: "",
      status: "failed" as const,
      failureMessages: [text],
      meta: {},
      tags: [],
      benchmarks: [],
    })),
  })

  it("fail by name and place; a file that does not load fails as one", () => {
    const testResults = [file("", `AssertionError: no\n    at ${name}:14:5`), file("No such export: quotes")]
    expect(lines(testVerdict({ success: false, numPassedTests: 3, testResults }).findings)).toEqual([
      "src/secrets.test.ts:14:5 quotes recognizes the secret: AssertionError: no",
      "src/secrets.test.ts:1:1 No such export: quotes",
    ])
  })

  it.each([
    [true, 0, 1],
    [false, 1, 1],
    [true, 1, 0],
  ])("that say success %s, with %i passed and no message, have %i findings", (success, numPassedTests, count) =>
    expect(testVerdict({ success, numPassedTests, testResults: [] }).findings).toHaveLength(count),
  )
})

describe("the contract suite", () => {
  const location = { file: join(root, "contracts/suite/obligations.ts"), line: 28, column: 5 }
  type Status = "expected" | "unexpected" | "skipped"
  const spec = (title: string, status: Status, kind: "answer" | "step" = "answer") => {
    const claim = { provider: "dapi", operation: "exchangeToken", kind, name: title }
    const errors = status === "unexpected" ? [{ message: `Error: ${title} is missing`, location }] : []
    const annotations = [{ type: "claim", description: JSON.stringify(claim) }]
    const results = [{ status, duration: 500, errors }]
    return {
      title,
      file: "a.contract.ts",
      line: 2,
      column: 3,
      tests: [{ projectName: "mock", status, annotations, results }],
    }
  }
  const ended = (code: number, specs: ReadonlyArray<ReturnType<typeof spec>>, ...messages: ReadonlyArray<string>) =>
    suiteVerdict(
      // Only what is read of Playwright's report.
      {
        suites: [{ title: "", file: "", line: 0, column: 0, specs: [], suites: [{ title: "dapi", specs }] }],
        errors: messages.map((message) => ({ message })),
        stats: { unexpected: specs.filter(({ tests }) => tests[0]?.status === "unexpected").length },
      } as unknown as Parameters<typeof suiteVerdict>[0],
      code,
    )

  it("fails by title, target, reason and place, apart from the flows", () => {
    const { flows, failures, passed, ...contracts } = ended(1, [
      spec("one", "expected"),
      spec("every obligation", "unexpected"),
      spec("exchange", "unexpected", "step"),
      spec("refused", "expected", "step"),
    ])
    const message = "dapi › every obligation (mock): Error: every obligation is missing"
    expect(contracts).toEqual({
      findings: [{ severity: "error", message, place: { ...location, file: "contracts/suite/obligations.ts" } }],
      summary: "1 passed, 1 failed",
      tests: 1,
    })
    expect(passed).toEqual(new Map([["dapi", 2]]))
    expect([...failures.values()]).toContain(message)
    expect(flows).toMatchObject({ summary: "1 passed, 1 failed", seconds: 1 })
    expect(flows.findings.map(({ message }) => message)).toEqual(["dapi › exchange (mock): Error: exchange is missing"])
  })

  it("says that flows follow from it where it ended before them", () => {
    const cut = [spec("one", "unexpected"), spec("exchange", "skipped", "step")]
    const { flows, findings } = ended(1, cut, "Testing stopped early after 1 failures.")
    expect(findings.map(({ severity }) => severity)).toEqual(["note", "error"])
    expect(flows).toMatchObject({ summary: "1 not run", followsFrom: "contracts" })
  })

  it("reports why it could not run, and that no flow ran", () => {
    const { flows, findings } = ended(1, [], "Error: no server")
    expect(findings).toEqual([{ severity: "error", message: "Error: no server" }])
    expect(flows.findings).toHaveLength(1)
  })

  it.each([
    [0, []],
    [1, [spec("one", "expected")]],
    [1, [spec("one", "skipped")]],
  ])("fails when it ended with %i without a message", (code, specs) =>
    expect(ended(code, specs).findings).toHaveLength(1),
  )

  it("fails when it ended with nothing but a note", () =>
    expect(ended(1, [spec("one", "expected")], "Testing stopped early.").findings).toHaveLength(2))
})

it("a comparison names the difference in its first line, since the gate shows only that", () => {
  const outcome = { tag: "OutcomeUnknown", grant: "unknown", posts: 1 }
  expect(() => expect({ ...outcome, posts: 3 }).toEqual(outcome)).toThrow(/posts: 3 .* posts: 1/)
})
