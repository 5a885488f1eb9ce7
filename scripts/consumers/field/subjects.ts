/** The runtimes that are measured: each performs a task in a process of its own, the worker all of them in one. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { run } from "../../../contracts/process.ts"
import type { Measured, Task } from "../programs/field.ts"
import { permissions } from "../runtimes.ts"
import { type Runtime, runtimes, workers } from "../versions.ts"
import { bundle } from "../worker.ts"
import { serveWorker } from "../workerd.ts"
import { makeProject, type Workplace } from "../workplace.ts"

/** `ended` where the process did not live to the end of the task. */
export type Perform = (task: Task) => Promise<Measured | "ended">

export interface Subject {
  readonly name: string
  /** Whether the platform promises a connection of its own to a request. A worker's does not. */
  readonly isOwnConnection: boolean
  readonly make: (workplace: Workplace) => Promise<string>
  readonly open: (project: string, authority: string) => Promise<AsyncDisposable & { readonly perform: Perform }>
}

const programs = ["field.ts"]

const ofRuntime = ({ name, version }: Runtime): Subject => ({
  name: `${name} ${version}`,
  isOwnConnection: true,
  make: (workplace) => {
    const main = `import { measure } from "./field.ts"
console.log(JSON.stringify(await measure(JSON.parse(process.env.CONSUMER ?? ""))))`
    const dependencies = { [name]: version }
    return makeProject(workplace, `field-${name}-${version}`, { dependencies, programs, written: { "main.ts": main } })
  },
  open: async (project, authority) => ({
    perform: async (task) => {
      const trust = { NODE_EXTRA_CA_CERTS: authority, DENO_CERT: authority }
      const command = [join(project, "node_modules/.bin", name), ...permissions[name], "main.ts"]
      const ran = await run(command, { cwd: project, env: { CONSUMER: JSON.stringify(task), ...trust } })
      return ran.code === 0 ? JSON.parse(ran.stdout) : "ended"
    },
    [Symbol.asyncDispose]: async () => {},
  }),
})

const worker: Subject = {
  name: `workerd ${workers.workerd}`,
  isOwnConnection: false,
  make: (workplace) => {
    const main = `import { measure } from "./field.ts"
export default { fetch: async (request) => Response.json(await measure(await request.json())) }`
    return makeProject(workplace, "field-workerd", { dependencies: workers, programs, written: { "main.ts": main } })
  },
  open: async (project, authority) => {
    const { code } = await bundle(project, "neutral")
    const served = await serveWorker(project, code, {}, await readFile(authority, "utf8"))
    return {
      perform: async (task) => {
        const response = await fetch(served.url, { method: "POST", body: JSON.stringify(task) }).catch(() => undefined)
        if (response === undefined) return "ended"
        if (!response.ok) throw new Error(await response.text())
        // What the worker answers is what `measure` returned.
        return (await response.json()) as Measured
      },
      [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    }
  },
}

export const subjects: ReadonlyArray<Subject> = [...runtimes.map(ofRuntime), worker]
