/** A consumer without Node: the client bundled for a worker, which has only the web's globals. */

import { join } from "node:path"
import { createContext, runInContext } from "node:vm"
import { type OutputChunk, rolldown } from "rolldown"
import type { Consumer } from "./checks.ts"
import { entriesTo } from "./entries.ts"
import { compare, reached } from "./expected.ts"
import { foreignNames } from "./foreign-names.ts"
import { issueGrants } from "./programs/grants.ts"
import type { makeWorker } from "./programs/worker.ts"
import { loadSimulator } from "./simulator.ts"
import { type Findings, install, makeProject, type Workplace } from "./workplace.ts"

const programs = ["worker.ts", "redemptions.ts", "grants.ts"]
const written = { "main.ts": entriesTo("worker.ts", "makeWorker", (call) => `export default ${call}`) }

export const workerConsumers = (workplace: Workplace): ReadonlyArray<Consumer> => [
  async (check) => {
    const project = await makeProject(workplace, "worker", { dependencies: {}, programs, written })
    if (!(await check("worker: install", () => install(project)))) return
    for (const platform of ["neutral", "browser"] as const) {
      const bundled = bundle(project, platform)
      await check(`worker: bundled for ${platform}`, async () => strangers(await bundled))
      await check(`worker: redeem, bundled for ${platform}`, async () => redeem(project, (await bundled).code))
    }
  },
]

/** Imports and globals of the bundle that no worker has. */
const strangers = ({ imports, dynamicImports, fileName, code }: OutputChunk): Findings => [
  // Dynamic imports are in the same file.
  ...[...imports, ...dynamicImports].filter((name) => name !== fileName).map((name) => `imports ${name}`),
  ...foreignNames(code).map((name) => `uses ${name}`),
]

const bundle = async (project: string, platform: "neutral" | "browser"): Promise<OutputChunk> => {
  const build = await rolldown({ input: join(project, "main.ts"), cwd: project, platform, logLevel: "silent" })
  try {
    const { output } = await build.generate({ format: "iife", name: "worker", exports: "named", minify: true })
    return output[0]
  } finally {
    await build.close()
  }
}

/** Globals of any worker. FormData, since openapi-fetch checks whether a body is one. */
const web = {
  ...{ Request, Response, Headers, URL, TextEncoder, TextDecoder, ReadableStream, FormData },
  ...{ AbortController, setTimeout, clearTimeout, queueMicrotask, crypto, btoa, atob },
}

/** Redeems in the bundle, with the simulator's `fetch`. */
const redeem = async (project: string, code: string): Promise<Findings> => {
  const { createSimulator } = await loadSimulator(project)
  const { fetch, settings, ...simulator } = createSimulator()
  const context = createContext({ ...web, fetch })
  const bundled: { readonly default: ReturnType<typeof makeWorker> } = runInContext(`${code};worker`, context)
  const { fetch: _, ...credentials } = settings
  const redeemAt = async (path: string) => {
    const body = JSON.stringify(issueGrants(simulator))
    const request = new Request(`https://worker.example${path}`, { method: "POST", body })
    const response = await bundled.default.fetch(request, credentials)
    return compare(`in a worker, ${path}`, reached, await response.json())
  }
  return [...(await redeemAt("/all")), ...(await redeemAt("/each"))]
}
