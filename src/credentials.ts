/**
 * The app credentials of one request, asked for where the settings hold a function.
 */
import * as Redacted from "effect/Redacted"
import { type Credentials, type Operation, redact, type Secret } from "./operation.ts"
import type { Resolved } from "./settings.ts"

/** How an operation comes by its credentials. */
interface Keyring<Name extends string> {
  /** All of them, where each is a text. */
  readonly constant: Credentials<Name> | undefined
  /** Asks every function; what is not set stays what it is. Rejects with the name of a credential that could not be had. */
  readonly ask: () => Promise<Credentials<Name>>
}

/** The credentials of `operation`: texts are redacted once, functions are asked before every request. */
export const keyringOf = <Name extends string>(
  { credentials }: Pick<Operation<never, Name, unknown, never>, "credentials">,
  settings: Resolved["credentials"],
): Keyring<Name> => {
  const had = (name: Name) =>
    Promise.resolve()
      .then((): unknown => {
        const credential = settings[name]
        return typeof credential === "function" ? credential() : credential
      })
      // Opened here, since a secret that was wiped cannot be.
      .then((credential) => (Redacted.isRedacted(credential) ? Redacted.make(Redacted.value(credential)) : credential))
      .catch(() => Promise.reject(name))
  // Object.fromEntries forgets the names; one entry is made of each. What is no secret, its request's schema refuses.
  const whole = (secrets: ReadonlyArray<unknown>) =>
    Object.fromEntries(credentials.map((name, index) => [name, redact(secrets[index] as Secret)])) as Credentials<Name>
  const texts = credentials.map((name) => settings[name])
  return {
    constant: texts.every(isSecret) ? whole(texts) : undefined,
    ask: () => Promise.all(credentials.map(had)).then(whole),
  }
}

const isSecret = (value: unknown): value is Secret => typeof value === "string" || Redacted.isRedacted(value)
