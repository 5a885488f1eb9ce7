/** Mocks of specs by Prism, all in this process: they end when it does, however it ends. */
import type { Spec } from "./spec/specs.ts"

export interface Mock {
  readonly provider: string
  readonly url: string
}

export interface Mocks extends AsyncDisposable {
  readonly mocks: ReadonlyArray<Mock>
}

/** A mock that did not start, in a sentence. */
export class MockFailed extends Error {}

/** What Prism's own command does by default. */
const config = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  upstreamProxy: undefined,
  mock: { dynamic: false, ignoreExamples: false },
} as const

/** Starts a mock of every spec, the first on `firstPort` and so on; on ports of the system's choice if that is 0. */
export const startMocks = async (
  specs: ReadonlyArray<Spec>,
  firstPort = 0,
  tell: (provider: string) => void = () => {},
): Promise<Mocks> => {
  // Here, since Prism takes most of a second to load.
  const [{ createLogger }, { getHttpOperationsFromSpec }, { createServer }] = await Promise.all([
    import("@stoplight/prism-core"),
    import("@stoplight/prism-http"),
    import("@stoplight/prism-http-server"),
  ])
  const logger = createLogger("mock", { level: "silent" })
  await using running = new AsyncDisposableStack()
  const mocks: Array<Mock> = []
  for (const [index, { provider, document }] of specs.entries()) {
    tell(provider)
    const port = firstPort === 0 ? 0 : firstPort + index
    try {
      const operations = await getHttpOperationsFromSpec(structuredClone(document))
      const server = createServer(operations, { cors: true, config, components: { logger } })
      mocks.push({ provider, url: await server.listen(port, "127.0.0.1") })
      running.defer(() => server.close())
    } catch (cause) {
      throw new MockFailed(reasonOf(cause, provider, port))
    }
  }
  const kept = running.move()
  return { mocks, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** Prism throws errors, and the messages of errors. */
const reasonOf = (cause: unknown, provider: string, port: number): string => {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.includes("EADDRINUSE")
    ? `Port ${port}, where the mock of ${provider} belongs, is taken. End what listens there and try again.`
    : `The mock of ${provider} did not start: ${message}`
}
