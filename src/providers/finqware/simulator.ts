/**
 * A simulated Finqware: temp tokens that are good once, consents that end.
 *
 * @see specs/SOURCES.md#finqware
 */
import { exchangeTokenExamples as examples } from "../../../generated/finqware.examples.ts"
import { exchangeToken, provider, servers } from "../../../generated/finqware.schema.ts"
import { documented } from "../../testing/answer.ts"
import type { SimulatedClock } from "../../testing/clock.ts"
import { type Grants, type Simulated, type Simulation, simulate } from "../../testing/simulated.ts"
import type { FinqwareGrant, FinqwareOperations } from "./index.ts"

type Name = keyof typeof examples.answers

/** The answers that its own state leads to. The contract suite has a scene for each. */
type Given =
  | "200 exchanged"
  | "400 client-id-rejected"
  | "400 fields-missing"
  | "401 client-secret-rejected"
  | "401 consent-expired"
  | "401 grant-rejected"

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
  const { answers, requests } = examples
  const settings = { clientId: requests["made-up"].client_id, clientSecret: requests["made-up"].client_secret }
  const tokens = new Map<
    unknown,
    { readonly expiresAt: number; readonly consentExpiresAt: Date; readonly at: number }
  >()
  const answer = (name: Given, body?: object) => documented<Given>(answers, name, { id: crypto.randomUUID(), ...body })

  const { provider: simulated, wire } = simulate<Name>({ provider, servers }, clock, [
    {
      descriptor: exchangeToken,
      examples,
      grant: ({ client_id, client_secret, temp_token }) => {
        const now = clock.now().getTime()
        const token = tokens.get(temp_token)
        if (client_id !== settings.clientId) return answer("400 client-id-rejected")
        if (client_secret !== settings.clientSecret) return answer("401 client-secret-rejected")
        if (token !== undefined && token.consentExpiresAt.getTime() <= now) return answer("401 consent-expired")
        if (token === undefined || token.expiresAt <= now) return answer("401 grant-rejected")
        tokens.delete(temp_token)
        return documented<Given>(answers, "200 exchanged", {
          credentials_id: crypto.randomUUID(),
          access_token: crypto.randomUUID(),
          consent_exp: token.consentExpiresAt.toISOString(),
          max_data_retention: new Date(token.at + dataLife).toISOString(),
        })
      },
      refuse: (problems) => {
        const about = (keyword: string) =>
          problems.filter((one) => one.keyword === keyword).map(({ at }) => at.join("."))
        const refused = (code: string, message: string) => answer("400 fields-missing", { code, message })
        if (problems[0].keyword === "415") return refused("invalid_headers", "invalid content-type")
        if (problems[0].at.length === 0) return refused("invalid_body", "invalid body")
        const [missing, unknown] = [about("required"), about("additionalProperties")]
        if (missing.length > 0) return refused("missing_fields", `missing fields: ${missing.join(", ")}`)
        if (unknown.length > 0) return refused("unknown_fields", `unknown fields: ${unknown.join(", ")}`)
        return refused("invalid_field", `invalid field: ${problems[0].at.join(".")}`)
      },
    },
  ])

  const issueGrant: SimulatedFinqware["issueGrant"] = ({ consentExpiresAt } = {}) => {
    const at = clock.now().getTime()
    const tempToken = crypto.randomUUID()
    const ends = consentExpiresAt ?? new Date(at + consentLife)
    tokens.set(tempToken, { at, expiresAt: at + tokenLife, consentExpiresAt: ends })
    return { tempToken }
  }

  return { provider: { ...simulated, settings, issueGrant, grants: { exchangeToken: () => issueGrant() } }, wire }
}
