/** How Finqware's consents are kept: until two hours before they end. They are deleted with their connections. */
import type { InvalidGrant } from "../../errors.ts"
import type { ConnectionError, Connections, KeptError, RowError } from "../../vault/functions.ts"
import type { VaultRules } from "../../vault/rules.ts"
import { type FinqwareError, type FinqwareGrant, finqware as provider } from "./index.ts"
import type { FinqwareConsent } from "./tokens.ts"

export type * from "./index.ts"

/** How connecting a user at Finqware can fail. */
export type FinqwareConnectError = FinqwareError | ConnectionError<FinqwareConsent>

/** How handing out a user's consent can fail. Nothing refreshes it. */
export type FinqwareTokensError = KeptError<FinqwareConsent>

/** How disconnecting a user can fail: their consent is deleted first. One that Finqware refuses needs no deletion. */
export type FinqwareDisconnectError = Exclude<FinqwareError, InvalidGrant> | RowError

/** The users' connections to Finqware. */
export interface FinqwareConnections
  extends Connections<
    FinqwareGrant,
    FinqwareConsent,
    FinqwareConnectError,
    FinqwareTokensError,
    FinqwareDisconnectError
  > {}

/** Milliseconds before its end in which a consent is not to be counted on. */
const margin = 7_200_000

const endsAt = ({ consentExpiresAt }: FinqwareConsent) => new Date(consentExpiresAt.getTime() - margin)

export const finqware: VaultRules<typeof provider, FinqwareConnections, "exchangeToken"> = {
  provider,
  begins: ["exchangeToken"],
  revoke: { operation: "deleteConsent", grant: ({ credentialsId, accessToken }) => ({ credentialsId, accessToken }) },
  expiresAt: endsAt,
  endsAt,
}
