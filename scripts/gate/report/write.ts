/** Writes the reports into reports/, each atomically. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../../contracts/spec/specs.ts"
import { json } from "./json.ts"
import { junit } from "./junit.ts"
import { markdown } from "./markdown.ts"
import { page } from "./page.ts"
import { findingsText, type GateReport } from "./report.ts"
import { sarif } from "./sarif.ts"

const folder = join(root, "reports")

const reports: Readonly<Record<string, (report: GateReport) => string>> = {
  "findings.txt": findingsText,
  "gate.html": page,
  "gate.json": json,
  "gate.md": markdown,
  "gate.sarif": sarif,
  "gate.xml": junit,
}

/** Deletes the reports and the evidence of an earlier run. */
export const forgetReports = async (): Promise<void> => {
  const left = [...Object.keys(reports), "coverage.json", "evidence"]
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })))
}

export const writeReports = async (report: GateReport): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const made = Object.entries(reports).map(([name, make]) => [name, make(report)] as const)
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}`)
  try {
    await Promise.all(made.map(([name, text]) => writeFile(temporary(name), text)))
    await Promise.all(made.map(([name]) => rename(temporary(name), join(folder, name))))
  } finally {
    await Promise.all(made.map(([name]) => rm(temporary(name), { force: true })))
  }
}
