/** How Dapi's tokens are kept: for ever. */
import type { ConnectionError, Connections, KeptError } from "../../vault/functions.ts"
import type { VaultRules } from "../../vault/rules.ts"
import { type DapiError, type DapiGrant, dapi as provider } from "./index.ts"
import type { DapiToken } from "./tokens.ts"

export type * from "./index.ts"

/** How connecting a user at Dapi can fail. */
export type DapiConnectError = DapiError | ConnectionError<DapiToken>

/** How handing out a user's token can fail. Nothing refreshes it. */
export type DapiTokensError = KeptError<DapiToken>

/** The users' connections to Dapi. */
export interface DapiConnections extends Connections<DapiGrant, DapiToken, DapiConnectError, DapiTokensError> {}

export const dapi: VaultRules<typeof provider, DapiConnections, "exchangeToken"> = {
  provider,
  begins: ["exchangeToken"],
  expiresAt: () => undefined,
  endsAt: () => undefined,
}
