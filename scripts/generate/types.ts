/** The types of specs by openapi-typescript, in a thread of its own: loading TypeScript takes longer than all the rest. */
import { enableCompileCache } from "node:module"
import { isMainThread, parentPort, Worker } from "node:worker_threads"
import type { Spec } from "../../contracts/spec/specs.ts"

type Typed = ReadonlyArray<readonly [provider: string, text: string]>

interface Part extends Pick<Spec, "provider" | "file"> {
  readonly json: string
}

export interface TypesMaker {
  /** The text of each provider's types. */
  readonly typesOf: (specs: ReadonlyArray<Spec>) => Promise<Typed>
  readonly stop: () => Promise<unknown>
}

/** Starts the thread, which loads TypeScript while the specs are read. */
export const startTypes = (): TypesMaker => {
  const worker = new Worker(new URL(import.meta.url))
  return {
    typesOf: (specs) => {
      const typed = new Promise<Typed>((resolve, reject) => {
        worker.once("message", resolve)
        worker.once("error", reject)
      })
      worker.postMessage(
        specs.map(({ provider, file, document }) => ({ provider, file, json: JSON.stringify(document) })),
      )
      // It reports broken references too; the schemas, which are made meanwhile, report them with their place.
      typed.catch(() => {})
      return typed
    },
    stop: () => worker.terminate(),
  }
}

if (!isMainThread) {
  enableCompileCache()
  const loading = Promise.all([
    import("openapi-typescript/dist/transform/index.mjs"),
    import("openapi-typescript/dist/lib/ts.mjs"),
    import("openapi-typescript/dist/lib/utils.mjs"),
  ])
  parentPort?.once("message", async (parts: ReadonlyArray<Part>) => {
    const [{ default: transform }, { astToString }, { resolveRef, scanDiscriminators }] = await loading
    const options = { defaultNonNullable: false, emptyObjectsUnknown: true, silent: true }
    const typed = parts.map(({ provider, file, json }): Typed[number] => {
      const document = JSON.parse(json)
      const nodes = transform(document, {
        ...options,
        discriminators: scanDiscriminators(document, options),
        injectFooter: [],
        resolve: (reference) => resolveRef(document, reference, options),
      })
      const head = `/** Types of ${file}, by openapi-typescript. Generated: change the spec, then \`npm run generate\`. */`
      return [provider, `${head}\n${astToString(nodes)}`]
    })
    parentPort?.postMessage(typed)
  })
}
