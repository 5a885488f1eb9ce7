/** Effect Schemas and operation descriptors of specs/aisquare.yaml. Generated: change the spec, then `npm run generate`. */
import * as Schema from "effect/Schema"
import createClient, { type Client, type ClientOptions } from "openapi-fetch"
import type { Agrees, Assert } from "./agreement.ts"
import type { components, operations, paths } from "./aisquare.ts"
import { RedactedText } from "./formats.ts"

export type { components, operations, paths } from "./aisquare.ts"

export const ExchangeTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    temp_token: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    superexec_secret: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
  }))()
export type ExchangeTokenRequest = typeof ExchangeTokenRequest.Type

export const ObtainTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    username: Schema.String.check(Schema.isMinLength(1)),
    password: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
  }))()
export type ObtainTokenRequest = typeof ObtainTokenRequest.Type

export const RefreshTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({ refresh: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))) }))()
export type RefreshTokenRequest = typeof RefreshTokenRequest.Type

export const AccessToken = /* #__PURE__ */ (() =>
  RedactedText(Schema.String.check(Schema.isMinLength(1)), "AccessToken"))()
export type AccessToken = typeof AccessToken.Type

export const RefreshToken = /* #__PURE__ */ (() =>
  RedactedText(Schema.String.check(Schema.isMinLength(1)), "RefreshToken"))()
export type RefreshToken = typeof RefreshToken.Type

export const DetailCode = /* #__PURE__ */ (() => Schema.Literal("token_not_valid"))()
export type DetailCode = typeof DetailCode.Type

export const Detail = /* #__PURE__ */ (() =>
  Schema.Struct({ detail: Schema.String, code: Schema.optionalKey(Schema.String) }))()
export type Detail = typeof Detail.Type

export const FieldMessages = /* #__PURE__ */ (() => Schema.Array(Schema.String).check(Schema.isMinLength(1)))()
export type FieldMessages = typeof FieldMessages.Type

export const ExchangeToken401WwwAuthenticate = /* #__PURE__ */ (() => Schema.String)()
export type ExchangeToken401WwwAuthenticate = typeof ExchangeToken401WwwAuthenticate.Type

export const ExchangeToken429RetryAfter = /* #__PURE__ */ (() => Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))()
export type ExchangeToken429RetryAfter = typeof ExchangeToken429RetryAfter.Type

export const ObtainToken401WwwAuthenticate = /* #__PURE__ */ (() => Schema.String)()
export type ObtainToken401WwwAuthenticate = typeof ObtainToken401WwwAuthenticate.Type

export const ObtainToken429RetryAfter = /* #__PURE__ */ (() => Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))()
export type ObtainToken429RetryAfter = typeof ObtainToken429RetryAfter.Type

export const RefreshToken401WwwAuthenticate = /* #__PURE__ */ (() => Schema.String)()
export type RefreshToken401WwwAuthenticate = typeof RefreshToken401WwwAuthenticate.Type

export const RefreshToken429RetryAfter = /* #__PURE__ */ (() => Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))()
export type RefreshToken429RetryAfter = typeof RefreshToken429RetryAfter.Type

export const RefreshToken500 = /* #__PURE__ */ (() => Schema.String)()
export type RefreshToken500 = typeof RefreshToken500.Type

export const TokenPair = /* #__PURE__ */ (() => Schema.Struct({ access: AccessToken, refresh: RefreshToken }))()
export type TokenPair = typeof TokenPair.Type

export const RefreshedToken = /* #__PURE__ */ (() =>
  Schema.Struct({ access: AccessToken, refresh: Schema.optionalKey(RefreshToken) }))()
export type RefreshedToken = typeof RefreshedToken.Type

export const ExchangeTokenFieldErrors = /* #__PURE__ */ (() =>
  Schema.Struct({
    temp_token: Schema.optionalKey(FieldMessages),
    superexec_secret: Schema.optionalKey(FieldMessages),
    non_field_errors: Schema.optionalKey(FieldMessages),
  }))()
export type ExchangeTokenFieldErrors = typeof ExchangeTokenFieldErrors.Type

export const ObtainTokenFieldErrors = /* #__PURE__ */ (() =>
  Schema.Struct({
    username: Schema.optionalKey(FieldMessages),
    password: Schema.optionalKey(FieldMessages),
    non_field_errors: Schema.optionalKey(FieldMessages),
  }))()
export type ObtainTokenFieldErrors = typeof ObtainTokenFieldErrors.Type

export const RefreshTokenFieldErrors = /* #__PURE__ */ (() =>
  Schema.Struct({ refresh: Schema.optionalKey(FieldMessages), non_field_errors: Schema.optionalKey(FieldMessages) }))()
