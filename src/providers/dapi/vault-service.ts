import { vaultService } from "../../vault/service.ts"
import type { DapiSettings } from "./index.ts"
import { type DapiConnections, dapi } from "./vault.ts"

/** The users' connections to Dapi. `layer` reads the same variables as that of {@link Dapi}. */
export class DapiVault extends /* #__PURE__ */ vaultService<DapiVault, DapiConnections, DapiSettings>(
  "token-exchange/DapiVault",
  dapi,
) {}
