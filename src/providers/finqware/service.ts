import { service } from "../../service.ts"
import { type FinqwareOperations, type FinqwareSettings, finqware } from "./index.ts"

/**
 * Finqware: exchange the temp token of a finished consent. `layer` reads `FINQWARE_CLIENT_ID`,
 * `FINQWARE_CLIENT_SECRET` and, optionally, `FINQWARE_BASE_URL`, `FINQWARE_TIMEOUT` and `FINQWARE_ALLOW_INSECURE`.
 */
export class Finqware extends /* #__PURE__ */ service<Finqware, FinqwareOperations, FinqwareSettings>(
  "token-exchange/Finqware",
  finqware,
) {}

export { FinqwareConsent } from "./tokens.ts"
