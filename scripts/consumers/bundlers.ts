/** Consumers that bundle: a program and the package become one file, which then redeems at a simulator of its own. */
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import type { Consumer, Findings } from "./checks.ts"

const program = `import { createTokenExchange } from "token-exchange"
import { createSimulator } from "token-exchange/testing"
const simulator = createSimulator()
const exchange = createTokenExchange(simulator.settings)
const { data, error } = await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
console.log(data?.provider ?? error?._tag)
`

/** Findings of a program that must print what came: the token set's provider. */
const printed = async (ran: ReturnType<typeof run>): Promise<Findings> => {
  const { code, stdout, output } = await ran
  return code === 0 && stdout.trim().split("\n").at(-1) === "dapi" ? [] : [output]
}

/** Bundlers by package: the words that bundle main.mjs into out/main.mjs. */
const bundlers: { readonly [name: string]: readonly [version: string, ...words: ReadonlyArray<string>] } = {
  esbuild: ["0.28.2", "esbuild", "main.mjs", "--bundle", "--platform=node", "--format=esm", "--outfile=out/main.mjs"],
  rollup: ["4.68.8", "rollup", "main.mjs", "-p", "node-resolve", "-f", "es", "-o", "out/main.mjs"],
  vite: ["8.4.0", "vite", "build"],
  webpack: ["5.113.0", "webpack"],
}

export const bundlerConsumers: ReadonlyArray<Consumer> = Object.entries(bundlers).map(
  ([name, [version, bin = "", ...words]]) => ({
    name,
    dependencies: {
      [name]: version,
      ...(name === "rollup" && { "@rollup/plugin-node-resolve": "16.0.3" }),
      ...(name === "webpack" && { "webpack-cli": "7.3.1" }),
    },
    written: {
      "main.mjs": program,
      "vite.config.mjs":
        'export default { ssr: { noExternal: true }, build: { ssr: "main.mjs", outDir: "out", rolldownOptions: { output: { entryFileNames: "main.mjs" } } } }',
      "webpack.config.cjs":
        'module.exports = { mode: "production", target: "node", entry: "./main.mjs", experiments: { outputModule: true }, output: { module: true, path: require("node:path").join(__dirname, "out"), filename: "main.mjs" } }',
    },
    checks: (project) => ({
      "bundles, and redeems": async () => {
        const bundling = await run([join(project, "node_modules/.bin", bin), ...words], { cwd: project })
        return bundling.code === 0
          ? printed(run([process.execPath, "out/main.mjs"], { cwd: project }))
          : [bundling.output]
      },
    }),
  }),
)
