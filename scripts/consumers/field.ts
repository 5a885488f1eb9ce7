/** Consumers that meet peers as the field has them. What they came to in each runtime is written to docs/runtimes.md. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import { table } from "../table.ts"
import type { Consumer, Findings } from "./checks.ts"
import { type Certificate, makeCertificate } from "./field/certificate.ts"
import { count, type Scenario, scenarios } from "./field/scenarios.ts"
import type { Measured } from "./programs/field.ts"
import { perform, projectOf, type Runtime, runtimes } from "./runtimes.ts"

const subjects = runtimes.filter(({ runs }) => runs.includes("field"))

/** The figure of each runtime, by scenario and way. */
const figures = new Map<string, string>()
const keyOf = (runtime: Runtime, scenario: string, way: string) => [projectOf(runtime, []).name, scenario, way].join()

export const fieldConsumers: ReadonlyArray<Consumer> = subjects.map((runtime) => {
  const consumer = projectOf(runtime, ["field"])
  return {
    ...consumer,
    name: `field, ${consumer.name}`,
    checks: (project) => {
      const certificate = makeCertificate(project)
      const measured = Object.entries(scenarios).map(([name, scenario]) => [
        name,
        async () => measure(runtime, project, name, scenario, await certificate),
      ])
      return Object.fromEntries(measured)
    },
  }
})

/** Measures a scenario in each way, and returns what is wrong with the client. */
const measure = async (
  runtime: Runtime,
  project: string,
  name: string,
  { ways, measure, isByConnection }: Scenario,
  certificate: Certificate,
): Promise<Findings> => {
  const findings: Array<string> = []
  for (const way of ways) {
    const performed = await measure(async (task) => {
      const { value } = await perform<Measured>(
        runtime,
        project,
        "field",
        { count, ...task, way },
        certificate.authority,
      )
      return value
    }, certificate)
    figures.set(keyOf(runtime, name, way), performed.figure)
    const isPromised = way === "client" && !(isByConnection && runtime.name === "workerd")
    if (performed.wrong && isPromised) findings.push(performed.wrong)
  }
  return findings
}

/** Writes docs/runtimes.md: what was seen in each runtime, by scenario. */
export const writePage = (): Promise<void> => {
  const head = ["", ...subjects.map((runtime) => projectOf(runtime, []).name)]
  const sections = Object.entries(scenarios).map(([name, { about, ways }]) => {
    const rows = ways.map((way) => [way, ...subjects.map((one) => figures.get(keyOf(one, name, way)) ?? "—")])
    return `## ${name}\n\n${about}\n\n${table(head, rows)}\n`
  })
  const title = `# What is promised where

Made by \`npm run consumers -- --only field\`: the packed client in each runtime, against servers on loopback that
misbehave as peers in the field do, ${count} calls a figure. \`fetch\` is the platform's, called by hand. A \`fetch\` of your own
takes part in none of it: what it does with connections is yours to promise.
`
  return writeFile(join(root, "docs/runtimes.md"), [title, ...sections].join("\n"))
}
