/** The types of specs by openapi-typescript, in a thread of its own: loading TypeScript takes longer than all the rest. */
import { enableCompileCache } from "node:module"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import type { Spec } from "../../contracts/spec/specs.ts"

type Typed = ReadonlyArray<readonly [provider: string, text: string]>

type Part = Pick<Spec, "provider" | "file" | "document">

/** The text of each provider's types. */
export const typesOf = (specs: ReadonlyArray<Spec>): Promise<Typed> => {
  const parts = specs.map(({ provider, file, document }): Part => ({ provider, file, document }))
  const typed = new Promise<Typed>((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { typesOf: parts } })
    worker.once("message", resolve)
    worker.once("error", reject)
  })
  // It reports broken references too; the schemas, which are made meanwhile, report them with their place.
  typed.catch(() => {})
  return typed
}

const isPart = (data: unknown): data is { readonly typesOf: ReadonlyArray<Part> } =>
  typeof data === "object" && data !== null && "typesOf" in data

if (!isMainThread && isPart(workerData)) {
  enableCompileCache()
  const { default: openapiTS, astToString } = await import("openapi-typescript")
  const typed: Array<Typed[number]> = []
  for (const { provider, file, document } of workerData.typesOf) {
    const nodes = await openapiTS(JSON.stringify(document), {
      defaultNonNullable: false,
      emptyObjectsUnknown: true,
      silent: true,
    })
    const head = `/** Types of ${file}, by openapi-typescript. Generated: change the spec, then \`npm run generate\`. */`
    typed.push([provider, `${head}\n${astToString(nodes)}`])
  }
  parentPort?.postMessage(typed)
}
