/**
 * The app credentials of one request. A credential that is a function is asked before every request.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Credentials, Operation } from "./operation.ts"
import { redact, type Secret } from "./secrets.ts"
import type { ResolvedSettings } from "./settings.ts"

/**
 * Reads the credentials of an operation. A credential that is not set stays what it is: the request's schema refuses it.
 * Fails with the name of a credential whose function failed.
 */
export const readCredentials = <Name extends string>(
  { credentials }: Pick<Operation<never, Name, unknown, never>, "credentials">,
  settings: ResolvedSettings<never>["credentials"],
): Effect.Effect<Credentials<Name>, Name> => {
  /** Object.fromEntries forgets the names; there is an entry for each. The schema refuses what is not a secret. */
  const named = (values: ReadonlyArray<unknown>) =>
    Object.fromEntries(credentials.map((name, index) => [name, redact(values[index] as Secret)])) as Credentials<Name>
  const set = credentials.map((name) => settings[name])
  if (!set.some((credential) => typeof credential === "function")) return Effect.succeed(named(set))
  return Effect.tryPromise({
    try: () => Promise.all(credentials.map((name) => ask(name, settings[name]))).then(named),
    // What `ask` rejects with.
    catch: (name) => name as Name,
  })
}

/** Rejects with the name of a credential that could not be had. */
const ask = async (name: string, credential: unknown): Promise<unknown> => {
  try {
    const secret: unknown = typeof credential === "function" ? await credential() : credential
    // Opened and closed again, since a secret that was wiped cannot be opened.
    return Redacted.isRedacted(secret) ? Redacted.make(Redacted.value(secret)) : secret
  } catch {
    throw name
  }
}
