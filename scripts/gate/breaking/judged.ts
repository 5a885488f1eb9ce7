/** Judges changes: who breaks, which part of the version must move, and the message for people. */
import type { Change } from "./change.ts"
import type { Path } from "./node.ts"
import { type Effect, effectOf, type Rule } from "./rules.ts"
import { atSunset } from "./sunset.ts"

export interface Judged extends Effect {
  readonly rule: Rule
  /** Stable for the same change: accepted-breaks.yaml names it. */
  readonly id: string
  /** The change in a sentence. */
  readonly message: string
  /** What happened, for a headline: "`connectionID` gone". */
  readonly brief: string
  /** Its place in the current document. */
  readonly path: Path
}

export const judge = (provider: string, changes: ReadonlyArray<Change>, today: string): ReadonlyArray<Judged> =>
  changes.map((one) => {
    const change = atSunset(one, today)
    const { rule, side, where, what, became, also, head } = change
    // An operation without an `operationId` is named by method and path: the part is the last word.
    const [, operation = "", part = ""] = /^(.*) (\S+)$/.exec(where) ?? []
    const met = { request: `the request of ${operation}`, answer: `the answer ${part} of ${operation}`, document: "" }
    const others = also.length === 0 ? "" : ` (also ${also.join(", ")})`
    const subject = [met[side], what].filter((text) => text !== "")
    return {
      ...effectOf(change),
      rule,
      id: [provider, where, what, became].filter((text) => text !== "").join(" "),
      brief: [what && `\`${what.split(".").at(-1)}\``, became === "removed" ? "gone" : became]
        .filter(Boolean)
        .join(" "),
      message: `${provider}: ${subject.join(", ") || "the document"}: ${became}${others}`,
      path: head,
    }
  })
