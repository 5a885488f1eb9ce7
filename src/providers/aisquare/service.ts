import { service } from "../../service.ts"
import type { Credential, ProviderSettings } from "../../settings.ts"
import { type AISquareLoginOperations, type AISquareOperations, type AISquareSettings, aisquare } from "./index.ts"

/**
 * AISquare Studio: exchange a temp token, log in, refresh.
 *
 * `layer` reads `AISQUARE_SUPEREXEC_SECRET` and, optionally, `AISQUARE_BASE_URL`, `AISQUARE_TIMEOUT` and
 * `AISQUARE_ALLOW_INSECURE`. Without a superexec integration, use {@link AISquareLogin}.
 */
export class AISquare extends /* #__PURE__ */ service<
  AISquare,
  AISquareOperations,
  AISquareSettings & { readonly superexecSecret: Credential }
>("token-exchange/AISquare", aisquare) {}

const { exchangeToken: _exchangeToken, ...login } = aisquare.operations

/**
 * AISquare Studio without a superexec integration: log in, refresh. `layer` reads nothing but the optional
 * `AISQUARE_BASE_URL`, `AISQUARE_TIMEOUT` and `AISQUARE_ALLOW_INSECURE`.
 */
export class AISquareLogin extends /* #__PURE__ */ service<AISquareLogin, AISquareLoginOperations, ProviderSettings>(
  "token-exchange/AISquareLogin",
  aisquare,
  login,
) {}

export { AISquareTokens } from "./tokens.ts"
