/** A service that OpenTelemetry observes. Prints every span. */
import { inspect } from "node:util"
import { trace } from "@opentelemetry/api"
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici"
import { NodeSDK } from "@opentelemetry/sdk-node"

const spans = []
const keeper = {
  onStart: () => {},
  onEnd: (span) => spans.push(span),
  forceFlush: async () => {},
  shutdown: async () => {},
}
const sdk = new NodeSDK({ spanProcessors: [keeper], instrumentations: [new UndiciInstrumentation()] })
sdk.start()
const { redeemObserved } = await import("./observed.mjs")
await trace.getTracer("service").startActiveSpan("callback", async (span) => {
  for (const error of await redeemObserved()) span.recordException(error)
  span.end()
})
const kept = spans.map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
console.log(inspect(kept, { depth: null, maxArrayLength: null }))
await sdk.shutdown()
