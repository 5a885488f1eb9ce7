/**
 * What a caller sets: base URLs, credentials, deadlines, hooks.
 */
import type * as Redacted from "effect/Redacted"
import type { RedemptionError } from "./errors.ts"
import type { Fetch } from "./fetch.ts"
import { platformFetch } from "./platform.ts"
import type { RedemptionTag } from "./policies.ts"
import type { Secret } from "./secrets.ts"

/**
 * An app credential: text, redacted text, or a function that fetches it before every request. If the function fails,
 * nothing is sent and the redemption fails with `ConnectionFailed`.
 */
export type Credential = Secret | (() => Promise<Secret>)

/** Settings of any provider. `Server` has the names of its servers. */
export interface ProviderSettings<Server extends string = never> {
  /**
   * Where the provider is: the name of one of its servers, or an https URL without user, password, query and fragment; on
   * loopback, http too. By default its production server; a trailing slash does not matter.
   */
  // `string & {}`: beside `string` alone, an editor would offer no names.
  readonly baseUrl?: Server | (string & {}) | URL
  /** Deadline of one redemption in milliseconds, retries and back-off included: a positive, finite number. */
  readonly timeout?: number
  /**
   * How many further attempts there may be, 0 for none. There are none where one could spend a grant twice. By default 2.
   * Another attempt waits at least 250 ms, then 500, or as long as the provider asks, and begins within the deadline.
   */
  readonly retries?: number
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

/** A redemption as its caller saw it. No field has a secret. */
export interface RedemptionReport {
  readonly provider: string
  readonly operation: string
  /** `redeemed`, the tag of the error, or `interrupted`. */
  readonly outcome: "redeemed" | RedemptionTag | "interrupted"
  /** How many requests were begun; 0 where another caller's, for the same grant, was under way. */
  readonly attempts: number
  /** From the call to its outcome, waits between attempts included. */
  readonly milliseconds: number
  /** The status of the last answer, where one came. */
  readonly status?: number
  /** The provider's name for its last answer, where it documents one: quote it to the provider's support. */
  readonly requestId?: string
}

/** Is told of each redemption when it has its outcome. The caller does not wait for what this returns. */
export type OnRedemption = (redemption: RedemptionReport) => void | Promise<void>

/** Keeps a platform awake until the promise is settled. It never rejects, and has no value. */
export type WaitUntil = (promise: Promise<unknown>) => void

/** Settings for all providers together. */
export interface SharedSettings<Tokens> {
  /** For tests and proxies; by default the platform's. */
  readonly fetch?: Fetch
  /**
   * Takes the outcome of a one-time redemption whose caller gave up (deadline, abort, interrupt) after it was sent. It
   * runs on for as long again as the provider's `timeout`. Keep its tokens: the grant is spent.
   */
  readonly onOrphaned?: OnOrphaned<Tokens>
  /** Is called once for each redemption: which one, how it went, how many attempts and milliseconds it took. For logs and metrics. */
  readonly onRedemption?: OnRedemption
  /**
   * For platforms that freeze or end what a request has left, such as Workers and Vercel: their `waitUntil`. It is
   * called when a caller gives up, with a promise of the redemption that runs on without it.
   */
  readonly waitUntil?: WaitUntil
}

/** A provider's defaults. */
export interface Defaults {
  /** Base URLs by the names of the servers, the default one first. */
  readonly servers: { readonly [name: string]: string }
  /** In milliseconds. */
  readonly timeout: number
}

/** Settings of one provider with every default filled in. */
export interface ResolvedSettings<Tokens> {
  readonly baseUrl: string
  /** In milliseconds. */
  readonly timeout: number
  readonly retries: number
  /** All settings by name; only the credentials are read. */
  readonly credentials: { readonly [name: string]: unknown }
  readonly fetch: Fetch
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
  readonly onRedemption: OnRedemption | undefined
  readonly waitUntil: WaitUntil | undefined
}

/** Further attempts, where a provider's settings do not say how many. */
export const defaultRetries = 2

/** The URL of a server, by its name or by itself. */
export const urlOf = (servers: Defaults["servers"], baseUrl: unknown): URL => {
  const text = String(baseUrl)
  return new URL((Object.hasOwn(servers, text) && servers[text]) || text)
}

/** Fills in a provider's defaults. */
export const resolve = <Tokens>(
  { servers, timeout }: Defaults,
  settings: ProviderSettings,
  { fetch = platformFetch, onOrphaned, onRedemption, waitUntil }: SharedSettings<Tokens>,
): ResolvedSettings<Tokens> => ({
  baseUrl: urlOf(servers, settings.baseUrl ?? Object.keys(servers)[0]).href,
  timeout: settings.timeout ?? timeout,
  retries: settings.retries ?? defaultRetries,
  credentials: { ...settings },
  fetch,
  onOrphaned,
  onRedemption,
  waitUntil,
})
