/** The result of the gate, as all reports share it. */
import { errorsOf, type Finding, hasPassed, urgentFirst } from "../finding.ts"
import type { Base, Gathered } from "../steps/all.ts"
import type { StepResult } from "../steps/step.ts"

export interface GateReport extends Readonly<Pick<Gathered, "changelog" | "claims">> {
  readonly passed: boolean
  readonly base: Base | undefined
  /** When it began. */
  readonly at: Date
  readonly seconds: number
  /** In the order in which they are told. */
  readonly steps: ReadonlyArray<StepResult>
  /** What a provider is called: `dapi` → `Dapi`. */
  readonly names: ReadonlyMap<string, string>
}

/** Findings of one step that a reader is shown at first. */
const enough = 5

/** A step's most urgent findings, and the others. */
export const firstFindings = (findings: ReadonlyArray<Finding>) => {
  const sorted = urgentFirst(findings)
  const others = sorted.slice(enough)
  return { first: sorted.slice(0, enough), others, more: others.length }
}

/** Where the findings are that are not shown at first. */
export const rest = (more: number): string => `and ${more} more: reports/findings.txt`

/** Every finding, one to a line, as compilers print them. */
export const findingsText = ({ steps }: Pick<GateReport, "steps">): string =>
  steps
    .flatMap(({ name, findings }) =>
      urgentFirst(findings).map((finding) => {
        const { severity, message } = finding
        const at = [spot(finding), severity, `${name}:`].filter((part) => part !== "").join(" ")
        return `${at} ${message.replaceAll(/\s*\n\s*/g, " ")}\n`
      }),
    )
    .join("")

/** Changes for callers, the most urgent first, including those that break nobody. */
export const changesOf = ({ steps }: Pick<GateReport, "steps">): ReadonlyArray<Finding> =>
  urgentFirst(steps.flatMap(({ findings }) => findings.filter(({ breaks }) => breaks !== undefined)))

/** Who breaks, in words. */
export const whoBreaks = {
  senders: "breaks callers who send",
  readers: "breaks callers who read",
  both: "breaks every caller",
  nobody: "breaks nobody",
} as const

const toWhom = { senders: " to", readers: " from", both: " of", nobody: "" } as const

export const spot = ({ place }: Pick<Finding, "place">): string =>
  place === undefined ? "" : `${place.file}:${place.line}:${place.column}`

/** `9 passed, 0 failed, 2 not run`. */
export const tally = ({ steps }: Pick<GateReport, "steps">): string => {
  const passed = steps.filter(hasPassed).length
  const follow = steps.filter(({ followsFrom }) => followsFrom !== undefined).length
  const untold = follow === 0 ? "" : `, ${follow} ${follow === 1 ? "follows" : "follow"} from these`
  return `${passed} passed, ${steps.length - passed - follow} failed${untold}`
}

/** The verdict in a few words: who breaks by what, else the first thing that is wrong. */
export const verdictOf = (report: Pick<GateReport, "steps" | "names">): string => {
  const errors = report.steps.flatMap((step) => urgentFirst(errorsOf(step)).map((finding) => ({ step, finding })))
  const [first] = errors
  if (first === undefined) return greenVerdict(report)
  const others = errors.length - 1
  const more = others === 0 ? "" : ` (and ${others} more ${others === 1 ? "finding" : "findings"})`
  const { finding, step } = first
  if (finding.breaks === undefined || finding.breaks === "nobody") {
    const message = firstLine(finding)
    return `${step.name} ${step.name.endsWith("s") ? "fail" : "fails"}: ${[spot(finding), message].filter((part) => part !== "").join(" ")}${more}`
  }
  const provider = providerOf(finding)
  const name = report.names.get(provider) ?? provider
  const whom = provider === "" ? "" : `${toWhom[finding.breaks]} ${name}`
  return `${whoBreaks[finding.breaks]}${whom}: ${finding.brief ?? firstLine(finding)}${more}`
}

const greenVerdict = (report: Pick<GateReport, "steps">): string => {
  const changes = changesOf(report)
  const breaking = changes.filter(({ breaks }) => breaks !== "nobody").length
  const what =
    breaking > 0
      ? `${breaking} accepted ${breaking === 1 ? "break" : "breaks"}`
      : `breaks nobody${changes.length === 0 ? "" : `, with ${changes.length} ${changes.length === 1 ? "change" : "changes"} for callers`}`
  return report.steps.some(({ name }) => name === "breaking")
    ? `${what}: all ${report.steps.length} steps pass`
    : `all ${report.steps.length} steps pass`
}

/** The longest headline, in characters. */
const longest = 160

const firstLine = ({ message }: Finding): string => {
  const [line = ""] = message.split("\n")
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()} …` : line
}

/** The provider whose spec or record a finding is about. */
const providerOf = ({ place }: Finding): string =>
  /^(?:specs|contracts\/(?:providers|recorded))\/([a-z\d-]+)\.\w+$/.exec(place?.file ?? "")?.[1] ?? ""

/** What changed for callers, in one sentence. */
export const changesSentence = (report: Pick<GateReport, "steps" | "base">): string => {
  if (report.base === undefined) return "There is nothing to compare with: whether callers break is not known."
  const changes = changesOf(report)
  if (changes.length === 0) {
    const breaking = report.steps.find(({ name }) => name === "breaking")
    if (breaking !== undefined && !hasPassed(breaking)) return "Whether callers break is not known."
    return "Nothing changed for callers."
  }
  const counts = Object.entries(whoBreaks).flatMap(([breaks, who]) => {
    const count = changes.filter((change) => change.breaks === breaks).length
    return count === 0 ? [] : [`${count} ${who.replace("breaks", count === 1 ? "breaks" : "break")}`]
  })
  return `${changes.length} ${changes.length === 1 ? "change" : "changes"} for callers: ${counts.join(", ")}.`
}

/** How many claims the suite has shown, in one sentence. */
export const coverageSentence = ({ claims, steps }: Pick<GateReport, "claims" | "steps">): string => {
  if (claims.length === 0) return steps.find(({ name }) => name === "coverage")?.summary ?? "Coverage was not measured."
  const missing = claims.filter(({ isCovered }) => !isCovered).length
  return missing === 0
    ? `All ${claims.length} claims are shown.`
    : `${missing} of ${claims.length} claims ${missing === 1 ? "is" : "are"} not shown.`
}
