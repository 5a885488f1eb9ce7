/** Every way the vault itself can fail, besides the errors of redemptions. No error contains a secret. */
import * as Data from "effect/Data"
import type { AnyTokenSet } from "../token-set.ts"

/** Where it failed. `*` where it concerns every provider or every connection. */
export interface Connection {
  /** Slug of the provider. */
  readonly provider: string
  /** Your name for the connection. */
  readonly connectionId: string
}

/** Fields with the message, which loggers show like any other. */
type Described<Fields extends Connection> = Fields & { readonly message: string }

const described = <Fields extends Connection>(fields: Fields, what: string): Described<Fields> => ({
  ...fields,
  message: `${fields.provider} ${JSON.stringify(fields.connectionId)}: ${what}`,
})

/** There is no connection of this name, or none any more. Send the user through consent, and `connect`. */
export class NotConnected extends Data.TaggedError("NotConnected")<Described<Connection>> {
  constructor(failure: Connection) {
    super(described(failure, "there is no such connection. Send the user through consent, then connect."))
  }
}

/**
 * Why a consent has ended. `expired`: its time is over. `refused`: the provider refused to refresh it. `rejected`: a
 * caller said that the provider's API rejects its tokens, which cannot be refreshed. `lost`: the provider may have
 * answered a refresh with new tokens that nobody received; a late answer heals it.
 */
export type EndReason = "expired" | "refused" | "lost" | "rejected"

const endings: Readonly<Record<EndReason, string>> = {
  expired: "the consent has expired",
  refused: "the provider refuses to refresh the tokens",
  rejected: "the provider rejects the tokens",
  lost: "the answer to a refresh was lost, and the old tokens are of no more use",
}

interface Ended extends Connection {
  /** Why the consent has ended. */
  readonly reason: EndReason
  /** Since when that is known. */
  readonly since: Date
}

/**
 * The consent has ended, and `reason` says why. Only the user can help: send them through consent, and `connect` with
 * the new grant.
 */
export class ConsentRequired extends Data.TaggedError("ConsentRequired")<Described<Ended>> {
  constructor(failure: Ended) {
    super(described(failure, `${endings[failure.reason]}. Send the user through consent, then connect.`))
  }
}

/** Another connection presented this grant. It belongs to another user: do not connect this one with it. */
export class GrantTaken extends Data.TaggedError("GrantTaken")<Described<Connection>> {
  constructor(failure: Connection) {
    super(described(failure, "another connection presented this grant. Send the user through consent of their own."))
  }
}

/** The caller's deadline came before the refresh ended. It goes on: ask again. */
export class StillRefreshing extends Data.TaggedError("StillRefreshing")<Described<Connection>> {
  constructor(failure: Connection) {
    super(described(failure, "the tokens are still being refreshed. Ask again."))
  }
}

interface Unkept<Tokens> extends Connection {
  /** What the store, or the key management service, failed with. It has seen no secret in plain text. */
  readonly cause: unknown
  readonly tokens?: Tokens
}

/**
 * The store failed for longer than the vault tries. With `tokens`, these came and could not be kept: keep them, since
 * the user has no others.
 */
export class StoreFailed<Tokens extends AnyTokenSet = AnyTokenSet> extends Data.TaggedError("StoreFailed")<
  Described<Connection> & { readonly cause: unknown }
> {
  /** What came and could not be kept. */
  declare readonly tokens?: Tokens
  constructor({ cause, ...failure }: Unkept<Tokens>) {
    const what = failure.tokens
      ? "the store failed, and could not keep the tokens that came. Keep them"
      : "the store failed"
    // Data assigns every field, `tokens` among them.
    super({ ...described(failure, `${what}. Put right what its cause says.`), cause })
  }
}

interface Sealed extends Connection {
  /** What is wrong, such as `wrapped by the key "2025-11", which is not among the keys`. */
  readonly reason: string
}

/**
 * A row cannot be opened: the key is wrong or missing, or somebody forged the row or swapped it with another. Correct
 * the keys, or restore the row; nothing of it was used.
 */
export class Unsealable extends Data.TaggedError("Unsealable")<Described<Sealed>> {
  constructor(failure: Sealed) {
    super(described(failure, `the row cannot be opened: ${failure.reason}.`))
  }
}

/** Every way the vault itself can fail. */
export type VaultError = NotConnected | ConsentRequired | GrantTaken | StillRefreshing | StoreFailed | Unsealable
