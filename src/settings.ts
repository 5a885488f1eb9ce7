/**
 * What a caller sets: base URLs, credentials, deadlines, hooks.
 */
import type * as Redacted from "effect/Redacted"
import type { RedemptionError } from "./errors.ts"
import type { Secret } from "./secrets.ts"

/**
 * An app credential: text, redacted text, or a function that fetches it, asked before every request. Where the
 * function fails, nothing is sent and the redemption is a `ConnectionFailed`.
 */
export type Credential = Secret | (() => Promise<Secret>)

/** What can be set for any provider. */
export interface ProviderSettings {
  /** Where the provider is. By default its production URL; a trailing slash does not matter. */
  readonly baseUrl?: string | URL
  /** Deadline of one redemption in milliseconds, retries and back-off included. */
  readonly timeout?: number
}

/** The `fetch` to send with: for tests and proxies. It must not send a request twice by itself. */
export type Fetch = typeof globalThis.fetch

/** The outcome of a redemption whose caller stopped waiting. */
export type OrphanedOutcome<Tokens> = {
  readonly provider: string
  readonly operation: string
  /** What the caller had handed in, its secrets redacted: to know whose tokens these are. */
  readonly input: { readonly [name: string]: string | Redacted.Redacted<string> }
} & ({ readonly data: Tokens; readonly error?: never } | { readonly data?: never; readonly error: RedemptionError })

/** Takes what came after the caller had given up. Keep the tokens: they may be all the user has. */
export type OnOrphaned<Tokens> = (outcome: OrphanedOutcome<Tokens>) => void | Promise<void>

/** What can be set for all providers together. */
export interface SharedSettings<Tokens> {
  /** For tests and proxies; by default the platform's. */
  readonly fetch?: Fetch
  /**
   * Takes the outcome of a one-time redemption whose caller gave up (deadline, abort, interrupt) after it was sent. It
   * runs on for at most the provider's deadline. Keep its tokens: the grant is spent.
   */
  readonly onOrphaned?: OnOrphaned<Tokens>
}

/** What a provider settles where the caller does not. */
export interface Defaults {
  readonly baseUrl: string
  /** In milliseconds. */
  readonly timeout: number
}

/** Settings of one provider as they are used: every default filled in. */
export interface ResolvedSettings<Tokens> extends Defaults {
  /** By name. Only the credentials are read from it. */
  readonly credentials: { readonly [name: string]: unknown }
  readonly fetch: Fetch
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
}

/** Fills in a provider's defaults. */
export const resolve = <Tokens>(
  defaults: Defaults,
  settings: ProviderSettings,
  { fetch = globalThis.fetch, onOrphaned }: SharedSettings<Tokens>,
): ResolvedSettings<Tokens> => ({
  baseUrl: String(settings.baseUrl ?? defaults.baseUrl),
  timeout: settings.timeout ?? defaults.timeout,
  credentials: { ...settings },
  fetch,
  onOrphaned,
})
