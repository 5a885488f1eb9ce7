/** Judges changes: who breaks, which part of the version must move, and the message for people. */
import type { Change } from "./change.ts"
import { isDay, plusDays } from "./day.ts"
import type { Path } from "./node.ts"
import { type Effect, effectOf } from "./rules.ts"

export interface Judged extends Effect {
  readonly rule: string
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
    const { rule, side, where, what, became, also, path } = change
    // An operation without an `operationId` is named by method and path: the part is the last word.
    const [, operation = "", part = ""] = /^(.*) (\S+)$/.exec(where) ?? []
    const met = { request: `the request of ${operation}`, answer: `the answer ${part} of ${operation}`, document: "" }
    const others = also.length === 0 ? "" : ` (also ${also.join(", ")})`
    const join = (texts: ReadonlyArray<string>, joint: string) => texts.filter((text) => text !== "").join(joint)
    return {
      ...effectOf(change),
      rule,
      id: join([provider, where, what, became], " "),
      brief: join([what && `\`${what.split(".").at(-1)}\``, became === "removed" ? "gone" : became], " "),
      message: `${provider}: ${join([met[side], what], ", ") || "the document"}: ${became}${others}`,
      path,
    }
  })

/** How many days ahead the last day of what is deprecated is announced. Otherwise the announcement breaks callers. */
const notice = 30

/**
 * A change under the rule that its last day gives it. What is deprecated with one, `x-sunset: 2027-01-31`, may be removed
 * after it: its callers were told.
 */
const atSunset = (change: Change, today: string): Change => {
  const { rule, sunset, became } = change
  if (sunset === undefined) return change
  if (rule === "deprecation changed") {
    const soonest = plusDays(today, notice)
    if (isDay(sunset) && sunset >= soonest) return change
    return { ...change, rule: "sunset too soon", became: `${became}, which must be a day from ${soonest} on` }
  }
  const mayGo = /^(operation|property|parameter|header|name) removed$/.test(rule)
  if (!mayGo || !isDay(sunset) || sunset >= today) return change
  return { ...change, rule: "deprecated removed", became: `${became} after its last day, ${sunset}` }
}
