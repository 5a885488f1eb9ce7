/** How AISquare's sessions are kept: refreshed before the access token expires, until the refresh token does. */
import type { InvalidGrant } from "../../errors.ts"
import type { ConnectionError, Connections, RefreshedError } from "../../vault/functions.ts"
import type { VaultRules } from "../../vault/rules.ts"
import { type AISquareError, type AISquarePassword, type AISquareTempToken, aisquare as provider } from "./index.ts"
import type { AISquareTokens } from "./tokens.ts"

export type * from "./index.ts"

/** What connects a user at AISquare Studio. A password is presented each time, a temp token at most once. */
export type AISquareGrant = AISquareTempToken | AISquarePassword

/** How connecting a user at AISquare Studio can fail. */
export type AISquareConnectError = AISquareError | ConnectionError<AISquareTokens> | RefreshedError<AISquareTokens>

/** How handing out a user's session can fail. A refused refresh token is `ConsentRequired`. */
export type AISquareTokensError = Exclude<AISquareError, InvalidGrant> | RefreshedError<AISquareTokens>

/** The users' connections to AISquare Studio. */
export interface AISquareConnections
  extends Connections<AISquareGrant, AISquareTokens, AISquareConnectError, AISquareTokensError> {}

export const aisquare: VaultRules<typeof provider, AISquareConnections, "exchangeToken" | "obtainToken"> = {
  provider,
  begins: ["exchangeToken", "obtainToken"],
  refresh: { operation: "refreshToken", grant: ({ refresh }) => ({ refresh }) },
  expiresAt: ({ accessExpiresAt }) => accessExpiresAt,
  endsAt: ({ refreshExpiresAt }) => refreshExpiresAt,
}
