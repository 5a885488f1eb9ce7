/** What `npm start` prints: one screen of 100 columns. No secret is shown, nor a part of one. */
import { stripVTControlCharacters } from "node:util"
import * as Redacted from "effect/Redacted"
import { tagOf } from "../../contracts/providers.ts"
import { policies } from "../../src/policies.ts"
import { tokenSetName } from "../registry.ts"
import { paint } from "../terminal.ts"
import type { Redemption } from "./redemptions.ts"

const columns = 100
const mask = "•••"

/**
 * A flow in one line: what was redeemed, what came, and as much of the last outcome as there is room for. `room` is the
 * length of the longest name of a flow.
 */
export const flowLine = (flow: string, room: number, steps: ReadonlyArray<Redemption>): string => {
  const taken = steps.map(({ presented, outcome }) => `${presented.join(", ")} ${mask} → ${named(outcome)}`)
  const start = `${markOf(steps)} ${flow.padEnd(room)}  ${taken.join("; ")}`
  const line = detailsOf(steps.at(-1)?.outcome ?? {}).reduce((shown, detail) => {
    const longer = `${shown}${shown === start ? ": " : ", "}${detail}`
    return widthOf(longer) > columns ? shown : longer
  }, start)
  return widthOf(line) > columns ? `${stripVTControlCharacters(line).slice(0, columns - 1)}…` : line
}

/** The documented answers of each operation, counted by what they come to. */
export const answersTable = (redemptions: ReadonlyArray<Redemption>): string => {
  const groups = [...Map.groupBy(redemptions, ({ provider, operationId }) => `${provider} ${operationId}`).values()]
  const tags = Object.keys(policies).filter((tag) => redemptions.some(({ outcome }) => tagIn(outcome) === tag))
  // A tag's name is longer than any count, so it takes two lines.
  const names = tags.map((tag) => /^([A-Z][a-z]+)(.*)$/.exec(tag)?.slice(1) ?? [tag])
  const head = [
    ["", "", "", "documented", "tokens", ...names.map(([first = ""]) => first)],
    ["", "provider", "operation", "answers", "or done", ...names.map(([, second = ""]) => second)],
  ].map((cells) => cells.map((cell) => paint("dim", cell)))
  const rows = groups.flatMap((answers, index) => {
    const [first] = answers
    if (first === undefined) return []
    // A provider is named once, in its first row.
    const provider = groups[index - 1]?.[0]?.provider === first.provider ? "" : first.provider
    const counts = [undefined, ...tags].map((tag) => answers.filter(({ outcome }) => tagIn(outcome) === tag).length)
    return [[markOf(answers), provider, first.operationId, `${answers.length}`, ...counts.map(figure)]]
  })
  return aligned([...head, ...rows])
}

/** An outcome that is off: its row, what came and what is stated. */
export const offLines = ({ provider, operationId, answer, outcome, stated }: Redemption): ReadonlyArray<string> => {
  const row = `contracts/providers/${provider}.ts, ${operationId}, ${answer}`
  const said = stated === undefined ? "no row" : [tagOf(stated) ?? "tokens", ...statedDetails(stated)].join(", ")
  return [
    `${paint("red", "✗ off:")} ${row}`,
    `  came to ${[nameOf(outcome), ...detailsOf(outcome)].join(", ")}`,
    `  stated  ${said}`,
  ]
}

/** What to do next, for each of those whom the project serves. */
export const next = `${paint("bold", "Next")}
  use the client    README.md; the code in examples/ runs as it stands
  change a spec     edit specs/*.yaml, then npm run generate and npm run breaking
  hold it in CI     npm run gate; .github/workflows/gate.yml`

const markOf = (all: ReadonlyArray<Redemption>): string =>
  all.every(({ isRight }) => isRight) ? paint("green", "✓") : paint("red", "✗")

const tagIn = (outcome: Redemption["outcome"]) => ("_tag" in outcome ? outcome._tag : undefined)

const figure = (count: number): string => (count === 0 ? paint("dim", "·") : String(count))

/** An outcome's name: a tag, or that of the token set. A deletion or a revocation has nothing but its provider. */
const nameOf = (outcome: Redemption["outcome"]): string => {
  const tag = tagIn(outcome)
  if (tag !== undefined) return tag
  return Object.keys(outcome).join() === "provider" ? "done" : tokenSetName(outcome.provider)
}

const named = (outcome: Redemption["outcome"]): string => paint("_tag" in outcome ? "yellow" : "green", nameOf(outcome))

/** Said by the line already, or of no use on a screen. */
const untold = ["_tag", "provider", "operation", "status", "requestId"]

/** What a caller gets, the secrets first. */
const detailsOf = (outcome: object): ReadonlyArray<string> =>
  Object.entries<unknown>({ ...outcome })
    .filter(([name, value]) => !untold.includes(name) && value !== undefined && String(value) !== "")
    .toSorted(([, one], [, other]) => Number(Redacted.isRedacted(other)) - Number(Redacted.isRedacted(one)))
    .map(([name, value]) => {
      if (typeof value === "boolean") return value ? name : `not ${name}`
      if (Redacted.isRedacted(value)) return `${name} ${mask}`
      const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
      return `${name} ${text.length > 20 ? `${text.slice(0, 8)}…` : text}`
    })

/** A record states a token as `$field`, never as a text of its own. */
const statedDetails = (stated: object): ReadonlyArray<string> =>
  detailsOf(stated).map((detail) => detail.replace(/ \$\S+$/, " as in the example"))

/** Colours take no room. */
const widthOf = (text: string) => [...stripVTControlCharacters(text)].length

/** Columns of which the first three are texts, and the others figures. */
const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))))
  const pad = (cell: string, column: number) => {
    const space = " ".repeat((widths[column] ?? 0) - widthOf(cell))
    return column < 3 ? cell + space : space + cell
  }
  return rows
    .map((row) =>
      row
        .map(pad)
        .join("  ")
        .replace(/^(\S*) {2}/, "$1 ")
        .trimEnd(),
    )
    .join("\n")
}
