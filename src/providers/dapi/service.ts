import { service } from "../../service.ts"
import { type DapiOperations, type DapiSettings, dapi } from "./index.ts"

/**
 * Dapi: exchange the access code of a login in Connect. `layer` reads `DAPI_APP_SECRET` and, optionally,
 * `DAPI_BASE_URL`, `DAPI_TIMEOUT` and `DAPI_ALLOW_INSECURE`.
 */
export class Dapi extends /* #__PURE__ */ service<Dapi, DapiOperations, DapiSettings>("token-exchange/Dapi", dapi) {}

export { DapiToken } from "./tokens.ts"
