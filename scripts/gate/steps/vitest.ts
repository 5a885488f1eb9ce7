/** Runs unit tests: those of the client for the gate, and all for `npm test`. */
import { join } from "node:path"
import type { JsonTestResults } from "vitest/node"
import { bin, run } from "../../../contracts/process.ts"
import { root } from "../../../contracts/spec/specs.ts"
import type { Finding, Verdict } from "../finding.ts"
import { briefMessage, placeIn, placeOf } from "./message.ts"
import { reportedTo } from "./scratch.ts"

/** The client's: `src/`, settings, every network fault, callers that give up, and a part of the search for secrets. */
export const clientFiles = [
  "src",
  "contracts/faults/faults.test.ts",
  "contracts/faults/orphans.test.ts",
  "contracts/faults/owner.test.ts",
  "contracts/faults/patience.test.ts",
  "contracts/faults/secrets.test.ts",
  "contracts/faults/sharing.test.ts",
  "contracts/faults/statuses.test.ts",
  "contracts/settings",
]

/** All of the above, but only one shape of secrets in the answers to one-time grants. */
export const clientNames =
  "^(?!.*(shows no secret that comes back|has seen every (outcome|warning)))|exchangeToken.*(own errors|as tokens).*in snake case"

export const testClient = (signal: AbortSignal): Promise<Verdict> =>
  runTests(["--no-isolate", ...clientFiles, "-t", clientNames], signal)

/** Every unit test, with a JUnit report. */
export const testAll = (signal: AbortSignal): Promise<Verdict> =>
  runTests(["--reporter=junit", `--outputFile.junit=${join(root, "reports/unit.xml")}`], signal)

const runTests = async (args: ReadonlyArray<string>, signal: AbortSignal): Promise<Verdict> => {
  const { report } = await reportedTo<JsonTestResults>("vitest", (file) =>
    run(bin("vitest/vitest.mjs", "run", ...args, "--reporter=json", `--outputFile.json=${file}`), { signal }),
  )
  return testVerdict(report)
}

export const testVerdict = ({
  success,
  numPassedTests,
  testResults,
}: Pick<JsonTestResults, "success" | "numPassedTests" | "testResults">): Verdict => {
  const findings = testResults.flatMap(({ name, message, status, assertionResults }) => {
    const tests = assertionResults
      .filter((one) => one.status === "failed")
      .map(({ fullName, failureMessages }) => finding(fullName, failureMessages?.join("\n") ?? "", name))
    // A file that cannot be loaded has no tests, but a message.
    return tests.length > 0 || status === "passed" ? tests : [finding("", message ?? "", name)]
  })
  if (findings.length === 0 && (!success || numPassedTests === 0))
    findings.push(finding("", "The tests failed or none ran, without a message. Run: npm run unit", ""))
  const failed = findings.length === 0 ? "" : `, ${findings.length} failed`
  return { findings, tests: numPassedTests, summary: `${numPassedTests} tests passed${failed}` }
}

const finding = (title: string, message: string, file: string): Finding => {
  const place = placeIn(message) ?? placeOf(file, 1, 1)
  const text = [title, briefMessage(message)].filter((part) => part !== "").join(": ")
  return { severity: "error", message: text, ...(place && { place }) }
}
