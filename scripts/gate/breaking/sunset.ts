/**
 * What is deprecated with a last day, `x-sunset: 2027-01-31`, may be removed after it: its callers were told. The day is
 * announced at least 30 days ahead, or the announcement itself breaks callers.
 */
import { isObject } from "../../../contracts/spec/specs.ts"
import type { Change } from "./change.ts"
import { isDay, plusDays } from "./day.ts"
import type { Node } from "./node.ts"

const notice = 30

/** The last day of a deprecated node, if it has one. What is not a day is shown as it is, and never passes. */
export const sunsetOf = ({ value }: Node): string | undefined =>
  isObject(value) && value.deprecated === true && value["x-sunset"] !== undefined
    ? String(value["x-sunset"])
    : undefined

/** A change under the rule that its last day gives it. */
export const atSunset = (change: Change, today: string): Change => {
  const { rule, sunset } = change
  if (sunset === undefined) return change
  if (rule === "deprecation changed") {
    const soonest = plusDays(today, notice)
    if (isDay(sunset) && sunset >= soonest) return change
    return { ...change, rule: "sunset too soon", became: `${change.became}, which must be a day from ${soonest} on` }
  }
  const mayGo = /^(operation|property|parameter|header|name) removed$/.test(rule)
  if (!mayGo || !isDay(sunset) || sunset >= today) return change
  return { ...change, rule: "deprecated removed", became: `${change.became} after its last day, ${sunset}` }
}
