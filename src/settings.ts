/**
 * What a caller sets: base URLs, credentials, deadlines, hooks.
 */
import type * as Redacted from "effect/Redacted"
import type { RedemptionError } from "./errors.ts"
import type { Fetch } from "./fetch.ts"
import { platformFetch } from "./platform.ts"
import type { Secret } from "./secrets.ts"

/**
 * An app credential: text, redacted text, or a function that fetches it before every request. If the function fails,
 * nothing is sent and the redemption fails with `ConnectionFailed`.
 */
export type Credential = Secret | (() => Promise<Secret>)

/** Settings of any provider. */
export interface ProviderSettings {
  /**
   * Where the provider is: an https URL without user, password, query and fragment; on loopback, http too. By default
   * its production URL; a trailing slash does not matter.
   */
  readonly baseUrl?: string | URL
  /** Deadline of one redemption in milliseconds, retries and back-off included: a positive, finite number. */
  readonly timeout?: number
  /**
   * Allows a `baseUrl` of plain HTTP that is not on loopback, such as a simulator in a container. Whoever is on the way
   * can then read every secret.
   */
  readonly allowInsecure?: boolean
}

/** The outcome of a redemption whose caller stopped waiting. */
export type OrphanedOutcome<Tokens> = {
  readonly provider: string
  readonly operation: string
  /** The caller's input with its secrets redacted, to tell whose tokens these are. */
  readonly input: { readonly [name: string]: string | Redacted.Redacted<string> }
} & ({ readonly data: Tokens; readonly error?: never } | { readonly data?: never; readonly error: RedemptionError })

/** Takes an outcome that came after the caller gave up. Keep the tokens: the user may have no others. */
export type OnOrphaned<Tokens> = (outcome: OrphanedOutcome<Tokens>) => void | Promise<void>

/** Keeps a platform awake until the promise is settled. It never rejects, and has no value. */
export type WaitUntil = (promise: Promise<unknown>) => void

/** Settings for all providers together. */
export interface SharedSettings<Tokens> {
  /** For tests and proxies; by default the platform's. */
  readonly fetch?: Fetch
  /**
   * Takes the outcome of a one-time redemption whose caller gave up (deadline, abort, interrupt) after it was sent. It
   * runs on for at most the provider's deadline. Keep its tokens: the grant is spent.
   */
  readonly onOrphaned?: OnOrphaned<Tokens>
  /**
   * For platforms that freeze or end what a request has left, such as Workers and Vercel: their `waitUntil`. It is
   * called when a caller gives up, with a promise of the redemption that runs on without it.
   */
  readonly waitUntil?: WaitUntil
}

/** A provider's defaults. */
export interface Defaults {
  readonly baseUrl: string
  /** In milliseconds. */
  readonly timeout: number
}

/** Settings of one provider with every default filled in. */
export interface ResolvedSettings<Tokens> extends Defaults {
  /** All settings by name; only the credentials are read. */
  readonly credentials: { readonly [name: string]: unknown }
  readonly fetch: Fetch
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
  readonly waitUntil: WaitUntil | undefined
}

/** Fills in a provider's defaults. */
export const resolve = <Tokens>(
  defaults: Defaults,
  settings: ProviderSettings,
  { fetch = platformFetch, onOrphaned, waitUntil }: SharedSettings<Tokens>,
): ResolvedSettings<Tokens> => ({
  baseUrl: new URL(settings.baseUrl ?? defaults.baseUrl).href,
  timeout: settings.timeout ?? defaults.timeout,
  credentials: { ...settings },
  fetch,
  onOrphaned,
  waitUntil,
})
