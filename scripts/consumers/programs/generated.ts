/** The generated types of a provider, for compilers: the schema and the type are from the same document. */
import type { components, ExchangeTokenRequest, operations, paths } from "token-exchange/generated/dapi"

export const body: components["schemas"]["ExchangeTokenRequest"] = {
  appSecret: "secret",
  accessCode: "code",
  connectionID: "id",
}
export const encoded: typeof ExchangeTokenRequest.Encoded = body
export type Posted = paths["/v2/auth/ExchangeToken"]["post"]
export type Answers = operations["exchangeToken"]["responses"]
export const posted: Posted["responses"] extends Answers ? true : false = true

// @ts-expect-error a field that the spec does not have
export const misspelt: typeof ExchangeTokenRequest.Encoded = { ...body, connectionID: 1 }
