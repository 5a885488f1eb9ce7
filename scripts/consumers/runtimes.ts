/** What runs where: the programs of `programs/` in every runtime, each in a process of its own. All are npm packages. */
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { registry } from "../registry.ts"
import { bundle } from "./bundle.ts"
import type { Consumer } from "./checks.ts"
import { serveWorker } from "./workerd.ts"

export interface Runtime {
  /** The npm package, and its command. */
  readonly name: "node" | "bun" | "deno" | "workerd"
  readonly version: string
  readonly runs: ReadonlyArray<Program>
  readonly flags?: ReadonlyArray<string>
}
export type Program = "redeem" | "simulate" | "vault" | "field"

const everything = ["redeem", "simulate", "vault", "field"] as const

export const runtimes: ReadonlyArray<Runtime> = [
  // The oldest has an older SQLite, and runs TypeScript only if it is told to.
  { name: "node", version: "22.13.0", runs: ["redeem", "vault"], flags: ["--experimental-strip-types"] },
  { name: "node", version: "22.23.3", runs: everything },
  { name: "node", version: "24.21.0", runs: everything },
  { name: "node", version: "26.10.0", runs: everything },
  { name: "bun", version: "1.4.5", runs: everything, flags: ["run"] },
  { name: "deno", version: "2.9.6", runs: everything, flags: ["run", "--no-prompt"] },
  // A worker has no files.
  { name: "workerd", version: "1.20261117.1", runs: ["redeem", "field"] },
]

/** Deno asks for each: a redemption needs the network and this program's variable, a database is a file. */
const permissions: { readonly [program in Program]: ReadonlyArray<string> } = {
  redeem: ["--allow-net=127.0.0.1", "--allow-env=CONSUMER"],
  field: ["--allow-net=127.0.0.1", "--allow-env=CONSUMER"],
  simulate: ["--allow-env=CONSUMER"],
  vault: ["--allow-read=.", "--allow-write=.", "--allow-env"],
}

/** The project in which some programs of a runtime run. */
export const projectOf = ({ name, version }: Runtime, programs: ReadonlyArray<Program>) =>
  ({
    name: `${name} ${version}`,
    dependencies: { [name]: version },
    programs: ["redemptions.ts", ...programs.map((program) => `${program}.ts`)],
    written: Object.fromEntries(programs.map((program) => [`${program}-main.ts`, mainOf(name, program)])),
  }) satisfies Partial<Consumer>

/** Passes its input to a program, with the entry of each provider, and writes what it returns. */
const mainOf = (runtime: Runtime["name"], program: Program): string => {
  const providers = [...registry.keys()]
  const entries = providers.map((name) => `import * as ${name} from "token-exchange/${name}"`).join("\n")
  const call = (input: string) => `await run(${input}, { ${providers.join(", ")} })`
  const body =
    runtime === "workerd"
      ? `export default { fetch: async (request) => Response.json(${call("await request.json()")}) }`
      : `const { bun, deno, node } = process.versions
const runtime = deno ? "deno " + deno : bun ? "bun " + bun : "node " + node
console.log(JSON.stringify({ runtime, value: ${call('JSON.parse(process.env.CONSUMER ?? "{}")')} }))`
  return `import { run } from "./${program}.ts"\n${entries}\n${body}\n`
}

/** What a program returned, unless its process ended before; and all that it printed. */
export interface Performed<Value> {
  readonly value?: Value
  readonly output: string
}

/** Runs a program in a project. `authority` is the file of a certificate that it trusts. */
export const perform = async <Value>(
  { name, version, flags = [] }: Runtime,
  project: string,
  program: Program,
  input: object = {},
  authority = "",
): Promise<Performed<Value>> => {
  if (name === "workerd") {
    const { code } = await bundle(join(project, `${program}-main.ts`), "neutral")
    return ask(project, code, input, authority)
  }
  const allowed = name === "deno" ? permissions[program] : []
  const command = [join(project, "node_modules/.bin", name), ...flags, ...allowed, `${program}-main.ts`]
  const trust = authority === "" ? {} : { NODE_EXTRA_CA_CERTS: authority, DENO_CERT: authority }
  const { code, stdout, output } = await run(command, {
    cwd: project,
    env: { CONSUMER: JSON.stringify(input), ...trust },
  })
  if (code !== 0) return { output }
  const { runtime, value }: { readonly runtime: string; readonly value: Value } = JSON.parse(stdout)
  if (runtime !== `${name} ${version}`) throw new Error(`It ran in ${runtime}.`)
  return { value, output }
}

/** Runs a bundled program in a worker. */
export const ask = async <Value>(
  project: string,
  code: string,
  input: object,
  authority = "",
): Promise<Performed<Value>> => {
  await using worker = await serveWorker(project, code, authority)
  const response = await fetch(worker.url, { method: "POST", body: JSON.stringify(input) }).catch(() => undefined)
  if (response === undefined) return { output: "the worker ended" }
  if (!response.ok) throw new Error(await response.text())
  // What the worker answers is what the program returned.
  return { value: (await response.json()) as Value, output: "" }
}
