import { vaultService } from "../../vault/service.ts"
import type { FinqwareSettings } from "./index.ts"
import { type FinqwareConnections, finqware } from "./vault.ts"

/** The users' connections to Finqware. `layer` reads the same variables as that of {@link Finqware}. */
export class FinqwareVault extends /* #__PURE__ */ vaultService<FinqwareVault, FinqwareConnections, FinqwareSettings>(
  "token-exchange/FinqwareVault",
  finqware,
) {}
