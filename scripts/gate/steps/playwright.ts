/** Runs the contract suite once, with separate verdicts on the suite and on its Arazzo flows. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import type { JSONReport, JSONReportSpec, JSONReportSuite } from "@playwright/test/reporter"
import { bin, run } from "../../../contracts/process.ts"
import { type Claim, claimId, claimsIn } from "../../../contracts/spec/claim.ts"
import { root } from "../../../contracts/spec/specs.ts"
import { targets } from "../../../contracts/target.ts"
import type { Finding } from "../finding.ts"
import { briefMessage, placeOf } from "./message.ts"
import { withScratch } from "./scratch.ts"
import type { Running, Timed } from "./step.ts"

/** Why a claim was not shown on a target: the message of its test, by {@link failureKey}. */
export type Failures = ReadonlyMap<string, string>

export const failureKey = (target: string, claim: Claim): string => `${target} ${claimId(claim)}`

export interface SuiteVerdict extends Timed {
  readonly flows: Timed
  readonly failures: Failures
  /** The tests that passed, by the provider of their first claim. */
  readonly passed: ReadonlyMap<string, number>
}

/** After so many failures the suite ends: each takes a new worker, and what follows says little more. */
const mostFailures = 20

/** Without its obligations, which the coverage step measures claim by claim. */
export const runSuite = ({ signal, count }: Running): Promise<SuiteVerdict> =>
  withScratch(async (report) => {
    let heard = ""
    const { code, output } = await run(
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
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          PLAYWRIGHT_JUNIT_OUTPUT_FILE: join(root, "reports/contracts.xml"),
          PLAYWRIGHT_HTML_OUTPUT_DIR: join(root, "reports/contracts"),
          PLAYWRIGHT_HTML_OPEN: "never",
        },
      },
    )
    const text = await readFile(report, "utf8").catch(() => {
      throw new Error(`The contract suite wrote no report:\n${output}`)
    })
    return suiteVerdict(JSON.parse(text), code)
  })

interface Case {
  readonly file: string
  readonly claims: ReadonlyArray<Claim>
  readonly passed: boolean
  readonly skipped: boolean
  readonly findings: ReadonlyArray<Finding>
  readonly project: string
  /** In milliseconds since the epoch. */
  readonly from: number
  readonly to: number
}

export const suiteVerdict = (
  { suites, errors, stats }: Pick<JSONReport, "suites" | "errors" | "stats">,
  code: number,
): SuiteVerdict => {
  const cases = suites.flatMap(specsOf).flatMap(casesOf)
  const general = errors.map(({ message = "", location }): Finding => {
    const place = location && placeOf(location.file, location.line, location.column)
    const brief = briefMessage(message)
    // That it was ended is no finding beside those that ended it.
    const severity = brief.includes("Testing stopped early") ? "note" : "error"
    return { severity, message: brief, ...(place && { place }) }
  })
  const isSilent =
    general.every(({ severity }) => severity === "note") &&
    cases.every(({ findings }) => findings.length === 0) &&
    (code !== 0 || cases.length === 0 || stats.unexpected > 0)
  const silent: Finding = {
    severity: "error",
    message: "The contract suite failed or ran nothing, without a message. Run: npm run contracts",
  }
  const flows = cases.filter(isFlow)
  const noFlows: Finding = { severity: "error", message: "No flow was run: the contract suite ended before." }
  const firstClaims = cases.filter(({ passed }) => passed).flatMap(({ claims: [first] }) => first ?? [])
  return {
    ...verdictOf(
      cases.filter((one) => !isFlow(one)),
      [...general, ...(isSilent ? [silent] : [])],
    ),
    flows: {
      ...verdictOf(flows, flows.length === 0 ? [noFlows] : []),
      seconds: spanOf(flows),
      // The suite ended after too many failures: that these flows did not fail says nothing.
      ...(code !== 0 && flows.some(({ skipped }) => skipped) && { followsFrom: "contracts" }),
    },
    failures: code === 0 ? new Map() : failuresOf(cases),
    passed: new Map([...Map.groupBy(firstClaims, ({ provider }) => provider)].map(([one, all]) => [one, all.length])),
  }
}

const isFlow = ({ claims }: Case) => claims.some(({ kind }) => kind === "step")

const failuresOf = (cases: ReadonlyArray<Case>): Failures =>
  new Map(
    cases
      .filter(({ passed }) => !passed)
      .flatMap(({ claims, project, findings: [first] }) =>
        claims.map((claim): readonly [string, string] => [
          failureKey(project, claim),
          first?.message ?? `Its test was not run: the suite ended after ${mostFailures} failures.`,
        ]),
      ),
  )

/** From the start of the first flow to the end of the last: the run of all flows belongs to no test. */
const spanOf = (cases: ReadonlyArray<Case>): number =>
  [...Map.groupBy(cases, ({ project }) => project).values()]
    .map((those) => Math.max(...those.map(({ to }) => to)) - Math.min(...those.map(({ from }) => from)))
    .reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000

const verdictOf = (cases: ReadonlyArray<Case>, more: ReadonlyArray<Finding>): Timed => {
  const findings = [...more, ...cases.flatMap((one) => one.findings)]
  const counts = [
    [cases.filter(({ passed }) => passed).length, "passed"],
    [cases.filter(({ passed, skipped }) => !passed && !skipped).length, "failed"],
    [cases.filter(({ skipped }) => skipped).length, "not run"],
  ] as const
  const summary = counts.flatMap(([count, how]) => (count === 0 ? [] : [`${count} ${how}`])).join(", ")
  return { findings, summary: summary === "" ? "nothing ran" : summary, tests: counts[0][0] }
}

/** The tests of a file, each with the titles of its groups. */
const specsOf = (file: JSONReportSuite): ReadonlyArray<JSONReportSpec> => testsIn({ ...file, title: "" })

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
    const messages = last?.errors.map(({ message }) => briefMessage(stripVTControlCharacters(message))) ?? []
    const at = last?.errors[0]?.location
    const place = (at && placeOf(at.file, at.line, at.column)) ?? placeOf(file, line, column, folder)
    const from = Date.parse(last?.startTime ?? "") || 0
    const passed = status === "expected"
    const skipped = status === "skipped"
    const reason = messages.length === 0 ? [last?.status ?? "It did not run"] : messages
    return {
      file,
      claims: claimsIn(annotations),
      passed,
      skipped,
      project: projectName,
      from,
      to: from + (last?.duration ?? 0),
      findings:
        passed || skipped
          ? []
          : [
              {
                severity: "error",
                message: `${title} (${projectName}): ${reason.join("; ")}`,
                ...(place && { place }),
              },
            ],
    }
  })
