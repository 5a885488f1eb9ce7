/** The installed command line on the oldest Node and on newer ones: one redemption against its own simulator. */
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { environmentIn } from "../../contracts/command-line/fixtures/environment.ts"
import { run } from "../../contracts/process.ts"
import { publicName } from "../../src/refusal.ts"
import { variableOf } from "../../src/variable.ts"
import { registry } from "../registry.ts"
import type { Consumer, Findings } from "./checks.ts"
import { complaints } from "./project.ts"
import { runtimes } from "./runtimes.ts"
import { start } from "./started.ts"

export const commandLineConsumers: ReadonlyArray<Consumer> = runtimes
  .filter(({ name }) => name === "node")
  .map(({ version }) => ({
    name: `Command line on Node ${version}`,
    dependencies: { node: version },
    checks: (project) => ({
      "redeems into a file at its own simulator": () => redeem(project),
    }),
  }))

/** The first operation that a success spends something of: its provider, and the fields of its input. */
const [tried] = [...registry].flatMap(([provider, { operations }]) =>
  Object.entries(operations)
    .filter(([, { descriptor }]) => Object.values(descriptor.oneTime).includes(true))
    .map(([name, operation]) => ({ provider, name, secrets: operation.descriptor.tokens.map(publicName) })),
)

const redeem = async (cwd: string): Promise<Findings> => {
  if (tried === undefined) return ["no operation spends anything"]
  const { provider, name, secrets } = tried
  const command = ["node_modules/.bin/node", "node_modules/token-exchange/dist/src/cli/main.js"]
  await using simulator = await start([...command, "simulate", "--port", "0"], /Requests:/, { cwd })
  const env = environmentIn(simulator.output)
  const address = `${env[variableOf(provider, "baseUrl")]}/_simulator/grants?operation=${name}`
  const grant: object = await (await fetch(address, { method: "POST" })).json()
  const variables = Object.entries(grant).map(([field, value]) => [variableOf(provider, publicName(field)), value])
  const redeemed = await run([...command, "redeem", provider, name, "--yes", "--out", "tokens.json"], {
    cwd,
    env: { ...env, ...Object.fromEntries(variables) },
  })
  if (redeemed.code !== 0) return complaints(redeemed)
  const file = join(cwd, "tokens.json")
  const mode = (await stat(file)).mode & 0o777
  const kept = JSON.parse(await readFile(file, "utf8"))
  const printed = secrets.filter((secret) => kept[secret] === undefined || redeemed.output.includes(kept[secret]))
  return [
    ...(mode === 0o600 ? [] : [`tokens.json has mode ${mode.toString(8)}`]),
    ...(kept.provider === provider ? [] : [`tokens.json is of ${kept.provider}`]),
    ...printed.map((secret) => `${secret} was printed, or is missing`),
  ]
}
