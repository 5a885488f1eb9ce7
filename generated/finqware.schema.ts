/** Effect Schemas and operation descriptors of specs/finqware.yaml. Generated: change the spec, then `npm run generate`. */
import * as Schema from "effect/Schema"
import createClient, { type Client, type ClientOptions } from "openapi-fetch"
import type { Agrees, Assert } from "./agreement.ts"
import type { components, paths } from "./finqware.ts"
import { DateTime, RedactedText } from "./formats.ts"

export type { components, operations, paths } from "./finqware.ts"

export const ExchangeTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String.check(Schema.isMinLength(1)),
    client_secret: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    temp_token: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
  }))()
export type ExchangeTokenRequest = typeof ExchangeTokenRequest.Type

export const Consent = /* #__PURE__ */ (() =>
  Schema.Struct({
    credentials_id: Schema.String.check(Schema.isMinLength(1)),
    access_token: RedactedText(Schema.String.check(Schema.isMinLength(1)), "access_token"),
    consent_exp: DateTime,
    max_data_retention: DateTime,
  }))()
export type Consent = typeof Consent.Type

export const DeleteConsentRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String.check(Schema.isMinLength(1)),
    client_secret: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    credentials_id: Schema.String.check(Schema.isMinLength(1)),
    access_token: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    pcd_data_retention: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  }))()
export type DeleteConsentRequest = typeof DeleteConsentRequest.Type

export const ConsentDeletion = /* #__PURE__ */ (() =>
  Schema.Struct({
    op_type: Schema.Literal("delete"),
    code: Schema.String,
    http: Schema.Int,
    message: Schema.String,
    result: Schema.optionalKey(
      Schema.Struct({
        client_id: Schema.optionalKey(Schema.String),
        credentials_id: Schema.optionalKey(Schema.String),
      }),
    ),
  }))()
export type ConsentDeletion = typeof ConsentDeletion.Type

export const ErrorType = /* #__PURE__ */ (() =>
  Schema.Literals(["invalid_request", "unauthorized", "external_api_error"]))()
export type ErrorType = typeof ErrorType.Type

export const InvalidRequestCode = /* #__PURE__ */ (() =>
  Schema.Literals([
    "missing_fields",
    "unknown_fields",
    "invalid_field",
    "invalid_credentials_id",
    "invalid_client_id",
    "invalid_client_secret",
    "invalid_access_token",
    "invalid_input",
    "invalid_body",
    "invalid_headers",
    "invalid_pcd_data_retention",
    "not_found",
  ]))()
export type InvalidRequestCode = typeof InvalidRequestCode.Type

export const UnauthorizedCode = /* #__PURE__ */ (() =>
  Schema.Literals([
    "invalid_api_keys",
    "unauthorized_tenant",
    "invalid_access_token",
    "invalid_credentials_id",
    "invalid_client_id",
    "invalid_client_secret",
    "invalid_client_app_key",
    "inactive_credentials",
    "expired_credentials",
    "invalid_tenant_keys",
    "invalid_temp_token",
  ]))()
export type UnauthorizedCode = typeof UnauthorizedCode.Type

export const ExternalApiCode = /* #__PURE__ */ (() =>
  Schema.Literals([
    "external_api_connection_error",
    "external_api_too_many_requests",
    "external_api_unauthorized",
    "external_api_forbidden",
  ]))()
export type ExternalApiCode = typeof ExternalApiCode.Type

export const ErrorSchema = /* #__PURE__ */ (() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.String,
    http: Schema.Int,
    code: Schema.String,
    message: Schema.String,
  }))()
export type ErrorSchema = typeof ErrorSchema.Type

/** The provider's slug. */
export const provider = "finqware"
/** Base URLs by the names that the spec gives them, the default one first. */
export const servers = { production: "https://api.finqware.com" } as const
/** The openapi-fetch client of this provider's paths. */
export const connect = (options: ClientOptions): Client<paths> => createClient<paths>(options)

/** What `exchangeToken` sends, where, and which fields are secret, or spent by a success. */
export const exchangeToken = {
  provider,
  operationId: "exchangeToken",
  method: "POST",
  path: "/v1/tokens",
  mediaType: "application/json" satisfies keyof NonNullable<paths["/v1/tokens"]["post"]["requestBody"]>["content"],
  request: ExchangeTokenRequest,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "temp_token"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "temp_token"],
  /** Fields of a successful answer. */
  granted: ["credentials_id", "access_token", "consent_exp", "max_data_retention"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access_token"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { temp_token: true },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["ExchangeTokenRequest"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/v1/tokens", { body, fetch }),
} as const

/** Every documented answer of `exchangeToken`: its headers, and its body by media type. */
export const exchangeTokenAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": Consent },
  },
  "400": {
    headers: {},
    contents: { "application/json": ErrorSchema },
  },
  "401": {
    headers: {},
    contents: { "application/json": ErrorSchema },
  },
  "404": {
    headers: {},
    contents: { "application/json": ErrorSchema },
  },
} as const

/** What `deleteConsent` sends, where, and which fields are secret, or spent by a success. */
export const deleteConsent = {
  provider,
  operationId: "deleteConsent",
  method: "POST",
  path: "/v1/consents/delete",
  mediaType: "application/json" satisfies keyof NonNullable<
    paths["/v1/consents/delete"]["post"]["requestBody"]
  >["content"],
  request: DeleteConsentRequest,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "credentials_id", "access_token", "pcd_data_retention"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "access_token"],
  /** Fields of a successful answer. */
  granted: ["op_type", "code", "http", "message", "result"],
  /** Fields of a successful answer that are secret. */
  tokens: [],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: {},
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["DeleteConsentRequest"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/v1/consents/delete", { body, fetch }),
} as const

/** Every documented answer of `deleteConsent`: its headers, and its body by media type. */
export const deleteConsentAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": ConsentDeletion },
  },
  "400": {
    headers: {},
    contents: { "application/json": ErrorSchema },
  },
  "401": {
    headers: {},
    contents: { "application/json": ErrorSchema },
  },
  "404": {
    headers: {},
    contents: { "application/json": ErrorSchema },
  },
} as const

/** Does not compile where a schema and openapi-typescript's type disagree. */
export type Agreement = [
  Assert<Agrees<typeof ExchangeTokenRequest.Encoded, components["schemas"]["ExchangeTokenRequest"]>>,
  Assert<Agrees<typeof Consent.Encoded, components["schemas"]["Consent"]>>,
  Assert<Agrees<typeof DeleteConsentRequest.Encoded, components["schemas"]["DeleteConsentRequest"]>>,
  Assert<Agrees<typeof ConsentDeletion.Encoded, components["schemas"]["ConsentDeletion"]>>,
  Assert<Agrees<typeof ErrorSchema.Encoded, components["schemas"]["Error"]>>,
  Assert<Agrees<typeof ErrorType.Encoded, components["schemas"]["ErrorType"]>>,
  Assert<Agrees<typeof InvalidRequestCode.Encoded, components["schemas"]["InvalidRequestCode"]>>,
  Assert<Agrees<typeof UnauthorizedCode.Encoded, components["schemas"]["UnauthorizedCode"]>>,
  Assert<Agrees<typeof ExternalApiCode.Encoded, components["schemas"]["ExternalApiCode"]>>,
]
