/** What a vault does for the connections to one provider, as a caller sees it. */
import type * as Effect from "effect/Effect"
import type { InvalidRequest } from "../errors.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type {
  ConsentRequired,
  EndReason,
  GrantTaken,
  NotConnected,
  StillRefreshing,
  StoreFailed,
  Unsealable,
} from "./errors.ts"

/** How every function can fail: the store, a row, or a malformed call. */
export type RowError<Tokens extends AnyTokenSet = AnyTokenSet> = StoreFailed<Tokens> | Unsealable | InvalidRequest

/** How handing out tokens fails that nothing refreshes. */
export type KeptError<Tokens extends AnyTokenSet = AnyTokenSet> = NotConnected | ConsentRequired | RowError<Tokens>

/** How handing out tokens fails, besides the failures of a refresh. */
export type RefreshedError<Tokens extends AnyTokenSet = AnyTokenSet> = StillRefreshing | KeptError<Tokens>

/** How connecting fails, besides the failures of a redemption. */
export type ConnectionError<Tokens extends AnyTokenSet = AnyTokenSet> = GrantTaken | KeptError<Tokens>

/** Options of a call that waits for a provider. */
export interface ConnectOptions {
  /** Deadline in milliseconds: by default the provider's. A POST that was sent runs on, and its tokens are kept. */
  readonly timeout?: number
  /** Gives up waiting. A POST that was sent runs on, and its tokens are kept. */
  readonly signal?: AbortSignal
}

/** Options of handing out tokens. */
export interface TokensOptions<Tokens> extends ConnectOptions {
  /**
   * For how many milliseconds the tokens should be good: by default a minute. At least 0, and at most half of the
   * tokens' life, so that tokens which just came are never due.
   */
  readonly freshFor?: number
  /** Tokens that the provider's API rejects: others are handed out, or `ConsentRequired`. */
  readonly rejected?: Tokens
}

/** Options of a listing. */
export interface ListOptions {
  /** Only connections whose consent ends before this moment, or has ended. */
  readonly dueBefore?: Date
}

/** One connection of a listing. */
export interface ListedConnection {
  /** Your name for the connection, as `connect` was given it. */
  readonly connectionId: string
  /** When only the user can renew it, where that is known. */
  readonly endsAt?: Date
  /** Why and since when only the user can renew it. */
  readonly ended?: { readonly reason: EndReason; readonly since: Date }
  /** The row cannot be opened, so that nothing else is known of it. */
  readonly error?: Unsealable
}

/** A part of a listing, and where the next begins. */
export interface Page {
  readonly connections: ReadonlyArray<ListedConnection>
  readonly next: string | undefined
}

/** The connections to one provider. */
export interface Connections<
  in Grant,
  in out Tokens extends AnyTokenSet,
  out ConnectFailure,
  out TokensFailure,
  out DisconnectFailure = RowError,
> {
  /**
   * Presents a grant, a one-time grant at most once ever, and keeps what comes.
   *
   * @param connectionId Your name for the connection, such as the user's id: at most 1,000 characters once URL-encoded, no secret.
   * @param grant What the user's consent gave.
   */
  readonly connect: (
    connectionId: string,
    grant: Grant,
    options?: ConnectOptions,
  ) => Effect.Effect<Tokens, ConnectFailure>
  /**
   * The connection's tokens, refreshed where they are due.
   *
   * @param connectionId Your name for the connection, as `connect` was given it.
   */
  readonly tokens: (connectionId: string, options?: TokensOptions<Tokens>) => Effect.Effect<Tokens, TokensFailure>
  /**
   * Revokes the tokens where the provider can, forgets the connection, and says whether there was one. Answers that come
   * late do not bring it back. Where the revocation fails, the connection stays: call it again.
   */
  readonly disconnect: (connectionId: string) => Effect.Effect<boolean, DisconnectFailure>
  /** A part of the connections, in the order of their names. */
  readonly page: (options?: ListOptions, after?: string) => Effect.Effect<Page, StoreFailed>
}
