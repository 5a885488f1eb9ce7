/** Prints redemptions as a table. Tokens are shown as redacted. */
import { stripVTControlCharacters } from "node:util"
import * as Redacted from "effect/Redacted"
import type { RedemptionError } from "../../src/errors.ts"
import type { AnyTokenSet } from "../../src/token-set.ts"
import { tokenSetName } from "../registry.ts"
import { paint } from "../terminal.ts"
import type { Row } from "./redemptions.ts"

/** A table of redemptions under a title. A group is named once, in its first row. */
export const redemptionTable = (title: string, heads: readonly [string, string], rows: ReadonlyArray<Row>): string => {
  const lines = rows.map(({ group, what, outcome, milliseconds, isRight }, index) => [
    rows[index - 1]?.group === group ? "" : group,
    what,
    ...outcomeText(outcome),
    `${isRight ? "" : `${paint("red", "off")} `}${milliseconds.toFixed(0)} ms`,
  ])
  return `\n${paint("bold", title)}\n${table([...heads, "outcome", "what the caller knows", "time"], lines)}`
}

/** The outcome's name, and its fields. */
const outcomeText = (outcome: AnyTokenSet | RedemptionError): readonly [string, string] => {
  if (!("_tag" in outcome)) return [`${paint("green", "✓")} ${tokenSetName(outcome.provider)}`, tokensText(outcome)]
  const { _tag, grant, code } = outcome
  const parts = [
    `grant ${grant}`,
    code ?? "",
    "fields" in outcome && outcome.fields.length > 0 ? `fields ${outcome.fields.join(", ")}` : "",
    "retryAfter" in outcome && outcome.retryAfter !== undefined ? `retry after ${outcome.retryAfter / 1000} s` : "",
  ].filter((part) => part !== "")
  return [`${paint("yellow", "○")} ${_tag}`, parts.join(" · ")]
}

/** The fields of a token set: its secrets together, then the others. */
const tokensText = ({ provider, ...fields }: AnyTokenSet): string => {
  const all = Object.entries<unknown>(fields)
  const secrets = all.flatMap(([name, value]) => (Redacted.isRedacted(value) ? [name] : []))
  const others = all.filter(([, value]) => !Redacted.isRedacted(value)).map(([name, value]) => fieldText(name, value))
  return [`${secrets.join(", ")} <redacted>`, ...others].join(" · ")
}

const fieldText = (name: string, value: unknown): string => {
  if (typeof value === "boolean") return value ? name : `not ${name}`
  if (value instanceof Date) return `${name} ${value.toISOString().slice(0, 10)}`
  const text = String(value)
  return `${name} ${text.length > 9 ? `${text.slice(0, 8)}…` : text}`
}

/** Columns side by side, under their heads. */
const table = (heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widthOf = (text: string) => stripVTControlCharacters(text).length
  const widths = heads.map((head, column) => Math.max(widthOf(head), ...rows.map((row) => widthOf(row[column] ?? ""))))
  const last = heads.length - 1
  const format = (row: ReadonlyArray<string>) =>
    row
      .map((text, column) => {
        const space = " ".repeat((widths[column] ?? 0) - widthOf(text))
        return column === last ? space + text : text + space
      })
      .join("  ")
  const lines = [paint("dim", format(heads)), ...rows.map(format)]
  return `\n${lines.map((text) => `  ${text}`).join("\n")}\n`
}
