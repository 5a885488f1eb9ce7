/** Warnings of the Promise API, which has no log. They name provider and operation, and contain no secret. */
import * as Effect from "effect/Effect"
import type { Observe } from "./observer.ts"

/** Warns of late outcomes that no hook took. */
export const warning: Observe = ({ provider, operationId }) => ({
  redemption: (run) => run(Effect.void),
  warn: (what) => Effect.sync(() => warn(`${provider}.${operationId}: ${what}`)),
})

/** Says what nobody else is told. */
export const warn = (message: string) => {
  // Edge runtimes and browsers have no process, or a part of one.
  const { process }: { readonly process?: { readonly emitWarning?: unknown } } = globalThis
  if (typeof process?.emitWarning === "function") process.emitWarning(message, "TokenExchangeWarning")
  // biome-ignore lint/suspicious/noConsole: there is no other place to say it.
  else console.error(message)
}
