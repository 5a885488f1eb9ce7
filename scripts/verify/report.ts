/** The result of a run for the terminal and as JSON, without anybody's data. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import { paint } from "../terminal.ts"
import type { Result } from "./run.ts"

export interface Report {
  readonly provider: string
  readonly baseUrl: string
  readonly at: Date
  readonly results: ReadonlyArray<Result>
}

/** The result in one line. */
export const summary = ({ results }: Report): string => {
  const found = results.flatMap(({ departures }) => departures)
  const kinds = [...new Set(found.map(({ kind }) => kind))].join(", ")
  const sent = results.filter(({ unsent }) => unsent === undefined).length
  const asked = `${sent} requests${sent < results.length ? `, ${results.length - sent} not sent` : ""}`
  return `${asked}: ${found.length === 0 ? "no departure" : `${found.length} ${found.length === 1 ? "departure" : "departures"} (${kinds})`}`
}

/** The table for a terminal, case by case. */
export const table = ({ results }: Report): string => {
  const width = Math.max(...results.map(({ operationId, name }) => `${operationId} ${name}`.length), 0)
  const lines = results.flatMap(({ departures, operationId, name, unsent, milliseconds, exchange }) => {
    const mark = unsent ? paint("dim", "–") : departures.length === 0 ? paint("green", "✓") : paint("red", "✗")
    const status = unsent ? "not sent" : String(exchange?.answer?.status ?? "no answer")
    const time = unsent ?? `${(milliseconds / 1000).toFixed(2)} s`
    return [
      `${mark} ${`${operationId} ${name}`.padEnd(width)}  ${status.padEnd(9)}  ${time}`,
      ...departures.map(({ kind, expected, seen, place }) => {
        const message = `${kind}: expected ${expected}, seen ${seen} (${place.file}:${place.line})`
        return `    ${paint("red", message)}`
      }),
    ]
  })
  return `${lines.join("\n")}\n`
}

/** Writes `verify.json`. */
export const writeReport = async ({ results, ...report }: Report, folder = join(root, "reports")): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const shown = results.map(({ raw: _, ...result }) => result)
  await writeFile(join(folder, "verify.json"), `${JSON.stringify({ ...report, results: shown }, undefined, 2)}\n`)
}
