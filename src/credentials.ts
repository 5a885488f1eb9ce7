/**
 * The app credentials of one request. A credential that is a function is asked before every request.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Credentials } from "./operation.ts"
import { redact, type Secret, textOf } from "./secrets.ts"
import type { ResolvedSettings } from "./settings.ts"

/**
 * Reads the credentials of these names. A credential that is not set stays what it is: the request's schema refuses it.
 * Fails with the name of a credential whose function failed.
 */
export const readCredentials = <Name extends string>(
  names: ReadonlyArray<Name>,
  settings: ResolvedSettings<never>["credentials"],
): Effect.Effect<Credentials<Name>, Name> =>
  Effect.forEach(
    names,
    (name) => Effect.map(read(name, settings[name]), (secret): [Name, Redacted.Redacted<string>] => [name, secret]),
    { concurrency: "unbounded" },
    // Object.fromEntries forgets the names; there is one entry for each.
  ).pipe(Effect.map((entries) => Object.fromEntries(entries) as Credentials<Name>))

const read = <Name extends string>(name: Name, credential: unknown): Effect.Effect<Redacted.Redacted<string>, Name> =>
  typeof credential === "function"
    ? Effect.tryPromise({
        // Opened and closed again, since a secret that was wiped cannot be opened.
        try: async () => Redacted.make(textOf(await credential())),
        catch: () => name,
      })
    : Effect.succeed(redact(credential as Secret)) // The request's schema refuses what is not a secret.
