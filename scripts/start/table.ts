/** Redemptions as a table. Tokens are shown as redacted. */
import * as Redacted from "effect/Redacted"
import { tokenSetName } from "../registry.ts"
import { table } from "../table.ts"
import { paint } from "../terminal.ts"
import type { Row } from "./redemptions.ts"

/** A table of redemptions. A group is named once, in its first row. */
export const redemptionTable = (title: string, rows: ReadonlyArray<Row>): string => {
  const lines = rows.map(({ group, what, outcome, milliseconds, isRight }, index) => [
    rows[index - 1]?.group === group ? "" : group,
    what,
    "_tag" in outcome
      ? `${paint("yellow", "○")} ${outcome._tag}`
      : `${paint("green", "✓")} ${isDone(outcome) ? "done" : tokenSetName(outcome.provider)}`,
    Object.entries<unknown>({ ...outcome })
      .flatMap(known)
      .join(" · "),
    `${isRight ? "" : `${paint("red", "off")} `}${milliseconds.toFixed(0)} ms`,
  ])
  return table([title, "operation and answer", "outcome", "what the caller knows", "time"], lines, "texts")
}

/** A deletion or a revocation has nothing but its provider. */
const isDone = (outcome: object) => Object.keys(outcome).join() === "provider"

const untold = ["_tag", "provider", "operation", "status", "requestId"]

const known = ([name, value]: readonly [string, unknown]): ReadonlyArray<string> => {
  if (untold.includes(name) || value === undefined || String(value) === "") return []
  if (typeof value === "boolean") return [value ? name : `not ${name}`]
  if (Redacted.isRedacted(value)) return [`${name} <redacted>`]
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
  return [`${name} ${text.length > 30 ? `${text.slice(0, 8)}…` : text}`]
}
