/**
 * A simulated Finqware: temp tokens that are good once, consents that end or are deleted.
 *
 * @see specs/SOURCES.md#finqware
 */
import {
  deleteConsentExamples as deletions,
  exchangeTokenExamples as exchanges,
} from "../../../generated/finqware.examples.ts"
import { deleteConsent, exchangeToken, provider, servers } from "../../../generated/finqware.schema.ts"
import { type Answers, documented } from "../../testing/answer.ts"
import type { SimulatedClock } from "../../testing/clock.ts"
import { makeGrants } from "../../testing/grants.ts"
import { unknownCredential } from "../../testing/hints.ts"
import type { Problem } from "../../testing/request.ts"
import { type Grants, type Simulated, type Simulation, simulate } from "../../testing/simulated.ts"
import type { FinqwareConsentKey, FinqwareGrant, FinqwareOperations } from "./index.ts"

type Name = keyof typeof exchanges.answers | keyof typeof deletions.answers

/** The refusals that both operations document. */
type Common = "400 client-id-rejected" | "400 fields-missing" | "401 client-secret-rejected"

/** The answers that its own state leads to. The contract suite has a scene for each. */
type Given =
  | Common
  | "200 exchanged"
  | "200 deleted"
  | "401 consent-expired"
  | "401 consent-inactive"
  | "401 consent-unknown"
  | "401 grant-rejected"
  | "401 token-rejected"

/** Finqware, as a test sees it. */
export interface SimulatedFinqware extends Simulated<Name> {
  /** The credentials that it knows. */
  readonly settings: { readonly clientId: string; readonly clientSecret: string }
  /**
   * A finished consent: a temp token, good once and, assumed, for thirty minutes. The consent itself ends in 90 days
   * unless `consentExpiresAt` says otherwise; a token presented after that is refused with `expired_credentials`.
   */
  readonly issueGrant: (consent?: {
    readonly consentExpiresAt?: Date
  }) => FinqwareGrant & { readonly tempToken: string }
  /** A consent whose temp token was exchanged: its id, and its access token. */
  readonly issueConsent: (consent?: {
    readonly consentExpiresAt?: Date
  }) => FinqwareConsentKey & { readonly accessToken: string }
  /** For each operation, makes an input that Finqware grants. */
  readonly grants: Grants<FinqwareOperations>
}

const day = 24 * 60 * 60 * 1000
/** The default lifetimes, in milliseconds; a tenant may set others. */
const consentLife = 90 * day
const dataLife = 120 * day
/** Assumed: the lifetime of a session's nonce, in milliseconds. */
const tokenLife = 30 * 60 * 1000

