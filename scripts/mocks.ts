/** Mocks of specs: starts and stops Prisms together. */
import { createServer } from "node:net"
import { prismArguments } from "../contracts/prism.ts"
import type { Spec } from "../contracts/spec/specs.ts"
import { startPrism } from "./prism.ts"

export interface Mock {
  readonly provider: string
  readonly url: string
}

export interface Mocks extends AsyncDisposable {
  readonly mocks: ReadonlyArray<Mock>
}

/** A port that is taken. */
export class PortTaken extends Error {
  constructor(port: number, provider: string) {
    super(`Port ${port}, where the mock of ${provider} belongs, is taken. End what listens there and try again.`)
  }
}

/** Starts a mock of every spec, the first on `firstPort` and so on; on ports of the system's choice without it. */
export const startMocks = async (specs: ReadonlyArray<Spec>, firstPort?: number): Promise<Mocks> => {
  if (firstPort !== undefined) {
    for (const [index, { provider }] of specs.entries()) {
      if (!(await isFree(firstPort + index))) throw new PortTaken(firstPort + index, provider)
    }
  }
  const started = await Promise.allSettled(
    specs.map(async (spec, index) => {
      const port = firstPort === undefined ? 0 : firstPort + index
      return { spec, prism: await startPrism(`The mock of ${spec.provider}`, prismArguments(spec, port)) }
    }),
  )
  const up = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
  const stop = async () => {
    await Promise.all(up.map(({ prism }) => prism[Symbol.asyncDispose]()))
  }
  const failed = started.find((result) => result.status === "rejected")
  if (failed !== undefined) {
    await stop()
    throw failed.reason
  }
  return {
    mocks: up.map(({ spec, prism }) => ({ provider: spec.provider, url: prism.url })),
    [Symbol.asyncDispose]: stop,
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)))
  })
