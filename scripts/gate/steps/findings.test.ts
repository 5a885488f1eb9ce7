import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../../../contracts/spec/specs.ts"
import { biomeFindings } from "./lint.ts"
import { briefMessage, placeIn } from "./message.ts"
import { suiteVerdict } from "./playwright.ts"
import { tscFindings } from "./tsc.ts"
import { testVerdict } from "./vitest.ts"

it("tscFindings reads every diagnostic of tsc, with its indented details", () => {
  const output = [
    "src/redeem.ts(12,5): error TS2322: Type 'A' is not assignable to type 'B'.",
    "  Property 'grant' is missing in type 'A'.",
    "scripts/x.ts(1,1): error TS6133: 'b' is declared but its value is never read.",
    "error TS5083: Cannot read file 'tsconfig.json'.",
    "",
  ].join("\n")
  expect(tscFindings(output)).toEqual([
    {
      severity: "error",
      message: "TS2322: Type 'A' is not assignable to type 'B'. Property 'grant' is missing in type 'A'.",
      place: { file: "src/redeem.ts", line: 12, column: 5 },
    },
    {
      severity: "error",
      message: "TS6133: 'b' is declared but its value is never read.",
      place: { file: "scripts/x.ts", line: 1, column: 1 },
    },
    { severity: "error", message: "TS5083: Cannot read file 'tsconfig.json'." },
  ])
})

it("biomeFindings places a rule at its line, and a format at the top of its file", () => {
  const at = (line: number, column: number) => ({ path: "src/x.ts", start: { line, column }, end: { line, column } })
  const report = {
    diagnostics: [
      {
        severity: "warning",
        message: "Unexpected any.",
        category: "lint/suspicious/noExplicitAny",
        location: at(2, 19),
      },
      { severity: "error", message: "File content differs", category: "format", location: at(0, 0) },
    ],
  }
  expect(biomeFindings(JSON.stringify(report))).toEqual([
    {
      severity: "error",
      message: "Unexpected any. (lint/suspicious/noExplicitAny)",
      place: { file: "src/x.ts", line: 2, column: 19 },
    },
    {
      severity: "error",
      message: "It is not formatted. Run: npm run format",
      place: { file: "src/x.ts", line: 1, column: 1 },
    },
  ])
})

