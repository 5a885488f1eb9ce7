/** A span, two metrics and a log line per call of a vault, and a count of what happens in it. None contains a secret. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import { type Policy, policies } from "../policies.ts"
import type { VaultError } from "./errors.ts"
import type { ObserveVault, VaultEvent } from "./observer.ts"

/** Calls of a vault, by `provider`, `function` and `outcome`: `done`, the tag of the error, or `interrupted`. */
export const vaultCalls = /* #__PURE__ */ Metric.counter("token_exchange_vault_calls_total", {
  description: "Calls of a vault by provider, function and outcome",
  incremental: true,
})

/** How long calls of a vault took in milliseconds; by the same attributes. */
export const vaultCallDuration = /* #__PURE__ */ Metric.histogram("token_exchange_vault_call_duration_ms", {
  description: "Duration of calls of a vault in milliseconds",
  boundaries: [0.1, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 130_000],
})

/** What happens in a vault, by `provider` and `event`: `hit`, `refresh`, `wait`, `takeover`, `loss`. */
export const vaultEvents = /* #__PURE__ */ Metric.counter("token_exchange_vault_events_total", {
  description: "Hits, refreshes, waits, takeovers and losses of a vault by provider",
  incremental: true,
})

/** Levels of log lines, like those of redemptions: `Error` where someone must act. */
const levels = {
  NotConnected: "Info",
  ConsentRequired: "Info",
  GrantTaken: "Warn",
  StillRefreshing: "Warn",
  StoreFailed: "Error",
  Unsealable: "Error",
} as const satisfies { readonly [Tag in VaultError["_tag"]]: Policy["logLevel"] }

const levelOf = (tag: string): Policy["logLevel"] => {
  const all: Readonly<Record<string, Policy["logLevel"] | Policy>> = { ...policies, ...levels }
  const level = all[tag]
  return typeof level === "object" ? level.logLevel : (level ?? "Error")
}

/** Records what a vault does for the connections to one provider. */
export const instrumentVault: ObserveVault = (provider) => {
  const counted = (event: VaultEvent) => Metric.update(Metric.withAttributes(vaultEvents, { provider, event }), 1)
  const events = {
    hit: counted("hit"),
    refresh: counted("refresh"),
    wait: counted("wait"),
    takeover: counted("takeover"),
    loss: Effect.andThen(counted("loss"), Effect.logError(`${provider}: the answer to a refresh was lost`)),
  } satisfies { readonly [Event in VaultEvent]: Effect.Effect<void> }

  return {
    event: (event) => events[event],
    trouble: (what) => Effect.logError(`${provider}: ${what}`),
    call: (name, run) =>
      Effect.flatMap(Clock.monotonicTimeNanos, (start) =>
        Effect.onExit(run, (exit) =>
          Effect.flatMap(Clock.monotonicTimeNanos, (end) => {
            const error = Option.getOrUndefined(Exit.findErrorOption(exit))
            const outcome = error?._tag ?? (Exit.isSuccess(exit) ? "done" : "interrupted")
            const where = { provider, function: name, outcome }
            const log = Effect.logWithLevel(error === undefined ? "Debug" : levelOf(error._tag))
            return Effect.annotateCurrentSpan({ outcome }).pipe(
              Effect.andThen(Metric.update(Metric.withAttributes(vaultCalls, where), 1)),
              Effect.andThen(Metric.update(Metric.withAttributes(vaultCallDuration, where), Number(end - start) / 1e6)),
              Effect.andThen(Effect.annotateLogs(log(error?.message ?? `${provider}.vault.${name}: done`), where)),
            )
          }),
        ),
      ).pipe(Effect.withSpan(`${provider}.vault.${name}`, { attributes: { provider } }, { captureStackTrace: false })),
  }
}
