/** Consumers of the vault: the laws of its stores and a life of some connections, in every runtime. */
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { storeLaws } from "../../src/testing.ts"
import type { Consumer } from "./checks.ts"
import type { VaultOutcome } from "./programs/vault.ts"
import { type Runtime, runtimes } from "./versions.ts"
import { complaints, type Findings, install, makeProject, type Workplace } from "./workplace.ts"

/** What the program sees, step by step. */
const expected: VaultOutcome["life"] = [
  "connect: tokens",
  "connect again, elsewhere: tokens",
  "somebody else: GrantTaken",
  "refreshed for all: true",
  "POSTs: 2",
  "resealed: 4",
  "after it: tokens",
  "listed: user",
  "disconnected: true",
  "gone: NotConnected",
]

/** Before 22.18, Node runs TypeScript only if it is told to. */
const oldest = "22.13.0"

/** The oldest Node has an older SQLite. */
const all: ReadonlyArray<Runtime> = [{ name: "node", version: oldest }, ...runtimes]

export const vaultConsumers = (workplace: Workplace): ReadonlyArray<Consumer> =>
  all.map(({ name, version }) => async (check) => {
    const dependencies = { [name]: version }
    const project = await makeProject(workplace, `vault-${name}-${version}`, {
      dependencies,
      programs: ["vault.ts"],
      written: {},
    })
    if (!(await check(`vault, ${name} ${version}: install`, () => install(project)))) return
    const laws = `${storeLaws.length} laws on 3 stores`
    await check(`vault, ${name} ${version}: ${laws}`, () => keep(project, { name, version }))
  })

const keep = async (project: string, { name, version }: Runtime): Promise<Findings> => {
  const flags = version === oldest ? ["--experimental-strip-types"] : permissions[name]
  const command = [join(project, "node_modules/.bin", name), ...flags, "vault.ts"]
  const ran = await run(command, { cwd: project })
  if (ran.code !== 0) return complaints(ran)
  const { held, broken, life }: VaultOutcome = JSON.parse(ran.stdout)
  const few = Object.entries(held).filter(([, count]) => count !== storeLaws.length)
  const isLifeRight = life.join() === expected.join()
  return [
    ...broken,
    ...few.map(([store, count]) => `${store} holds ${count} laws of ${storeLaws.length}`),
    ...(isLifeRight ? [] : [`its connections had another life: ${life.join("; ")}`]),
  ]
}

/** A database is a file, and Deno asks for each. */
const permissions: Readonly<Record<Runtime["name"], ReadonlyArray<string>>> = {
  node: [],
  bun: ["run"],
  deno: ["run", "--no-prompt", "--allow-read=.", "--allow-write=.", "--allow-env"],
}