it("biomeFindings keeps the first error of a file that Biome cannot parse", () => {
  const at = (path: string, line: number) => ({ path, start: { line, column: 1 } })
  const diagnostics = [
    { message: "consequence", category: "parse", location: at("specs/x.yaml", 9) },
    { message: "cause", category: "parse", location: at("specs/x.yaml", 2) },
    { message: "another", category: "parse", location: at("src/y.ts", 5) },
  ]
  expect(biomeFindings(JSON.stringify({ diagnostics })).map(({ message }) => message)).toEqual([
    "cause (parse)",
    "another (parse)",
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
  it("is its first line and the differences, without colours, brackets or stack", () => {
    expect(briefMessage(comparison)).toBe(
      'Error: expect(received).toEqual(expected); - Array []; + Array [; +   "aisquare exchangeToken: 200 exchanged has one outcome",',
    )
  })

  it("includes the next line when the first ends with a colon", () => {
    expect(briefMessage("Error: Transform failed with 1 error:\n\n[PARSE_ERROR] Expected `)`\n  at x:1:1")).toBe(
      "Error: Transform failed with 1 error: [PARSE_ERROR] Expected `)`",
    )
  })

  it("is placed at the first frame in this repository", () => {
    const foreign = "Error: x\n    at run (file:///elsewhere/x.js:1:2)\n"
    expect(placeIn(`${foreign}    at go (file://${join(root, "src/redeem.ts")}:7:3)`)).toEqual({
      file: "src/redeem.ts",
      line: 7,
      column: 3,
    })
    expect(placeIn(foreign)).toBeUndefined()
  })
})

describe("the client's tests", () => {
  const test = (status: "passed" | "failed", failureMessages: Array<string> = []) => ({
    ancestorTitles: [],
    fullName: "quotes recognizes the secret",
    title: "",
    status,
    failureMessages,
    meta: {},
    tags: [],
    benchmarks: [],
  })
  const file = (status: "passed" | "failed", message: string, ...assertionResults: Array<ReturnType<typeof test>>) => ({
    name: join(root, "src/secrets.test.ts"),
    status,
    message,
    startTime: 0,
    endTime: 1,
    assertionResults,
  })

  it("fail by name and place; a file that does not load fails as one", () => {
    const frame = `AssertionError: expected false to be true\n    at ${join(root, "src/secrets.test.ts")}:14:5`
    const testResults = [file("failed", "", test("failed", [frame])), file("failed", "No such export: quotes")]
    expect(testVerdict({ success: false, numPassedTests: 3, testResults }).findings).toEqual([
      {
        severity: "error",
        message: "quotes recognizes the secret: AssertionError: expected false to be true",
        place: { file: "src/secrets.test.ts", line: 14, column: 5 },
      },
      {
        severity: "error",
        message: "No such export: quotes",
        place: { file: "src/secrets.test.ts", line: 1, column: 1 },
      },
    ])
  })

  it("fail when none ran", () => {
    expect(testVerdict({ success: true, numPassedTests: 0, testResults: [] }).findings).toHaveLength(1)
    expect(
      testVerdict({ success: true, numPassedTests: 1, testResults: [file("passed", "", test("passed"))] }),
    ).toEqual({ findings: [], summary: "1 tests passed", tests: 1 })
  })
})

describe("the contract suite", () => {
  const spec = (
    file: string,
    title: string,
    status: "expected" | "unexpected" | "skipped",
    message?: string,
    kind: "answer" | "step" = "answer",
  ) => ({
    title,
    file,
    line: 20,
    column: 3,
    tests: [
      {
        projectName: "mock",
        status,
        annotations: [
          {
            type: "claim",
            description: JSON.stringify({ provider: "dapi", operation: "exchangeToken", kind, name: title }),
          },
        ],
        results: [
          {
            status: status === "expected" ? "passed" : "failed",
            duration: 500,
            startTime: "2026-01-02T03:04:05.000Z",
            errors:
              message === undefined
                ? []
                : [{ message, location: { file: join(root, "contracts/suite/obligations.ts"), line: 28, column: 5 } }],
          },
        ],
      },
    ],
  })
  // Only what is read of Playwright's report.
  const report = (specs: ReadonlyArray<ReturnType<typeof spec>>, errors: ReadonlyArray<{ message: string }> = []) =>
    ({
      suites: [{ title: "", file: "", line: 0, column: 0, specs: [], suites: [{ title: "dapi", specs }] }],
      errors,
      stats: { unexpected: specs.filter(({ tests }) => tests[0]?.status === "unexpected").length },
    }) as unknown as Parameters<typeof suiteVerdict>[0]

  it("fails by title, target, reason and place, apart from the flows", () => {
    const { flows, failures, passed, ...contracts } = suiteVerdict(
      report([
        spec("answers.contract.ts", "aisquare exchangeToken: one", "expected"),
        spec("obligations.ts", "every obligation", "unexpected", "Error: one is missing"),
        spec("flows.contract.ts", "dapi-exchange", "unexpected", "Error: step 2 failed", "step"),
        spec("flows.contract.ts", "dapi-refused", "expected", undefined, "step"),
      ]),
      1,
    )
    expect(contracts).toEqual({
      findings: [
        {
          severity: "error",
          message: "dapi › every obligation (mock): Error: one is missing",
          place: { file: "contracts/suite/obligations.ts", line: 28, column: 5 },
        },
      ],
      summary: "1 passed, 1 failed",
      tests: 1,
    })
    expect(passed).toEqual(new Map([["dapi", 2]]))
    expect([...failures.values()]).toContain("dapi › every obligation (mock): Error: one is missing")
    expect(flows.summary).toBe("1 passed, 1 failed")
    expect(flows.findings.map(({ message }) => message)).toEqual(["dapi › dapi-exchange (mock): Error: step 2 failed"])
    expect(flows.seconds).toBe(0.5)
  })

  it("says that flows follow from it where it ended before them", () => {
    const ended = [
      spec("answers.contract.ts", "one", "unexpected", "Error: no"),
      spec("flows.contract.ts", "dapi-exchange", "skipped", undefined, "step"),
    ]
    const { flows, findings } = suiteVerdict(report(ended, [{ message: "Testing stopped early after 1 failures." }]), 1)
    expect(findings.map(({ severity }) => severity)).toEqual(["note", "error"])
    expect(flows).toMatchObject({ summary: "1 not run", followsFrom: "contracts" })
  })

  it("reports why it could not run, and that no flow ran", () => {
    const { flows, findings } = suiteVerdict(report([], [{ message: "Error: no server" }]), 1)
    expect(findings).toEqual([{ severity: "error", message: "Error: no server" }])
    expect(flows.findings).toHaveLength(1)
  })

  it("fails when it ended without a message", () => {
    expect(suiteVerdict(report([]), 0).findings).toHaveLength(1)
    expect(suiteVerdict(report([spec("answers.contract.ts", "one", "expected")]), 1).findings).toHaveLength(1)
  })
})

it("a comparison names the difference in its first line, since the gate shows only that", () => {
  const outcome = { tag: "OutcomeUnknown", grant: "unknown", posts: 1 }
  expect(() => expect({ ...outcome, posts: 3 }).toEqual(outcome)).toThrow(/posts: 3 .* posts: 1/)
})
