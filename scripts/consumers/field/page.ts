/** docs/runtimes.md: what was seen in each runtime, by scenario. */
import { table } from "../../table.ts"
import { count, type Reading, scenarios } from "./scenarios.ts"

/** Cells of one runtime: by scenario, by row. */
export interface Column {
  readonly [scenario: string]: Reading["rows"]
}

const head = `# What is promised where

Made by \`npm run consumers -- --only field\`: the packed client in each runtime, against servers on loopback that
misbehave as peers in the field do, ${count} calls a figure. \`fetch\` is the platform's, called by hand. A \`fetch\` of your own
takes part in none of it: what it does with connections is yours to promise.
`

const section = (name: string, columns: ReadonlyMap<string, Column>): string => {
  const measured = [...columns.values()].map((column) => column[name] ?? {})
  const rows = [...new Set(measured.flatMap((cells) => Object.keys(cells)))]
  const lines = rows.map((row) => [row, ...measured.map((cells) => cells[row] ?? "—")])
  return `## ${name}\n\n${scenarios[name]?.about ?? ""}\n\n${table(["", ...columns.keys()], lines)}\n`
}

export const page = (columns: ReadonlyMap<string, Column>): string =>
  [head, ...Object.keys(scenarios).map((name) => section(name, columns))].join("\n")