/** Makes a simulated Finqware. */
export const finqware = (clock: SimulatedClock): Simulation<SimulatedFinqware, Given> => {
  const published = exchanges.requests["made-up"]
  const settings = { clientId: published.client_id, clientSecret: published.client_secret }
  const tokens = makeGrants<{ readonly consentExpiresAt: Date; readonly at: number }>(clock, issuing)
  const consents = new Map<unknown, { readonly accessToken: string; readonly expiresAt: Date; isDeleted: boolean }>()
  const isOver = (end: Date) => end.getTime() <= clock.now().getTime()

  const giveConsent = (expiresAt: Date) => {
    const [credentialsId, accessToken] = [crypto.randomUUID(), crypto.randomUUID()]
    consents.set(credentialsId, { accessToken, expiresAt, isDeleted: false })
    return { credentialsId, accessToken }
  }

  /** The refusal of a wrong app, if it is wrong. */
  const strange = (answers: Answers<Common>, { client_id, client_secret }: { readonly [field: string]: unknown }) => {
    if (client_id !== settings.clientId)
      return { ...refused(answers, "400 client-id-rejected"), hint: unknownCredential("clientId") }
    if (client_secret !== settings.clientSecret)
      return { ...refused(answers, "401 client-secret-rejected"), hint: unknownCredential("clientSecret") }
    return undefined
  }

  const { provider: simulated, wire } = simulate<Name>({ provider, servers }, clock, [
    {
      descriptor: exchangeToken,
      examples: exchanges,
      grant: (body) => {
        const { answers } = exchanges
        const { temp_token } = body
        const { kept: token, hint } = tokens.find(temp_token)
        const stranger = strange(answers, body)
        if (stranger !== undefined) return stranger
        if (token === undefined) return { ...refused(answers, "401 grant-rejected"), hint }
        if (isOver(token.consentExpiresAt)) return { ...refused(answers, "401 consent-expired"), hint: ended }
        tokens.spend(temp_token)
        const { credentialsId, accessToken } = giveConsent(token.consentExpiresAt)
        return documented(answers, "200 exchanged", {
          credentials_id: credentialsId,
          access_token: accessToken,
          consent_exp: token.consentExpiresAt.toISOString(),
          max_data_retention: new Date(token.at + dataLife).toISOString(),
        })
      },
      refuse: malformed(exchanges.answers),
    },
    {
      descriptor: deleteConsent,
      examples: deletions,
      grant: (body) => {
        const { answers } = deletions
        const { client_id, credentials_id, access_token } = body
        const consent = consents.get(credentials_id)
        const stranger = strange(answers, body)
        if (stranger !== undefined) return stranger
        if (consent === undefined) return { ...refused(answers, "401 consent-unknown"), hint: unknownConsent }
        if (consent.accessToken !== access_token)
          return { ...refused(answers, "401 token-rejected"), hint: unknownConsent }
        if (!consent.isDeleted && isOver(consent.expiresAt))
          return { ...refused(answers, "401 consent-inactive"), hint: ended }
        consent.isDeleted = true
        return documented(answers, "200 deleted", { result: { client_id } })
      },
      refuse: malformed(deletions.answers),
    },
  ])

  const endOf = (consentExpiresAt: Date | undefined) =>
    consentExpiresAt ?? new Date(clock.now().getTime() + consentLife)

  const issueGrant: SimulatedFinqware["issueGrant"] = ({ consentExpiresAt } = {}) => {
    const at = clock.now().getTime()
    const tempToken = crypto.randomUUID()
    tokens.issue(tempToken, { at, consentExpiresAt: endOf(consentExpiresAt) }, at + tokenLife)
    return { tempToken }
  }
  const issueConsent: SimulatedFinqware["issueConsent"] = ({ consentExpiresAt } = {}) =>
    giveConsent(endOf(consentExpiresAt))
  const grants = { exchangeToken: () => issueGrant(), deleteConsent: () => issueConsent() }

  return { provider: { ...simulated, settings, issueGrant, issueConsent, grants }, wire }
}

const issuing = "finqware.issueGrant()"
const ended = `The consent has ended by the simulator's clock: take a new grant from ${issuing}, or a later consentExpiresAt.`
const unknownConsent =
  "This consent and access token were not issued together: take both from finqware.issueConsent() or one exchange."

/** A documented refusal, with an id of its own. */
const refused = <Name extends string>(answers: Answers<Name>, name: Name, body?: object) =>
  documented(answers, name, { id: crypto.randomUUID(), ...body })

/** The refusal of a malformed request. */
const malformed = (answers: Answers<Common>) => (problems: readonly [Problem, ...ReadonlyArray<Problem>]) => {
  const about = (keyword: string) => problems.filter((one) => one.keyword === keyword).map(({ at }) => at.join("."))
  const because = (code: string, message: string) => refused(answers, "400 fields-missing", { code, message })
  if (problems[0].keyword === "415") return because("invalid_headers", "invalid content-type")
  if (problems[0].at.length === 0) return because("invalid_body", "invalid body")
  const [missing, unknown] = [about("required"), about("additionalProperties")]
  if (missing.length > 0) return because("missing_fields", `missing fields: ${missing.join(", ")}`)
  if (unknown.length > 0) return because("unknown_fields", `unknown fields: ${unknown.join(", ")}`)
  const field = problems[0].at.join(".")
  return because(field === "pcd_data_retention" ? `invalid_${field}` : "invalid_field", `invalid field: ${field}`)
}
