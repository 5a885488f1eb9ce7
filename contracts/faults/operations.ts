/** The five operations as a fault meets them: how each is called, what it would answer, what a failure leaves. */

import { createTokenExchange, type OrphanedOutcome, type RedemptionError, type TokenSet } from "../../src/index.ts"
import { readSpecs } from "../spec/specs.ts"

/** What a success does to the grant: spends it, may spend it, or leaves it. */
export type Kind = "one-time" | "rotating" | "reusable"

export interface Attempt {
  readonly baseUrl: string
  readonly timeout: number
  readonly signal?: AbortSignal
  readonly onOrphaned?: (outcome: OrphanedOutcome) => void
  readonly fetch?: typeof globalThis.fetch
}

export interface FaultOperation {
  readonly name: string
  readonly provider: string
  readonly kind: Kind
  /** What the wire would carry on success. */
  readonly answer: string
  readonly redeem: (attempt: Attempt) => Promise<{ readonly data?: TokenSet; readonly error?: RedemptionError }>
}

/** Made-up secrets, each long enough to be recognized by any piece of it. */
export const canaries = {
  tempToken: "canary-temp-token-5f0c1e7a9b3d",
  superexecSecret: "canary-superexec-secret-71b2c8",
  password: "canary-password-93ad40f6e1",
  refresh: "canary-refresh-token-0b8e5d2c7f",
  clientSecret: "canary_client_secret_value_in_snake_case",
  appSecret: "CANARY_APP_SECRET_VALUE_IN_CAPITALS",
  accessCode: "canary-access-code-6c1f9e08d4",
}

const success = async (provider: string, operationId: string): Promise<string> => {
  const spec = (await readSpecs()).find((one) => one.provider === provider)
  const operation = spec?.operations.find((one) => one.operationId === operationId)
  const answer = operation?.answers.find(({ status }) => status === "200")
  return JSON.stringify(answer?.contents[0]?.examples[0]?.value)
}

const exchangeWith = ({ baseUrl, fetch, onOrphaned }: Attempt) => {
  const shared = { ...(fetch && { fetch }), ...(onOrphaned && { onOrphaned }) }
  return createTokenExchange({
    ...shared,
    aisquare: { superexecSecret: canaries.superexecSecret, baseUrl },
    finqware: { clientId: "tenant-app", clientSecret: canaries.clientSecret, baseUrl },
    dapi: { appSecret: canaries.appSecret, baseUrl },
  })
}

const options = ({ timeout, signal }: Attempt) => ({ timeout, ...(signal && { signal }) })

export const operations: ReadonlyArray<FaultOperation> = [
  {
    name: "aisquare.exchangeToken",
    provider: "aisquare",
    kind: "one-time",
    answer: await success("aisquare", "exchangeToken"),
    redeem: (attempt) =>
      exchangeWith(attempt).aisquare.exchangeToken({ tempToken: canaries.tempToken }, options(attempt)),
  },
  {
    name: "aisquare.obtainToken",
    provider: "aisquare",
    kind: "reusable",
    answer: await success("aisquare", "obtainToken"),
    redeem: (attempt) =>
      exchangeWith(attempt).aisquare.obtainToken({ username: "alice", password: canaries.password }, options(attempt)),
  },
  {
    name: "aisquare.refreshToken",
    provider: "aisquare",
    kind: "rotating",
    answer: await success("aisquare", "refreshToken"),
    redeem: (attempt) => exchangeWith(attempt).aisquare.refreshToken({ refresh: canaries.refresh }, options(attempt)),
  },
  {
    name: "finqware.exchangeToken",
    provider: "finqware",
    kind: "one-time",
    answer: await success("finqware", "exchangeToken"),
    redeem: (attempt) =>
      exchangeWith(attempt).finqware.exchangeToken({ tempToken: canaries.tempToken }, options(attempt)),
  },
  {
    name: "dapi.exchangeToken",
    provider: "dapi",
    kind: "one-time",
    answer: await success("dapi", "exchangeToken"),
    redeem: (attempt) =>
      exchangeWith(attempt).dapi.exchangeToken(
        { accessCode: canaries.accessCode, connectionId: "connection" },
        options(attempt),
      ),
  },
]
