/** Runs the contract suite once, with separate verdicts on the suite and on its Arazzo flows. */
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import type { JSONReport, JSONReportSpec, JSONReportSuite } from "@playwright/test/reporter"
import { bin, run } from "../../../contracts/process.ts"
import { claimsIn } from "../../../contracts/spec/claim.ts"
import { root } from "../../../contracts/spec/specs.ts"
import type { Finding } from "../finding.ts"
import { briefMessage, placeOf } from "./message.ts"
import type { Timed } from "./step.ts"

export interface SuiteVerdict extends Timed {
  readonly flows: Timed
}

export const runSuite = async (): Promise<SuiteVerdict> => {
  const { code, stdout, output } = await run(
    bin("@playwright/test/cli.js", "test", "--config", "contracts", "--reporter=json"),
    // Any other signal leaves its servers running.
    { ending: "SIGINT" },
  )
  if (!stdout.startsWith("{")) throw new Error(`The contract suite printed no JSON:\n${output}`)
  return suiteVerdict(JSON.parse(stdout), code)
}

interface Case {
  readonly title: string
  readonly file: string
  readonly isFlow: boolean
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
    return { severity: "error", message: briefMessage(message), ...(place && { place }) }
  })
  const isSilent =
    general.length === 0 &&
    cases.every(({ findings }) => findings.length === 0) &&
    (code !== 0 || cases.length === 0 || stats.unexpected > 0)
  const silent: Finding = {
    severity: "error",
    message: "The contract suite failed or ran nothing, without a message. Run: npm run contracts",
  }
  const flows = cases.filter(({ isFlow }) => isFlow)
  const noFlows: Finding = { severity: "error", message: "No flow was run: the contract suite ended before." }
  return {
    ...verdictOf(
      cases.filter(({ isFlow }) => !isFlow),
      [...general, ...(isSilent ? [silent] : [])],
    ),
    flows: {
      ...verdictOf(flows, flows.length === 0 ? [noFlows] : []),
      seconds: spanOf(flows),
    },
  }
}

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
  return { findings, summary: summary === "" ? "nothing ran" : summary }
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
      title,
      file,
      isFlow: claimsIn(annotations).some(({ kind }) => kind === "step"),
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
