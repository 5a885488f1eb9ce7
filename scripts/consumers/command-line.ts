/** The installed command line on the oldest Node and on newer ones: one redemption against its own simulator. */
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import type { Consumer, Findings } from "./checks.ts"
import { complaints } from "./project.ts"
import { runtimes } from "./runtimes.ts"
import { type Started, start } from "./started.ts"

export const commandLineConsumers: ReadonlyArray<Consumer> = runtimes
  .filter(({ name }) => name === "node")
  .map(({ version }) => ({
    name: `Command line on Node ${version}`,
    dependencies: { node: version },
    checks: (project) => ({
      "redeems into a file at its own simulator": () => redeem(project),
    }),
  }))

const redeem = async (cwd: string): Promise<Findings> => {
  const command = ["node_modules/.bin/node", "node_modules/token-exchange/dist/src/cli/main.js"]
  await using simulator = await start([...command, "simulate", "--port", "0"], /Requests:/, { cwd })
  const env = environmentIn(simulator)
  const grant = await fetch(`${env.FINQWARE_BASE_URL}/_simulator/grants`, { method: "POST" })
  const { temp_token } = await grant.json()
  const redeemed = await run([...command, "redeem", "finqware", "exchangeToken", "--yes", "--out", "tokens.json"], {
    cwd,
    env: { ...env, FINQWARE_TEMP_TOKEN: temp_token },
  })
  if (redeemed.code !== 0) return complaints(redeemed)
  const file = join(cwd, "tokens.json")
  const mode = (await stat(file)).mode & 0o777
  const { provider, accessToken } = JSON.parse(await readFile(file, "utf8"))
  return [
    ...(mode === 0o600 ? [] : [`tokens.json has mode ${mode.toString(8)}`]),
    ...(provider === "finqware" ? [] : [`tokens.json is of ${provider}`]),
    ...(redeemed.output.includes(accessToken) ? ["the token was printed"] : []),
  ]
}

/** The lines for a `.env` that the simulator printed. */
export const environmentIn = ({ output }: Started): Record<string, string> =>
  Object.fromEntries([...output.matchAll(/^([A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [name, value ?? ""]))
