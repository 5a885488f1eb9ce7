/** Effect Schemas and operation descriptors of specs/dapi.yaml. Generated: change the spec, then `npm run generate`. */
import * as Schema from "effect/Schema"
import createClient, { type Client, type ClientOptions } from "openapi-fetch"
import type { Agrees, Assert } from "./agreement.ts"
import type { components, operations, paths } from "./dapi.ts"
import { RedactedText } from "./formats.ts"

export type { components, operations, paths } from "./dapi.ts"

export const ExchangeTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    appSecret: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    accessCode: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    connectionID: Schema.String.check(Schema.isMinLength(1)),
  }))()
export type ExchangeTokenRequest = typeof ExchangeTokenRequest.Type

export const OperationStatus = /* #__PURE__ */ (() =>
  Schema.Literals(["done", "failed", "user_input_required", "initialized"]))()
export type OperationStatus = typeof OperationStatus.Type

export const ExchangeSucceeded = /* #__PURE__ */ (() =>
  Schema.Struct({
    success: Schema.Literal(true),
    accessToken: RedactedText(Schema.String.check(Schema.isMinLength(1)), "accessToken"),
    status: Schema.String,
    tokenID: Schema.optionalKey(Schema.String),
    userID: Schema.optionalKey(Schema.String),
  }))()
export type ExchangeSucceeded = typeof ExchangeSucceeded.Type

export const ErrorType = /* #__PURE__ */ (() =>
  Schema.Literals([
    "INVALID_ARGS",
    "INVALID_TOKEN",
    "INVALID_CONNECTION",
    "INVALID_CREDENTIALS",
    "INVALID_MFA",
    "INACTIVE_ACCOUNT",
    "INVALID_ACCOUNT_ID",
    "INVALID_CARD_ID",
    "PARAMETER_ERROR",
    "PARAMETER_MISSING",
    "BAD_REQUEST",
    "SESSION_EXPIRED",
    "USER_DELINKED",
    "TEMPORARILY_UNAVAILABLE",
    "UNABLE_TO_CONNECT_TO_BANK",
    "UNKNOWN_ERROR",
  ]))()
export type ErrorType = typeof ErrorType.Type

export const ExchangeFailed = /* #__PURE__ */ (() =>
  Schema.Struct({
    success: Schema.Literal(false),
    status: Schema.optionalKey(Schema.String),
    msg: Schema.String,
    type: Schema.String,
    operationID: Schema.optionalKey(Schema.String),
    code: Schema.optionalKey(Schema.Json),
    userInputs: Schema.optionalKey(Schema.Array(Schema.Json)),
  }))()
export type ExchangeFailed = typeof ExchangeFailed.Type

export const ExchangeToken200 = /* #__PURE__ */ (() =>
  Schema.Union([ExchangeSucceeded, ExchangeFailed], { mode: "oneOf" }))()
export type ExchangeToken200 = typeof ExchangeToken200.Type

/** The provider's slug. */
export const provider = "dapi"
/** Base URLs by the names that the spec gives them, the default one first. */
export const servers = { production: "https://api.dapi.com" } as const
/** The openapi-fetch client of this provider's paths. */
export const connect = (options: ClientOptions): Client<paths> => createClient<paths>(options)

/** What `exchangeToken` sends, where, and which fields are secret, or spent by a success. */
export const exchangeToken = {
  provider,
  operationId: "exchangeToken",
  method: "POST",
  path: "/v2/auth/ExchangeToken",
  mediaType: "application/json" satisfies keyof NonNullable<
    paths["/v2/auth/ExchangeToken"]["post"]["requestBody"]
  >["content"],
  request: ExchangeTokenRequest,
  /** Fields of the request. */
  fields: ["appSecret", "accessCode", "connectionID"],
  /** Fields of the request that are secret. */
  secrets: ["appSecret", "accessCode"],
  /** Fields of a successful answer. */
  granted: [
    "success",
    "accessToken",
    "status",
    "tokenID",
    "userID",
    "msg",
    "type",
    "operationID",
    "code",
    "userInputs",
  ],
  /** Fields of a successful answer that are secret. */
  tokens: ["accessToken"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { accessCode: true },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["ExchangeTokenRequest"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/v2/auth/ExchangeToken", { body, fetch }),
} as const

/** Every documented answer of `exchangeToken`: its headers, and its body by media type. */
export const exchangeTokenAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": ExchangeToken200 },
  },
  "400": {
    headers: {},
    contents: { "application/json": ExchangeFailed },
  },
  "401": {
    headers: {},
    contents: { "application/json": ExchangeFailed },
  },
  "404": {
    headers: {},
    contents: { "application/json": ExchangeFailed },
  },
  "422": {
    headers: {},
    contents: { "application/json": ExchangeFailed },
  },
  "500": {
    headers: {},
    contents: { "application/json": ExchangeFailed },
  },
} as const

/** Does not compile where a schema and openapi-typescript's type disagree. */
export type Agreement = [
  Assert<Agrees<typeof ExchangeTokenRequest.Encoded, components["schemas"]["ExchangeTokenRequest"]>>,
  Assert<Agrees<typeof ExchangeSucceeded.Encoded, components["schemas"]["ExchangeSucceeded"]>>,
  Assert<Agrees<typeof ExchangeFailed.Encoded, components["schemas"]["ExchangeFailed"]>>,
  Assert<Agrees<typeof OperationStatus.Encoded, components["schemas"]["OperationStatus"]>>,
  Assert<Agrees<typeof ErrorType.Encoded, components["schemas"]["ErrorType"]>>,
  Assert<
    Agrees<
      typeof ExchangeToken200.Encoded,
      operations["exchangeToken"]["responses"][200]["content"]["application/json"]
    >
  >,
]