export type RefreshTokenFieldErrors = typeof RefreshTokenFieldErrors.Type

export const ExchangeToken400 = /* #__PURE__ */ (() => Schema.Union([ExchangeTokenFieldErrors, Detail]))()
export type ExchangeToken400 = typeof ExchangeToken400.Type

export const ObtainToken400 = /* #__PURE__ */ (() => Schema.Union([ObtainTokenFieldErrors, Detail]))()
export type ObtainToken400 = typeof ObtainToken400.Type

export const RefreshToken400 = /* #__PURE__ */ (() => Schema.Union([RefreshTokenFieldErrors, Detail]))()
export type RefreshToken400 = typeof RefreshToken400.Type

/** The provider's slug. */
export const provider = "aisquare"
/** Base URLs by the names that the spec gives them, the default one first. */
export const servers = {
  production: "https://api.aisquare.studio",
  staging: "https://stg-api.aisquare.studio",
} as const
/** The openapi-fetch client of this provider's paths. */
export const connect = (options: ClientOptions): Client<paths> => createClient<paths>(options)

/** What `exchangeToken` sends, where, and which fields are secret, or spent by a success. */
export const exchangeToken = {
  provider,
  operationId: "exchangeToken",
  method: "POST",
  path: "/api/v1/superexec/exchange/",
  mediaType: "application/json" satisfies keyof NonNullable<
    paths["/api/v1/superexec/exchange/"]["post"]["requestBody"]
  >["content"],
  request: ExchangeTokenRequest,
  /** Fields of the request. */
  fields: ["temp_token", "superexec_secret"],
  /** Fields of the request that are secret. */
  secrets: ["temp_token", "superexec_secret"],
  /** Fields of a successful answer. */
  granted: ["access", "refresh"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access", "refresh"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { temp_token: true },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["ExchangeTokenRequest"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/api/v1/superexec/exchange/", { body, fetch }),
} as const

/** Every documented answer of `exchangeToken`: its headers, and its body by media type. */
export const exchangeTokenAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": TokenPair },
  },
  "400": {
    headers: {},
    contents: { "application/json": ExchangeToken400 },
  },
  "401": {
    headers: { "www-authenticate": { required: true, schema: ExchangeToken401WwwAuthenticate } },
    contents: { "application/json": Detail },
  },
  "403": {
    headers: {},
    contents: { "application/json": Detail },
  },
  "415": {
    headers: {},
    contents: { "application/json": Detail },
  },
  "429": {
    headers: { "retry-after": { required: false, schema: ExchangeToken429RetryAfter } },
    contents: { "application/json": Detail },
  },
} as const

/** What `obtainToken` sends, where, and which fields are secret, or spent by a success. */
export const obtainToken = {
  provider,
  operationId: "obtainToken",
  method: "POST",
  path: "/api/v1/token/",
  mediaType: "application/json" satisfies keyof NonNullable<paths["/api/v1/token/"]["post"]["requestBody"]>["content"],
  request: ObtainTokenRequest,
  /** Fields of the request. */
  fields: ["username", "password"],
  /** Fields of the request that are secret. */
  secrets: ["password"],
  /** Fields of a successful answer. */
  granted: ["access", "refresh"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access", "refresh"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: {},
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["ObtainTokenRequest"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/api/v1/token/", { body, fetch }),
} as const

/** Every documented answer of `obtainToken`: its headers, and its body by media type. */
export const obtainTokenAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": TokenPair },
  },
  "400": {
    headers: {},
    contents: { "application/json": ObtainToken400 },
  },
  "401": {
    headers: { "www-authenticate": { required: true, schema: ObtainToken401WwwAuthenticate } },
    contents: { "application/json": Detail },
  },
  "415": {
    headers: {},
    contents: { "application/json": Detail },
  },
  "429": {
    headers: { "retry-after": { required: false, schema: ObtainToken429RetryAfter } },
    contents: { "application/json": Detail },
  },
} as const

/** What `refreshToken` sends, where, and which fields are secret, or spent by a success. */
export const refreshToken = {
  provider,
  operationId: "refreshToken",
  method: "POST",
  path: "/api/v1/token/refresh/",
  mediaType: "application/json" satisfies keyof NonNullable<
    paths["/api/v1/token/refresh/"]["post"]["requestBody"]
  >["content"],
  request: RefreshTokenRequest,
  /** Fields of the request. */
  fields: ["refresh"],
  /** Fields of the request that are secret. */
  secrets: ["refresh"],
  /** Fields of a successful answer. */
  granted: ["access", "refresh"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access", "refresh"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { refresh: "when-rotated" },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["RefreshTokenRequest"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/api/v1/token/refresh/", { body, fetch }),
} as const

