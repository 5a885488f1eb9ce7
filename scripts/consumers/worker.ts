/** A consumer without Node: the client bundled for a worker, in the real `workerd`. */

import { join } from "node:path"
import { type OutputChunk, rolldown } from "rolldown"
import type { Consumer } from "./checks.ts"
import { entriesTo } from "./entries.ts"
import { compare, reached } from "./expected.ts"
import { issueGrants } from "./programs/grants.ts"
import { loadSimulator } from "./simulator.ts"
import { workers } from "./versions.ts"
import { serveWorker } from "./workerd.ts"
import { type Findings, install, makeProject, type Workplace } from "./workplace.ts"

const programs = ["worker.ts", "redemptions.ts", "grants.ts"]
const written = { "main.ts": entriesTo("worker.ts", "makeWorker", (call) => `export default ${call}`) }

export const workerConsumers = (workplace: Workplace): ReadonlyArray<Consumer> => [
  async (check) => {
    const project = await makeProject(workplace, "worker", { dependencies: workers, programs, written })
    if (!(await check("worker: install", () => install(project)))) return
    for (const platform of ["neutral", "browser"] as const) {
      const bundled = bundle(project, platform)
      await check(`worker: bundled for ${platform}`, async () => strangers(await bundled))
      await check(`worker: redeem, bundled for ${platform}`, async () => redeem(project, (await bundled).code))
    }
  },
]

/** Globals of Node, which no worker has. `globalThis.process?.env` asks first. */
const names = "(?:process|Buffer|require|module|global|setImmediate|__(?:dir|file)name)(?![\\w$])"
const foreign = new RegExp(`(?<![\\w$.])${names}|globalThis\\.${names}(?!\\?\\.)`, "g")

/** Uses in our libraries that somebody has read, and that no worker reaches. */
const reviewed: ReadonlyArray<RegExp> = [
  /`setImmediate`in globalThis\?[\w$]+=>\{let [\w$]+=globalThis\.setImmediate\(/g,
  // Fields of a class, and a property taken from an object.
  /(?<=[;{])setImmediate;/g,
  /\{process:[\w$]+\}=globalThis/g,
  /typeof process==`object`&&Number\.parseInt\(process\?\.versions\?\.node\?\.substring\(0,2\)\)>=18&&process\.versions\.undici/g,
]

/** Every other use of a global of Node, with the text around it. The code is minified, so its own names are shorter. */
export const foreignNames = (code: string): ReadonlyArray<string> => {
  const rest = reviewed.reduce((text, use) => text.replaceAll(use, ""), code)
  return [...rest.matchAll(foreign)].map(({ index }) => rest.slice(Math.max(0, index - 40), index + 60))
}

/** Imports and globals of the bundle that no worker has. */
const strangers = ({ imports, dynamicImports, fileName, code }: OutputChunk): Findings => [
  // Dynamic imports are in the same file.
  ...[...imports, ...dynamicImports].filter((name) => name !== fileName).map((name) => `imports ${name}`),
  ...foreignNames(code).map((name) => `uses ${name}`),
]

export const bundle = async (project: string, platform: "neutral" | "browser"): Promise<OutputChunk> => {
  const build = await rolldown({ input: join(project, "main.ts"), cwd: project, platform, logLevel: "silent" })
  try {
    const { output } = await build.generate({ format: "esm", minify: true })
    return output[0]
  } finally {
    await build.close()
  }
}

/** Redeems in the bundle at the simulator's servers. */
const redeem = async (project: string, code: string): Promise<Findings> => {
  const { createSimulator } = await loadSimulator(project)
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  await using worker = await serveWorker(project, code, servers.settings)
  const redeemAt = async (path: string) => {
    const body = JSON.stringify(issueGrants(simulator))
    const response = await fetch(`${worker.url}${path}`, { method: "POST", body })
    return compare(`in a worker, ${path}`, reached, await response.json())
  }
  return [...(await redeemAt("/all")), ...(await redeemAt("/each"))]
}
