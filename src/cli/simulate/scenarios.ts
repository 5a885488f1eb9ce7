/** Situations that recur at providers, to be tried by name. */
import type { RedemptionTag } from "../../policies.ts"
import type { AnySimulated } from "../../testing/simulated.ts"

export interface Scenario {
  /** What every provider does. */
  readonly does: string
  /** What the client says. */
  readonly tag: RedemptionTag
  /** And what a service makes of it. */
  readonly means: string
  readonly begin: (provider: AnySimulated) => void
}

const minute = 60_000

export const scenarios: { readonly [name: string]: Scenario } = {
  "rate-limited": {
    does: "answers one request a minute, and 429 to the others",
    tag: "RateLimited",
    means: "the grant is unspent; the client waits by itself where its deadline leaves the time",
    begin: ({ limitRate }) => limitRate({ requests: 1, milliseconds: minute }),
  },
  late: {
    does: "answers after 5 s, and works on the request at once",
    tag: "OutcomeUnknown",
    means: "with a timeout of 3 or 4 s, after which the tokens come to onOrphaned; a longer one waits for them",
    begin: ({ failEvery }) => failEvery("late", { milliseconds: 5_000 }),
  },
  down: {
    does: "has a gateway that answers 503",
    tag: "ProviderUnavailable",
    means: "the grant may be spent: the client does not send a one-time grant again",
    begin: ({ failEvery }) => failEvery("unavailable"),
  },
  "lost-answer": {
    does: "works on the request, and the connection ends before the answer",
    tag: "OutcomeUnknown",
    means: "the grant is spent, and its tokens are lost: send the user through consent again",
    begin: ({ failEvery }) => failEvery("reset-after-send"),
  },
  "gateway-page": {
    does: "works on the request, and a gateway answers 200 with a page of HTML",
    tag: "UnexpectedResponse",
    means: "the grant is spent, and there are no tokens",
    begin: ({ failEvery }) => failEvery("not-json"),
  },
}
