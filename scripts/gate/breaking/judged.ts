/** Judges changes: who breaks, which part of the version must move, and the message for people. */
import type { Breaks } from "../finding.ts"
import type { Change } from "./change.ts"
import type { Path } from "./node.ts"
import type { Opinion } from "./redocly.ts"
import { type Effect, effectOf, type Rule } from "./rules.ts"

export interface Judged extends Effect {
  /** The rule of the change; absent for a change that only Redocly sees. */
  readonly rule?: Rule
  /** Stable for the same change: accepted-breaks.yaml names it. */
  readonly id: string
  /** The change in a sentence. */
  readonly message: string
  /** Its place in the current document. */
  readonly path: Path
}

/** Our judgement of all changes of a spec, and Redocly's where ours says that nobody breaks. */
export const judge = (
  provider: string,
  changes: ReadonlyArray<Change>,
  opinions: ReadonlyArray<Opinion>,
): ReadonlyArray<Judged> => [
  ...changes.map((change) => judgeChange(provider, change)),
  ...opinions
    .filter((opinion) => !changes.some((change) => hasSaid(change, opinion)))
    .map((opinion) => judgeOpinion(provider, opinion)),
]

const judgeChange = (provider: string, change: Change): Judged => {
  const { rule, side, where, what, became, also, head } = change
  // An operation without an `operationId` is named by method and path: the part is the last word.
  const [, operation = "", part = ""] = /^(.*) (\S+)$/.exec(where) ?? []
  const met = { request: `the request of ${operation}`, answer: `the answer ${part} of ${operation}`, document: "" }[
    side
  ]
  const others = also.length === 0 ? "" : ` (also ${also.join(", ")})`
  const subject = [met, what].filter((text) => text !== "")
  return {
    ...effectOf(change),
    rule,
    id: [provider, where, what, became].filter((text) => text !== "").join(" "),
    message: `${provider}: ${subject.join(", ") || "the document"}: ${became}${others}`,
    path: head,
  }
}

const judgeOpinion = (provider: string, { message, met, places }: Opinion): Judged => {
  const breaks: Breaks = met.includes("responses")
    ? "readers"
    : met.includes("requestBody") || met.includes("parameters")
      ? "senders"
      : "both"
  const text = message.replace(/\.$/, "")
  return { breaks, part: "major", id: `${provider} ${text}`, message: `${provider}: ${text}`, path: places[0] ?? met }
}

/**
 * Whether our own judgement already reports a break at the same place. Redocly does not recognize open lists, so there
 * ours decides.
 */
const hasSaid = (change: Change, { places }: Opinion): boolean =>
  (effectOf(change).part === "major" || change.rule === "open list changed") &&
  places.some((place) =>
    [change.head, change.base].some((at) => isWithin(place, at) || isRequiredOf(place, change, at)),
  )

/** Whether a path is the `required` list of a renamed or removed field. */
const isRequiredOf = (path: Path, { rule }: Change, field: Path): boolean =>
  (rule === "property renamed" || rule === "property removed") &&
  path.at(-1) === "required" &&
  path.length === field.length - 1 &&
  isWithin(path.slice(0, -1), field)

/** Whether one path is a prefix of the other. */
const isWithin = (one: Path, other: Path): boolean => {
  const length = Math.min(one.length, other.length)
  return length > 0 && [...Array(length).keys()].every((index) => String(one[index]) === String(other[index]))
}
