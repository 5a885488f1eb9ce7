/**
 * A simulated AISquare Studio: temp tokens that are good once, one user with a password, refresh tokens that rotate and
 * are blacklisted where a test wants it.
 *
 * @see specs/SOURCES.md#aisquare
 */
import {
  exchangeTokenExamples as exchangeExamples,
  obtainTokenExamples as obtainExamples,
  refreshTokenExamples as refreshExamples,
} from "../../../generated/aisquare.examples.ts"
import { exchangeToken, obtainToken, provider, refreshToken, servers } from "../../../generated/aisquare.schema.ts"
import { times } from "../../jwt.ts"
import { type Answers, documented, reissue } from "../../testing/answer.ts"
import type { SimulatedClock } from "../../testing/clock.ts"
import { makeGrants } from "../../testing/grants.ts"
import { unknownCredential } from "../../testing/hints.ts"
import type { Problem } from "../../testing/request.ts"
import {
  type Grants,
  type Simulated,
  type SimulatedOperation,
  type Simulation,
  simulate,
} from "../../testing/simulated.ts"
import type { AISquareOperations, AISquarePassword, AISquareTempToken } from "./index.ts"

type Name =
  | keyof typeof exchangeExamples.answers
  | keyof typeof obtainExamples.answers
  | keyof typeof refreshExamples.answers

/** The answers that its own state leads to. The contract suite has a scene for each. */
type Given =
  | "200 exchanged"
  | "200 obtained"
  | "200 refreshed"
  | "200 refreshed-and-rotated"
  | "400 body-unreadable"
  | "400 fields refused"
  | "400 grant-rejected"
  | "401 password-rejected"
  | "401 token-expired"
  | "415 media-type-refused"
  | "429 throttled"

/** How AISquare treats refresh tokens. The vendor does not say; its published answer shows neither. */
export interface AISquareRotation {
  /** Whether a refresh brings a new refresh token. By default it does not. */
  readonly rotate?: boolean
  /** Whether a rotation blacklists the presented refresh token. By default it does. */
  readonly blacklist?: boolean
}

/** AISquare Studio, as a test sees it. */
export interface SimulatedAISquare extends Simulated<Name> {
  /** The credentials that it knows. */
  readonly settings: { readonly superexecSecret: string }
  /** The one user. */
  readonly user: AISquarePassword & { readonly password: string }
  /** A superexec redirect: a temp token, good once and, assumed, for five minutes. */
  readonly issueGrant: () => AISquareTempToken & { readonly tempToken: string }
  /** For each operation, makes an input that AISquare grants. */
  readonly grants: Grants<AISquareOperations>
}

/** Assumed: of a temp token, in milliseconds. */
const tokenLife = 300_000

/** Makes a simulated AISquare Studio. */
export const aisquare = (
  clock: SimulatedClock,
  { rotate = false, blacklist = true }: AISquareRotation = {},
): Simulation<SimulatedAISquare, Given> => {
  const settings = { superexecSecret: exchangeExamples.requests.published.superexec_secret }
  const user = obtainExamples.requests.published
  const tempTokens = makeGrants<true>(clock, "aisquare.issueGrant()")
  const refreshTokens = makeGrants<true>(clock, "a login, or the last refresh that rotated")
  const pair = exchangeExamples.answers["200 exchanged"].body

  const issue = () => {
    const refresh = reissue(pair.refresh, clock.now())
    refreshTokens.issue(refresh, true, (times(refresh).exp ?? 0) * 1000)
    return { access: reissue(pair.access, clock.now()), refresh }
  }

  const { provider: simulated, wire } = simulate<Name>({ provider, servers }, clock, [
    operation(exchangeToken, exchangeExamples, ({ temp_token, superexec_secret }) => {
      const isKnown = superexec_secret === settings.superexecSecret
      const { hint } = isKnown ? tempTokens.find(temp_token) : { hint: unknownCredential("superexecSecret") }
      if (hint !== undefined) return { ...documented(exchangeExamples.answers, "400 grant-rejected"), hint }
      tempTokens.spend(temp_token)
      return documented(exchangeExamples.answers, "200 exchanged", issue())
    }),
    operation(obtainToken, obtainExamples, ({ username, password }) =>
      username === user.username && password === user.password
        ? documented(obtainExamples.answers, "200 obtained", issue())
        : { ...documented(obtainExamples.answers, "401 password-rejected"), hint: unknownUser },
    ),
    operation(refreshToken, refreshExamples, ({ refresh }) => {
      const { hint } = refreshTokens.find(refresh)
      if (hint !== undefined) return { ...documented(refreshExamples.answers, "401 token-expired"), hint }
      if (!rotate) {
        const { access } = issue()
        return documented(refreshExamples.answers, "200 refreshed", { access })
      }
      if (blacklist) refreshTokens.spend(refresh)
      return documented(refreshExamples.answers, "200 refreshed-and-rotated", issue())
    }),
  ])

  const issueGrant = () => {
    const tempToken = `tmp_${crypto.randomUUID()}`
    tempTokens.issue(tempToken, true, clock.now().getTime() + tokenLife)
    return { tempToken }
  }
  const grants = {
    exchangeToken: issueGrant,
    obtainToken: () => user,
    refreshToken: () => ({ refresh: issue().refresh }),
  }

  return { provider: { ...simulated, settings, user, issueGrant, grants }, wire }
}

const unknownUser = "This user or password is unknown: log in with aisquare.user."

/** The framework's answers, common to all operations. */
type Common = "400 body-unreadable" | "415 media-type-refused" | "429 throttled"

/** One operation, with the framework's own refusals. */
const operation = (
  descriptor: SimulatedOperation["descriptor"],
  examples: SimulatedOperation["examples"] & { readonly answers: Answers<Common> },
  grant: SimulatedOperation<Given>["grant"],
): SimulatedOperation<Given> => {
  const { answers } = examples
  return {
    descriptor,
    examples,
    grant,
    refuse: (problems) => {
      const [{ keyword, at }] = problems
      if (keyword === "415") return documented(answers, "415 media-type-refused")
      if (at.length === 0) return documented(answers, "400 body-unreadable")
      const body = Object.fromEntries(problems.map((problem) => [problem.at.join("."), [saying(problem)]]))
      return { ...documented(answers, "400 body-unreadable"), name: "400 fields refused", body }
    },
    throttle: (seconds) => {
      const answer = documented(answers, "429 throttled", {
        detail: `Request was throttled. Expected available in ${seconds} seconds.`,
      })
      return { ...answer, headers: { ...answer.headers, "retry-after": String(seconds) } }
    },
  }
}

/** The framework's words about a field. */
const saying = ({ keyword }: Problem): string => {
  const missing = obtainExamples.answers["400 fields-missing"].body.username[0]
  const blank = obtainExamples.answers["400 field-blank"].body.username[0]
  return keyword === "required" ? missing : keyword === "minLength" ? blank : "Not a valid string."
}
