/** A service that Sentry observes, with everything on. Prints every envelope. */
import * as Sentry from "@sentry/node"

const envelopes = []
const transport = () => ({ send: async (envelope) => envelopes.push(envelope) && {}, flush: async () => true })
const dsn = "http://public@127.0.0.1:2/1"
Sentry.init({ dsn, transport, tracesSampleRate: 1, sendDefaultPii: true, includeLocalVariables: true })
const { redeemObserved } = await import("./observed.mjs")
await Sentry.startSpan({ name: "callback" }, async () => {
  for (const error of await redeemObserved()) Sentry.captureException(error)
})
await Sentry.flush(2_000)
console.log(JSON.stringify(envelopes))
process.exit()
