/** The result of a run for the terminal, as JSON and as JUnit, without anybody's data. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Departure } from "../../contracts/evidence/departure.ts"
import { root } from "../../contracts/spec/specs.ts"
import { paint } from "../terminal.ts"
import type { Result } from "./run.ts"

export interface Report {
  readonly provider: string
  readonly baseUrl: string
  readonly at: Date
  readonly results: ReadonlyArray<Result>
}

const placed = ({ place }: Departure) => `${place.file}:${place.line}`

/** One departure in a line. */
const messageOf = (departure: Departure) =>
  `${departure.kind}: expected ${departure.expected}, seen ${departure.seen} (${placed(departure)})`

const statusOf = ({ unsent, exchange }: Result) =>
  unsent ? "not sent" : String(exchange?.answer?.status ?? "no answer")

/** The result in one line. */
export const summary = ({ results }: Report): string => {
  const found = results.flatMap(({ departures }) => departures)
  const kinds = [...new Set(found.map(({ kind }) => kind))]
  const sent = results.filter(({ unsent }) => unsent === undefined).length
  const asked = `${sent} requests${sent < results.length ? `, ${results.length - sent} not sent` : ""}`
  return found.length === 0
    ? `${asked}: no departure`
    : `${asked}: ${found.length} ${found.length === 1 ? "departure" : "departures"} (${kinds.join(", ")})`
}

/** The table for a terminal, case by case. */
export const table = (report: Report): string => {
  const width = Math.max(...report.results.map(({ operationId, name }) => `${operationId} ${name}`.length), 0)
  const lines = report.results.flatMap((result) => {
    const { departures, operationId, name, unsent, milliseconds } = result
    const mark = unsent ? paint("dim", "–") : departures.length === 0 ? paint("green", "✓") : paint("red", "✗")
    const time = unsent ? unsent : `${(milliseconds / 1000).toFixed(2)} s`
    return [
      `${mark} ${`${operationId} ${name}`.padEnd(width)}  ${statusOf(result).padEnd(9)}  ${time}`,
      ...departures.map((departure) => `    ${paint("red", messageOf(departure))}`),
    ]
  })
  return `${lines.join("\n")}\n`
}

const json = ({ results, ...report }: Report): string =>
  `${JSON.stringify({ ...report, results: results.map(({ raw: _, ...result }) => result) }, undefined, 2)}\n`

const escaped = (text: string) =>
  text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replace(/[^\t\n -\uD7FF\uE000-\uFFFD]/g, "")

const junit = ({ provider, results }: Report): string => {
  const cases = results.map(({ operationId, name, departures, unsent, milliseconds }) => {
    const failures = departures.map(
      (departure) => `<failure type="${departure.kind}" message="${escaped(messageOf(departure))}"/>`,
    )
    const inner = unsent ? `<skipped message="${escaped(unsent)}"/>` : failures.join("")
    const title = escaped(`${provider} ${operationId}: ${name}`)
    return `  <testcase classname="verify" name="${title}" time="${(milliseconds / 1000).toFixed(3)}">${inner}</testcase>\n`
  })
  const failed = results.filter(({ departures }) => departures.length > 0).length
  const skipped = results.filter(({ unsent }) => unsent !== undefined).length
  const counts = `tests="${results.length}" failures="${failed}" errors="0" skipped="${skipped}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="verify" ${counts}>\n${cases.join("")}</testsuite>\n`
}

/** Writes `verify.json` and `verify.xml`. */
export const writeReports = async (report: Report, folder = join(root, "reports")): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, "verify.json"), json(report))
  await writeFile(join(folder, "verify.xml"), junit(report))
}
