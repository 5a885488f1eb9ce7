/** What each failure means: for the grant, for our retries, for the log and for the caller. */

/**
 * May the same grant be presented again? `unspent`: yes, once what failed is put right. `spent`: no, only the user can
 * give a new one. `unknown`: the provider may have spent it; asking again can burn what is left. `reusable`: the
 * operation spends nothing.
 *
 * What failed last says `unknown` instead of `unspent` where an earlier attempt of the same call may have spent it.
 */
export type Grant = "unspent" | "spent" | "unknown" | "reusable"

/** What a failure means for the grant, for us and for the caller. */
export interface Policy {
  /** The state of a one-time grant afterwards. `unless granted`: `unknown`, but `spent` where the answer grants. */
  readonly grant: Exclude<Grant, "reusable"> | "unknown unless granted"
  /** Whether we try again. `unless one-time`: only where the operation has no field that a success spends. */
  readonly retry: "always" | "unless one-time" | "never"
  /** Level of its log line: `Error` where someone must act, `Warn` where waiting may help. */
  readonly logLevel: "Error" | "Warn" | "Info"
  /** What the caller should do, besides what `grant` says about presenting it again. */
  readonly action: string
  /** When an unspent grant may be presented again. */
  readonly again?: string
}

/** The one table of what each failure means. Code, README and docs follow it. */
export const policies = {
  InvalidRequest: {
    grant: "unspent",
    retry: "never",
    logLevel: "Error",
    action: "Correct the request.",
    again: "once the request is corrected",
  },
  InvalidClient: {
    grant: "unspent",
    retry: "never",
    logLevel: "Error",
    action: "Correct the app credentials.",
    again: "once the app credentials are corrected",
  },
  InvalidGrant: { grant: "spent", retry: "never", logLevel: "Info", action: "Ask the user for a new one." },
  RateLimited: {
    grant: "unspent",
    retry: "always",
    logLevel: "Warn",
    action: "Wait before the next request.",
    again: "after the wait",
  },
  ConnectionFailed: {
    grant: "unspent",
    retry: "always",
    logLevel: "Warn",
    action: "Put right what kept it from being sent.",
    again: "once it can be sent",
  },
  ProviderUnavailable: {
    grant: "unknown",
    retry: "unless one-time",
    logLevel: "Warn",
    action: "Wait before the next request.",
  },
  OutcomeUnknown: {
    grant: "unknown",
    retry: "unless one-time",
    logLevel: "Error",
    action: "Keep the tokens that arrive in `onOrphaned`, if any.",
  },
  UnexpectedResponse: {
    grant: "unknown unless granted",
    retry: "never",
    logLevel: "Error",
    action: "Keep the tokens in `recovered`, if any, and report the answer.",
  },
} satisfies { readonly [tag: string]: Policy }

/** The name of a failure. */
export type RedemptionTag = keyof typeof policies
