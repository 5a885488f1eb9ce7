/** What is to be done for a caller who wants a connection's tokens. Nothing here reads a clock or a store. */
import * as Redacted from "effect/Redacted"
import type { AnyTokenSet } from "../token-set.ts"
import type { Known } from "./cache.ts"
import { timeOf } from "./connection.ts"
import type { EndReason } from "./errors.ts"
import type { Rules } from "./rules.ts"
import type { Verdict } from "./verdict.ts"

export interface Wanted<Tokens> {
  /** For how many milliseconds the tokens should be good. */
  readonly freshFor: number
  /** Tokens that the provider's API rejects. */
  readonly rejected: Tokens | undefined
}

export type Decision<Tokens> =
  | { readonly do: "serve"; readonly tokens: Tokens }
  | { readonly do: "report"; readonly reason: EndReason; readonly since: number }
  | { readonly do: "end" }
  | { readonly do: "refresh"; readonly tokens: Tokens }
  | { readonly do: "wait" }
  | { readonly do: "fail"; readonly verdict: Verdict }
  | { readonly do: "connect" }

/** The texts of all secrets in a set. Throws where a caller without types gave something else, or has wiped them. */
export const secretsOf = (tokens: AnyTokenSet) =>
  JSON.stringify(
    Object.entries(tokens).flatMap(([name, value]) =>
      Redacted.isRedacted(value) ? [name, Redacted.value(value)] : [],
    ),
  )

/** A set in its last seconds is not handed out: its row may be older than its age says, by the time that a write took. */
const margin = 5_000

/** A set that came less than a second ago is not refreshed again: a provider whose tokens live shorter gets no storm. */
const justCame = 1_000

/** Whether a set is good for long enough. At most half of its life is asked: a set that just came is never due. */
const isFresh = (left: number, life: number, freshFor: number) =>
  left === Number.POSITIVE_INFINITY || left > Math.min(Math.max(0, freshFor), life / 2)

/** What is to be done for a caller. */
export const decide = <Tokens extends AnyTokenSet>(
  { expiresAt, endsAt, refresh }: Pick<Rules<Tokens>, "expiresAt" | "endsAt" | "refresh">,
  known: Known<Tokens> | undefined,
  now: number,
  { freshFor, rejected }: Wanted<Tokens>,
): Decision<Tokens> => {
  const set = known?.record.set
  if (known?.tokens === undefined || set === undefined) return { do: "connect" }
  const { tokens, age, readAt } = known
  const { ended, lease, pause } = known.record
  if (ended !== undefined) return { do: "report", ...ended }
  const time = timeOf(known, now)
  const expiry = expiresAt(tokens)?.getTime() ?? Number.POSITIVE_INFINITY
  const end = endsAt(tokens)?.getTime() ?? Number.POSITIVE_INFINITY
  const isRejected = rejected !== undefined && secretsOf(rejected) === secretsOf(tokens)
  const isFor = (milliseconds: number) => isFresh(expiry - time, expiry - set.keptAt, milliseconds)
  const isGood = !isRejected && isFor(margin)
  if (isGood && isFor(freshFor)) return { do: "serve", tokens }
  if (!isRejected && time - set.keptAt < justCame) return time < expiry ? { do: "serve", tokens } : { do: "wait" }
  const serveOr = (otherwise: Decision<Tokens>): Decision<Tokens> => (isGood ? { do: "serve", tokens } : otherwise)
  if (time >= end) return serveOr({ do: "report", reason: "expired", since: end })
  if (refresh === undefined)
    return isRejected ? { do: "end" } : serveOr({ do: "report", reason: "expired", since: expiry })
  // Written long before it was read, or long ago since.
  const sinceWrite = age + Math.max(0, now - readAt)
  if (lease !== undefined && sinceWrite < lease.for) return serveOr({ do: "wait" })
  if (pause !== undefined && sinceWrite < pause.for) return serveOr({ do: "fail", verdict: pause.verdict })
  return { do: "refresh", tokens }
}
