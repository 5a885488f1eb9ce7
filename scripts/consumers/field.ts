/** Consumers that meet peers as the field has them. What they came to in each runtime is written to docs/runtimes.md. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import type { Consumer } from "./checks.ts"
import { type Certificate, makeCertificate } from "./field/certificate.ts"
import { type Column, page } from "./field/page.ts"
import { type Reading, scenarios } from "./field/scenarios.ts"
import { type Subject, subjects } from "./field/subjects.ts"
import { install, type Workplace } from "./workplace.ts"

export const fieldConsumers = (workplace: Workplace): ReadonlyArray<Consumer> => {
  const columns = new Map<Subject, Column>()
  const folder = join(workplace.folder, "certificate")
  let made: Promise<Certificate> | undefined
  const certified = () => {
    made ??= mkdir(folder).then(() => makeCertificate(folder))
    return made
  }
  return subjects.map((subject) => async (check) => {
    const { name } = subject
    const project = await subject.make(workplace)
    if (!(await check(`${name}: install`, () => install(project)))) return
    const certificate = await certified()
    await using opened = await subject.open(project, certificate.authority)
    const column: { [scenario: string]: Reading["rows"] } = {}
    for (const [scenario, { measure }] of Object.entries(scenarios)) {
      await check(`${name}: ${scenario}`, async () => {
        const { rows, findings } = await measure(opened.perform, certificate, subject)
        column[scenario] = rows
        return findings
      })
    }
    columns.set(subject, column)
    // The last one writes the page, with the runtimes in their order.
    if (columns.size < subjects.length) return
    const all = subjects.map((one) => [one.name, columns.get(one) ?? {}] as const)
    await writeFile(join(root, "docs/runtimes.md"), page(new Map(all)))
  })
}
