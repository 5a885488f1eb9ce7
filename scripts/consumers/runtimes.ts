/** Consumers that redeem: every runtime, in memory and over HTTP against servers in this process. */
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import type { Consumer } from "./checks.ts"
import { entriesTo } from "./entries.ts"
import { compare, reached, unreachable } from "./expected.ts"
import { issueGrants } from "./programs/grants.ts"
import type { RuntimeOutcomes, Served } from "./programs/runtime.ts"
import { loadSimulator } from "./simulator.ts"
import { type Runtime, runtimes } from "./versions.ts"
import { complaints, type Findings, install, makeProject, type Workplace } from "./workplace.ts"

const programs = ["runtime.ts", "redemptions.ts", "grants.ts"]
const written = { "main.ts": entriesTo("runtime.ts", "main", (call) => `await ${call}`) }

/** A loopback address where nobody listens. A port that was free a moment ago may be taken by now. */
const nobody = "http://127.0.0.1:2"

export const runtimeConsumers = (workplace: Workplace): ReadonlyArray<Consumer> =>
  runtimes.map(({ name, version }) => async (check) => {
    const dependencies = { [name]: version }
    const project = await makeProject(workplace, `${name}-${version}`, { dependencies, programs, written })
    if (!(await check(`${name} ${version}: install`, () => install(project)))) return
    await check(`${name} ${version}: redeem`, () => redeem(project, { name, version }))
  })

const redeem = async (project: string, { name, version }: Runtime): Promise<Findings> => {
  const { createSimulator } = await loadSimulator(project)
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const served: Served = { settings: servers.settings, grants: issueGrants(simulator), nobody }
  const command = [join(project, "node_modules/.bin", name), ...permissions[name], "main.ts"]
  const ran = await run(command, { cwd: project, env: { CONSUMER: JSON.stringify(served) } })
  if (ran.code !== 0) return complaints(ran)
  const { runtime, outcomes }: RuntimeOutcomes = JSON.parse(ran.stdout)
  return [
    ...(runtime === `${name} ${version}` ? [] : [`it ran in ${runtime}`]),
    ...compare("in memory", reached, outcomes["in memory"]),
    ...compare("over HTTP", reached, outcomes["over HTTP"]),
    ...compare("each provider alone", reached, outcomes["each provider alone"]),
    ...compare("where nobody listens", unreachable(name), outcomes["where nobody listens"]),
  ]
}

/** The permissions of a redemption, and of the program's variable. */
export const permissions: { readonly [name in Runtime["name"]]: ReadonlyArray<string> } = {
  node: [],
  bun: ["run"],
  deno: ["run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-env=CONSUMER"],
}
