/**
 * The app credentials of one request, asked for where the settings hold a function.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { ConnectionFailed, InvalidRequest } from "./errors.ts"
import { type Credentials, type Operation, redact } from "./operation.ts"
import { malformed, notSent, type Presented } from "./refusal.ts"
import type { Credential, Resolved } from "./settings.ts"

/** Every credential that `operation` needs. One that is not set, or cannot be had, sends nothing. */
export const resolveCredentials = <Name extends string>(
  { credentials }: Pick<Operation<never, Name, unknown, never>, "credentials">,
  settings: Resolved["credentials"],
  presented: Presented,
): Effect.Effect<Credentials<Name>, InvalidRequest | ConnectionFailed> =>
  Effect.gen(function* () {
    const resolved: Array<readonly [Name, Redacted.Redacted<string>]> = []
    for (const name of credentials) {
      const credential = settings[name]
      if (!isCredential(credential)) return yield* malformed(presented, [name])
      const failed = () => notSent(presented, `the credential ${name} could not be had`)
      resolved.push([name, yield* Effect.mapError(ask(credential), failed)])
    }
    // Object.fromEntries forgets the names; all of them are there, since one entry was made of each.
    return Object.fromEntries(resolved) as Credentials<Name>
  })

const isCredential = (value: unknown): value is Credential =>
  typeof value === "string" || typeof value === "function" || Redacted.isRedacted(value)

const ask = (credential: Credential): Effect.Effect<Redacted.Redacted<string>, unknown> =>
  typeof credential === "function"
    ? Effect.map(Effect.tryPromise(credential), redact)
    : Effect.succeed(redact(credential))
