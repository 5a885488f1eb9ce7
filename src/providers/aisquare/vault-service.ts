import type { Credential, ProviderSettings } from "../../settings.ts"
import type { Connections } from "../../vault/functions.ts"
import { vaultService } from "../../vault/service.ts"
import type { AISquarePassword, AISquareSettings } from "./index.ts"
import type { AISquareTokens } from "./tokens.ts"
import { type AISquareConnectError, type AISquareConnections, type AISquareTokensError, aisquare } from "./vault.ts"

/** The users' connections to AISquare Studio. `layer` reads the same variables as that of {@link AISquare}. */
export class AISquareVault extends /* #__PURE__ */ vaultService<
  AISquareVault,
  AISquareConnections,
  AISquareSettings & { readonly superexecSecret: Credential }
>("token-exchange/AISquareVault", aisquare) {}

/** The users' connections to AISquare Studio without a superexec integration. */
export interface AISquareLoginConnections
  extends Connections<AISquarePassword, AISquareTokens, AISquareConnectError, AISquareTokensError> {}

/**
 * The users' connections to AISquare Studio without a superexec integration: they connect by password. `layer` reads
 * the same variables as that of {@link AISquareLogin}.
 */
export class AISquareLoginVault extends /* #__PURE__ */ vaultService<
  AISquareLoginVault,
  AISquareLoginConnections,
  ProviderSettings
>("token-exchange/AISquareLoginVault", aisquare, ["obtainToken"]) {}
