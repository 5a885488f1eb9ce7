/** Runs the contract suite once, with separate verdicts on the suite and on its Arazzo flows. */
import { join } from "node:path"
import type { JSONReport, JSONReportSpec, JSONReportSuite } from "@playwright/test/reporter"
import { bin, run } from "../../../contracts/process.ts"
import { type Claim, claimId, claimsIn } from "../../../contracts/spec/claim.ts"
import { root } from "../../../contracts/spec/specs.ts"
import { targets } from "../../../contracts/target.ts"
import type { Finding, Verdict } from "../finding.ts"
import { briefMessage, placeOf } from "./message.ts"
import { reportedTo } from "./scratch.ts"
import type { Running } from "./step.ts"

/** Why a claim was not shown on a target: the message of its test, by {@link failureKey}. */
export type Failures = ReadonlyMap<string, string>

export const failureKey = (target: string, claim: Claim): string => `${target} ${claimId(claim)}`

export interface SuiteVerdict extends Verdict {
  readonly flows: Verdict
  readonly failures: Failures
  /** The tests that passed, by the provider of their first claim. */
  readonly passed: ReadonlyMap<string, number>
}

/** After so many failures the suite ends: each takes a new worker, and what follows says little more. */
const mostFailures = 20

/** Without its obligations, which the coverage step measures claim by claim. */
export const runSuite = async ({ signal, count }: Running): Promise<SuiteVerdict> => {
  let heard = ""
  const { report, code } = await reportedTo<JSONReport>("The contract suite", (file) =>
    run(
      bin(
        "@playwright/test/cli.js",
        "test",
        "--config=contracts",
        "--no-deps",
        ...targets.map((target) => `--project=${target}`),
        "--reporter=dot,json,html,junit",
        `--max-failures=${mostFailures}`,
      ),
      {
        // Any other signal leaves its servers running.
        ending: "SIGINT",
        signal,
        heard: (text) => {
          heard += text
          const [, total] = /Running (\d+) tests/.exec(heard) ?? []
          if (total !== undefined) count(`${heard.match(/[·F±T°]/g)?.length ?? 0} of ${total}`)
        },
        env: {
          PLAYWRIGHT_JSON_OUTPUT_FILE: file,
          PLAYWRIGHT_JUNIT_OUTPUT_FILE: join(root, "reports/contracts.xml"),
          PLAYWRIGHT_HTML_OUTPUT_DIR: join(root, "reports/contracts"),
          PLAYWRIGHT_HTML_OPEN: "never",
        },
      },
    ),
  )
  return suiteVerdict(report, code)
}

/** A test on one target. */
interface Case {
  readonly claims: ReadonlyArray<Claim>
  readonly target: string
  readonly status: "passed" | "failed" | "not run"
  /** Why it failed. */
  readonly findings: ReadonlyArray<Finding>
  readonly milliseconds: number
}

export const suiteVerdict = (
  { suites, errors, stats }: Pick<JSONReport, "suites" | "errors" | "stats">,
  code: number,
): SuiteVerdict => {
  // The outermost titles are the files'.
  const cases = suites.flatMap((file) => testsIn({ ...file, title: "" })).flatMap(casesOf)
  const general = errors.map(({ message = "", location }): Finding => {
    const brief = briefMessage(message)
    // That it was ended is no finding beside those that ended it.
    const severity = brief.includes("Testing stopped early") ? "note" : "error"
    const place = location && placeOf(location.file, location.line, location.column)
    return { severity, message: brief, ...(place && { place }) }
  })
  const told = [...general, ...cases.flatMap(({ findings }) => findings)]
  const isSilent =
    told.every(({ severity }) => severity === "note") && (code !== 0 || cases.length === 0 || stats.unexpected > 0)
  if (isSilent) {
    const message = "The contract suite failed or ran nothing, without a message. Run: npm run contracts"
    general.push({ severity: "error", message })
  }
  const isFlow = ({ claims }: Case) => claims.some(({ kind }) => kind === "step")
  const flows = cases.filter(isFlow)
  const noFlows: Finding = { severity: "error", message: "No flow was run: the contract suite ended before." }
  const firstClaims = cases.filter(({ status }) => status === "passed").flatMap(({ claims: [first] }) => first ?? [])
  return {
    ...verdictOf(
      cases.filter((one) => !isFlow(one)),
      general,
    ),
    flows: {
      ...verdictOf(flows, flows.length === 0 ? [noFlows] : []),
      seconds: flows.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000,
      // The suite ended after too many failures: that these flows did not fail says nothing.
      ...(code !== 0 && flows.some(({ status }) => status === "not run") && { followsFrom: "contracts" }),
    },
    failures: code === 0 ? new Map() : failuresOf(cases),
    passed: new Map([...Map.groupBy(firstClaims, ({ provider }) => provider)].map(([one, all]) => [one, all.length])),
  }
}

const failuresOf = (cases: ReadonlyArray<Case>): Failures => {
  const notRun = `Its test was not run: the suite ended after ${mostFailures} failures.`
  return new Map(
    cases
      .filter(({ status }) => status !== "passed")
      .flatMap(({ claims, target, findings: [first] }) =>
        claims.map((claim) => [failureKey(target, claim), first?.message ?? notRun] as const),
      ),
  )
}

const verdictOf = (cases: ReadonlyArray<Case>, more: ReadonlyArray<Finding>): Verdict => {
  const counts = (["passed", "failed", "not run"] as const).flatMap((status) => {
    const count = cases.filter((one) => one.status === status).length
    return count === 0 ? [] : [`${count} ${status}`]
  })
  return {
    findings: [...more, ...cases.flatMap(({ findings }) => findings)],
    summary: counts.length === 0 ? "nothing ran" : counts.join(", "),
    tests: cases.filter(({ status }) => status === "passed").length,
  }
}

/** The tests of a group, each with the titles of its groups. */
const testsIn = ({ title, specs, suites = [] }: JSONReportSuite): ReadonlyArray<JSONReportSpec> =>
  [...specs, ...suites.flatMap(testsIn)].map((spec) => ({
    ...spec,
    title: title === "" ? spec.title : `${title} › ${spec.title}`,
  }))

/** Files are relative to the suite's folder. */
const folder = join(root, "contracts/suite")

const casesOf = ({ title, file, line, column, tests }: JSONReportSpec): ReadonlyArray<Case> =>
  tests.map(({ projectName, results, status, annotations }) => {
    const last = results.at(-1)
    const errors = last?.errors.map(({ message }) => briefMessage(message)) ?? []
    const at = last?.errors[0]?.location
    const place = (at && placeOf(at.file, at.line, at.column)) ?? placeOf(file, line, column, folder)
    const why = errors.length === 0 ? (last?.status ?? "It did not run") : errors.join("; ")
    const message = `${title} (${projectName}): ${why}`
    const failure: Finding = { severity: "error", message, ...(place && { place }) }
    const how = status === "expected" ? "passed" : status === "skipped" ? "not run" : "failed"
    return {
      claims: claimsIn(annotations),
      target: projectName,
      status: how,
      findings: how === "failed" ? [failure] : [],
      milliseconds: last?.duration ?? 0,
    }
  })