/** Every documented answer of `refreshToken`: its headers, and its body by media type. */
export const refreshTokenAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": RefreshedToken },
  },
  "400": {
    headers: {},
    contents: { "application/json": RefreshToken400 },
  },
  "401": {
    headers: { "www-authenticate": { required: true, schema: RefreshToken401WwwAuthenticate } },
    contents: { "application/json": Detail },
  },
  "415": {
    headers: {},
    contents: { "application/json": Detail },
  },
  "429": {
    headers: { "retry-after": { required: false, schema: RefreshToken429RetryAfter } },
    contents: { "application/json": Detail },
  },
  "500": {
    headers: {},
    contents: { "text/html": RefreshToken500 },
  },
} as const

/** Does not compile where a schema and openapi-typescript's type disagree. */
export type Agreement = [
  Assert<Agrees<typeof ExchangeTokenRequest.Encoded, components["schemas"]["ExchangeTokenRequest"]>>,
  Assert<Agrees<typeof ObtainTokenRequest.Encoded, components["schemas"]["ObtainTokenRequest"]>>,
  Assert<Agrees<typeof RefreshTokenRequest.Encoded, components["schemas"]["RefreshTokenRequest"]>>,
  Assert<Agrees<typeof TokenPair.Encoded, components["schemas"]["TokenPair"]>>,
  Assert<Agrees<typeof RefreshedToken.Encoded, components["schemas"]["RefreshedToken"]>>,
  Assert<Agrees<typeof AccessToken.Encoded, components["schemas"]["AccessToken"]>>,
  Assert<Agrees<typeof RefreshToken.Encoded, components["schemas"]["RefreshToken"]>>,
  Assert<Agrees<typeof Detail.Encoded, components["schemas"]["Detail"]>>,
  Assert<Agrees<typeof DetailCode.Encoded, components["schemas"]["DetailCode"]>>,
  Assert<Agrees<typeof FieldMessages.Encoded, components["schemas"]["FieldMessages"]>>,
  Assert<Agrees<typeof ExchangeTokenFieldErrors.Encoded, components["schemas"]["ExchangeTokenFieldErrors"]>>,
  Assert<Agrees<typeof ObtainTokenFieldErrors.Encoded, components["schemas"]["ObtainTokenFieldErrors"]>>,
  Assert<Agrees<typeof RefreshTokenFieldErrors.Encoded, components["schemas"]["RefreshTokenFieldErrors"]>>,
  Assert<
    Agrees<
      typeof ExchangeToken400.Encoded,
      operations["exchangeToken"]["responses"][400]["content"]["application/json"]
    >
  >,
  Assert<
    Agrees<
      typeof ExchangeToken401WwwAuthenticate.Encoded,
      NonNullable<operations["exchangeToken"]["responses"][401]["headers"]["www-authenticate"]>
    >
  >,
  Assert<
    Agrees<
      typeof ExchangeToken429RetryAfter.Encoded,
      NonNullable<operations["exchangeToken"]["responses"][429]["headers"]["retry-after"]>
    >
  >,
  Assert<
    Agrees<typeof ObtainToken400.Encoded, operations["obtainToken"]["responses"][400]["content"]["application/json"]>
  >,
  Assert<
    Agrees<
      typeof ObtainToken401WwwAuthenticate.Encoded,
      NonNullable<operations["obtainToken"]["responses"][401]["headers"]["www-authenticate"]>
    >
  >,
  Assert<
    Agrees<
      typeof ObtainToken429RetryAfter.Encoded,
      NonNullable<operations["obtainToken"]["responses"][429]["headers"]["retry-after"]>
    >
  >,
  Assert<
    Agrees<typeof RefreshToken400.Encoded, operations["refreshToken"]["responses"][400]["content"]["application/json"]>
  >,
  Assert<
    Agrees<
      typeof RefreshToken401WwwAuthenticate.Encoded,
      NonNullable<operations["refreshToken"]["responses"][401]["headers"]["www-authenticate"]>
    >
  >,
  Assert<
    Agrees<
      typeof RefreshToken429RetryAfter.Encoded,
      NonNullable<operations["refreshToken"]["responses"][429]["headers"]["retry-after"]>
    >
  >,
  Assert<Agrees<typeof RefreshToken500.Encoded, operations["refreshToken"]["responses"][500]["content"]["text/html"]>>,
]
