/**
 * The app credentials of one request, asked for where the settings hold a function.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { ConnectionFailed, InvalidRequest } from "./errors.ts"
import { type Credentials, type Operation, redact, type Secret } from "./operation.ts"
import { malformed, notSent, type Presented } from "./refusal.ts"
import type { Credential, Resolved } from "./settings.ts"

/** Every credential an operation needs. One that is not set, or cannot be had before `deadline`, sends nothing. */
export type AskForCredentials<Name extends string> = (
  presented: Presented,
  deadline: number,
) => Effect.Effect<Credentials<Name>, InvalidRequest | ConnectionFailed>

/** How `operation` gets its credentials: texts are redacted once, functions are asked before every request. */
export const credentialsOf = <Name extends string>(
  { credentials }: Pick<Operation<never, Name, unknown, never>, "credentials">,
  settings: Resolved["credentials"],
): AskForCredentials<Name> => {
  const set = credentials.map((name) => ({ name, credential: settings[name] }))
  const missing = set.flatMap(({ name, credential }) => (isCredential(credential) ? [] : [name]))
  if (missing.length > 0) return (presented) => Effect.fail(malformed(presented, missing))
  const asked: ReadonlyArray<{ readonly name: Name; readonly ask: () => Promise<Secret> }> = set.flatMap(
    ({ name, credential }) => (isFunction(credential) ? [{ name, ask: credential }] : []),
  )
  const given = set.flatMap(({ name, credential }) =>
    isSecret(credential) ? [[name, redact(credential)] as const] : [],
  )
  // Object.fromEntries forgets the names; all of them are there, since one entry is made of each.
  const all = (fetched: ReadonlyArray<Entry<Name>>) => Object.fromEntries([...given, ...fetched]) as Credentials<Name>
  if (asked.length === 0) {
    const constant = Effect.succeed(all([]))
    return () => constant
  }
  return (presented, deadline) =>
    Effect.map(
      Effect.forEach(asked, ({ name, ask }) =>
        Effect.tryPromise({
          try: ask,
          catch: () => notSent(presented, `the credential ${name} could not be had`),
        }).pipe(
          before(deadline, () => notSent(presented, "deadline")),
          Effect.map((secret) => [name, redact(secret)] as const),
        ),
      ),
      all,
    )
}

type Entry<Name> = readonly [Name, Redacted.Redacted<string>]

/** Ends with `error` at `deadline`, in milliseconds since the epoch. */
const before =
  <E>(deadline: number, error: () => E) =>
  <A, E2>(effect: Effect.Effect<A, E2>): Effect.Effect<A, E | E2> =>
    Clock.clockWith((clock) =>
      Effect.timeoutOrElse(effect, {
        duration: deadline - clock.currentTimeMillisUnsafe(),
        orElse: () => Effect.fail(error()),
      }),
    )

const isSecret = (value: unknown): value is Secret => typeof value === "string" || Redacted.isRedacted(value)

const isFunction = (value: unknown): value is () => Promise<Secret> => typeof value === "function"

const isCredential = (value: unknown): value is Credential => isSecret(value) || isFunction(value)
