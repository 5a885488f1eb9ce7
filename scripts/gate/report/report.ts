/** The result of the gate, as all reports share it. */
import { acceptedBreaks } from "../../../contracts/spec/specs.ts"
import { errorsOf, type Finding, hasPassed, urgentFirst } from "../finding.ts"
import type { Base, Gathered } from "../steps/all.ts"
import type { StepResult } from "../steps/step.ts"

export interface GateReport extends Readonly<Pick<Gathered, "changelog" | "acceptance" | "claims">> {
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

/** What an author may paste: a heading, the language and the text of each block that has one. */
export const blocksOf = ({ acceptance, changelog }: Pick<GateReport, "acceptance" | "changelog">) =>
  [
    { heading: `If it is meant, add to specs/${acceptedBreaks}, with your reason`, language: "yaml", text: acceptance },
    { heading: "Proposed for CHANGELOG.md", language: "markdown", text: changelog },
  ].flatMap((block) => (block.text.trim() === "" ? [] : [{ ...block, text: block.text.trim() }]))

/** Findings of one step that a reader is shown at first. */
const enough = 5

/** A step's most urgent findings, and the others. */
export const firstFindings = (findings: ReadonlyArray<Finding>) => {
  const sorted = urgentFirst(findings)
  return { first: sorted.slice(0, enough), others: sorted.slice(enough) }
}

/** Where the findings are that are not shown at first. */
export const rest = (more: number): string => `and ${more} more: reports/findings.txt`

/** The words that are not empty, as one text. */
const joined = (...words: ReadonlyArray<string>) => words.filter((word) => word !== "").join(" ")

/** Who breaks, where somebody may, and the message. */
export const told = ({ breaks, message }: Finding): string =>
  breaks === undefined ? message : `${whoBreaks[breaks]}: ${message}`

/** Every finding, one to a line, as compilers print them. */
export const findingsText = ({ steps }: Pick<GateReport, "steps">): string =>
  steps
    .flatMap(({ name, findings }) =>
      urgentFirst(findings).map((finding) =>
        joined(spot(finding), finding.severity, `${name}:`, `${told(finding).replaceAll(/\s*\n\s*/g, " ")}\n`),
      ),
    )
    .join("")

/** How a step ended. */
export const markOf = (step: StepResult) => (step.followsFrom !== undefined ? "–" : hasPassed(step) ? "✓" : "✗")

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

/** `9 passed, 0 failed, 2 follow from these`. */
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
    return `${step.name} ${step.name.endsWith("s") ? "fail" : "fails"}: ${joined(spot(finding), firstLine(finding))}${more}`
  }
  const provider = providerOf(finding)
  const whom = provider === "" ? "" : `${toWhom[finding.breaks]} ${report.names.get(provider) ?? provider}`
  return `${whoBreaks[finding.breaks]}${whom}: ${finding.brief ?? firstLine(finding)}${more}`
}

const greenVerdict = ({ steps }: Pick<GateReport, "steps">): string => {
  const all = `all ${steps.length} steps pass`
  const compared = steps.find(({ name }) => name === "breaking")
  if (compared === undefined) return all
  const changes = compared.findings.filter(({ breaks }) => breaks !== undefined)
  const breaking = changes.filter(({ breaks }) => breaks !== "nobody").length
  if (breaking > 0) return `${breaking} accepted ${breaking === 1 ? "break" : "breaks"}: ${all}`
  const count =
    changes.length === 0 ? "" : `, with ${changes.length} ${changes.length === 1 ? "change" : "changes"} for callers`
  return `breaks nobody${count}: ${all}`
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
