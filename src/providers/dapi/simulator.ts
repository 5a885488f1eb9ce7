/**
 * A simulated Dapi: access codes that live as long as the published one and are good once.
 *
 * @see specs/SOURCES.md#dapi
 */
import { exchangeTokenExamples as examples } from "../../../generated/dapi.examples.ts"
import { exchangeToken, provider, servers } from "../../../generated/dapi.schema.ts"
import { times } from "../../jwt.ts"
import { documented, reissue } from "../../testing/answer.ts"
import type { SimulatedClock } from "../../testing/clock.ts"
import { makeGrants } from "../../testing/grants.ts"
import { unknownCredential } from "../../testing/hints.ts"
import { type Grants, type Simulated, type Simulation, simulate } from "../../testing/simulated.ts"
import type { DapiGrant, DapiOperations } from "./index.ts"

type Name = keyof typeof examples.answers

/** The answers that its own state leads to. The contract suite has a scene for each. */
type Given =
  | "200 exchanged-with-ids"
  | "200 grant-rejected"
  | "200 arguments-refused"
  | "400 bad-request"
  | "401 client-rejected"
  | "404 connection-rejected"

/** Dapi, as a test sees it. */
export interface SimulatedDapi extends Simulated<Name> {
  /** The credentials that it knows. */
  readonly settings: { readonly appSecret: string }
  /** A login in Connect: an access code, good once and for five minutes. */
  readonly issueGrant: () => DapiGrant & { readonly accessCode: string }
  /** For each operation, makes an input that Dapi grants. */
  readonly grants: Grants<DapiOperations>
}

/** Makes a simulated Dapi. */
export const dapi = (clock: SimulatedClock): Simulation<SimulatedDapi, Given> => {
  const { answers, requests } = examples
  const { published } = requests
  const settings = { appSecret: published.appSecret }
  /** With the connections they belong to. */
  const codes = makeGrants<string>(clock, "dapi.issueGrant()")
  const answer = (name: Given, body?: object) => documented<Given>(answers, name, body)

  const { provider: simulated, wire } = simulate<Name>({ provider, servers }, clock, [
    {
      descriptor: exchangeToken,
      examples,
      grant: ({ appSecret, accessCode, connectionID }) => {
        if (appSecret !== settings.appSecret)
          return { ...answer("401 client-rejected"), hint: unknownCredential("appSecret") }
        const { kept: connection, hint } = codes.find(accessCode)
        if (connection === undefined) return { ...answer("200 grant-rejected"), hint }
        if (connection !== connectionID) return { ...answer("404 connection-rejected"), hint: mixed }
        codes.spend(accessCode)
        return answer("200 exchanged-with-ids", {
          accessToken: reissue(answers["200 exchanged"].body.accessToken, clock.now()),
          tokenID: crypto.randomUUID(),
        })
      },
      refuse: ([{ keyword, at }]) => {
        if (keyword === "415" || keyword === "invalid_json" || at.length === 0) return answer("400 bad-request")
        const words = `Validation error on field '${at.join(".")}'. Error: ${keyword}`
        return answer("200 arguments-refused", { msg: words })
      },
    },
  ])

  const issueGrant = () => {
    const connectionId: string = crypto.randomUUID()
    const accessCode = reissue(published.accessCode, clock.now())
    // The code itself says how long it lives.
    codes.issue(accessCode, connectionId, (times(accessCode).exp ?? 0) * 1000)
    return { accessCode, connectionId }
  }

  return { provider: { ...simulated, settings, issueGrant, grants: { exchangeToken: issueGrant } }, wire }
}

const mixed = "This access code belongs to another connection: present both as one dapi.issueGrant() gave them."
