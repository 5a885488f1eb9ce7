import { service } from "../../src/service.ts"
import type { Credential } from "../../src/settings.ts"
import { type OAuthOperations, type OAuthSettings, oauth } from "./provider.ts"

/** The provider in tests as an Effect service, with every operation. */
export class OAuth extends service<OAuth, OAuthOperations, OAuthSettings & { readonly apiKey: Credential }>(
  "token-exchange/OAuth",
  oauth,
) {}
