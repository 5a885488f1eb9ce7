/** Effect Schemas and operation descriptors of specs/oauth.yaml. Generated: change the spec, then `npm run generate`. */
import * as Schema from "effect/Schema"
import createClient, { type Client, type ClientOptions } from "openapi-fetch"
import type { Agrees, Assert } from "./agreement.ts"
import { RedactedText } from "./formats.ts"
import type { components, paths } from "./oauth.ts"
import { basic, bearer, form, pick } from "./wire.ts"

export type { components, operations, paths } from "./oauth.ts"

export const CodeGrant = /* #__PURE__ */ (() =>
  Schema.Struct({
    grant_type: Schema.Literal("authorization_code"),
    code: RedactedText(Schema.String.check(Schema.isMinLength(1)), "code"),
    redirect_uri: Schema.optionalKey(Schema.String),
  }))()
export type CodeGrant = typeof CodeGrant.Type

export const RefreshGrant = /* #__PURE__ */ (() =>
  Schema.Struct({
    grant_type: Schema.Literal("refresh_token"),
    refresh_token: RedactedText(Schema.String.check(Schema.isMinLength(1)), "refresh_token"),
  }))()
export type RefreshGrant = typeof RefreshGrant.Type

export const Revocation = /* #__PURE__ */ (() =>
  Schema.Struct({
    token: RedactedText(Schema.String.check(Schema.isMinLength(1)), "token"),
    token_type_hint: Schema.optionalKey(Schema.Literals(["access_token", "refresh_token"])),
  }))()
export type Revocation = typeof Revocation.Type

export const Tokens = /* #__PURE__ */ (() =>
  Schema.Struct({
    access_token: RedactedText(Schema.String.check(Schema.isMinLength(1)), "access_token"),
    token_type: Schema.String,
    expires_in: Schema.optionalKey(
      Schema.Union([
        Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
        Schema.String.check(Schema.isPattern(/^[0-9]+$/u)),
      ]),
    ),
    refresh_token: Schema.optionalKey(RedactedText(Schema.String.check(Schema.isMinLength(1)), "refresh_token")),
    scope: Schema.optionalKey(Schema.String),
  }))()
export type Tokens = typeof Tokens.Type

export const ErrorCode = /* #__PURE__ */ (() =>
  Schema.Literals([
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "unsupported_token_type",
  ]))()
export type ErrorCode = typeof ErrorCode.Type

export const Refusal = /* #__PURE__ */ (() =>
  Schema.Struct({
    error: Schema.String,
    error_description: Schema.optionalKey(Schema.String),
    error_uri: Schema.optionalKey(Schema.String),
  }))()
export type Refusal = typeof Refusal.Type

export const RedeemCodeRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String,
    client_secret: Schema.RedactedFromValue(Schema.String),
    grant_type: Schema.Literal("authorization_code"),
    code: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    redirect_uri: Schema.optionalKey(Schema.String),
  }))()
export type RedeemCodeRequest = typeof RedeemCodeRequest.Type

export const RefreshTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String,
    client_secret: Schema.RedactedFromValue(Schema.String),
    grant_type: Schema.Literal("refresh_token"),
    refresh_token: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
  }))()
export type RefreshTokenRequest = typeof RefreshTokenRequest.Type

export const RevokeTokenRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String,
    client_secret: Schema.RedactedFromValue(Schema.String),
    token: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    token_type_hint: Schema.optionalKey(Schema.Literals(["access_token", "refresh_token"])),
  }))()
export type RevokeTokenRequest = typeof RevokeTokenRequest.Type

export const OpenSessionRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    app: Schema.String.check(Schema.isMinLength(1)),
    ticket: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    apiKey: Schema.RedactedFromValue(Schema.String),
  }))()
export type OpenSessionRequest = typeof OpenSessionRequest.Type

export const EndSessionRequest = /* #__PURE__ */ (() =>
  Schema.Struct({
    session: Schema.String.check(Schema.isMinLength(1)),
    accessToken: Schema.RedactedFromValue(Schema.String),
  }))()
export type EndSessionRequest = typeof EndSessionRequest.Type

/** The provider's slug. */
export const provider = "oauth"
/** Base URLs by the names that the spec gives them, the default one first. */
export const servers = { "https://auth.acme.test": "https://auth.acme.test" } as const
/** The openapi-fetch client of this provider's paths. */
export const connect = (options: ClientOptions): Client<paths> => createClient<paths>(options)

/** What `redeemCode` sends, where, and which fields are secret, or spent by a success. */
export const redeemCode = {
  provider,
  operationId: "redeemCode",
  method: "POST",
  path: "/token",
  mediaType: "application/x-www-form-urlencoded" satisfies keyof NonNullable<
    paths["/token"]["post"]["requestBody"]
  >["content"],
  request: RedeemCodeRequest,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "grant_type", "code", "redirect_uri"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "code"],
  /** Fields of a successful answer. */
  granted: ["access_token", "token_type", "expires_in", "refresh_token", "scope"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access_token", "refresh_token"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { code: true },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, wire: typeof RedeemCodeRequest.Encoded, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.POST("/token", {
      headers: { ...basic(wire.client_id, wire.client_secret), ...form },
      body: pick(wire, "grant_type", "code", "redirect_uri"),
      fetch,
    }),
} as const

/** Every documented answer of `redeemCode`: its headers, and its body by media type. */
export const redeemCodeAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": Tokens },
  },
  "400": {
    headers: {},
    contents: { "application/json": Refusal },
  },
  "401": {
    headers: {},
    contents: { "application/json": Refusal },
  },
} as const

/** What `refreshToken` sends, where, and which fields are secret, or spent by a success. */
export const refreshToken = {
  provider,
  operationId: "refreshToken",
  method: "POST",
  path: "/token",
  mediaType: "application/x-www-form-urlencoded" satisfies keyof NonNullable<
    paths["/token"]["post"]["requestBody"]
  >["content"],
  request: RefreshTokenRequest,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "grant_type", "refresh_token"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "refresh_token"],
  /** Fields of a successful answer. */
  granted: ["access_token", "token_type", "expires_in", "refresh_token", "scope"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access_token", "refresh_token"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { refresh_token: "when-rotated" },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, wire: typeof RefreshTokenRequest.Encoded, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.POST("/token", {
      headers: { ...basic(wire.client_id, wire.client_secret), ...form },
      body: pick(wire, "grant_type", "refresh_token"),
      fetch,
    }),
} as const

/** Every documented answer of `refreshToken`: its headers, and its body by media type. */
export const refreshTokenAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": Tokens },
  },
  "400": {
    headers: {},
    contents: { "application/json": Refusal },
  },
  "401": {
    headers: {},
    contents: { "application/json": Refusal },
  },
} as const

/** What `revokeToken` sends, where, and which fields are secret, or spent by a success. */
export const revokeToken = {
  provider,
  operationId: "revokeToken",
  method: "POST",
  path: "/token/revocation",
  mediaType: "application/x-www-form-urlencoded" satisfies keyof NonNullable<
    paths["/token/revocation"]["post"]["requestBody"]
  >["content"],
  request: RevokeTokenRequest,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "token", "token_type_hint"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "token"],
  /** Fields of a successful answer. */
  granted: [],
  /** Fields of a successful answer that are secret. */
  tokens: [],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: {},
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, wire: typeof RevokeTokenRequest.Encoded, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.POST("/token/revocation", {
      headers: { ...basic(wire.client_id, wire.client_secret), ...form },
      body: pick(wire, "token", "token_type_hint"),
      fetch,
    }),
} as const

/** Every documented answer of `revokeToken`: its headers, and its body by media type. */
export const revokeTokenAnswers = {
  "200": {
    headers: {},
    contents: {},
  },
  "400": {
    headers: {},
    contents: { "application/json": Refusal },
  },
  "401": {
    headers: {},
    contents: { "application/json": Refusal },
  },
} as const

/** What `openSession` sends, where, and which fields are secret, or spent by a success. */
export const openSession = {
  provider,
  operationId: "openSession",
  method: "GET",
  path: "/sessions",
  mediaType: null,
  request: OpenSessionRequest,
  /** Fields of the request. */
  fields: ["app", "ticket", "apiKey"],
  /** Fields of the request that are secret. */
  secrets: ["ticket", "apiKey"],
  /** Fields of a successful answer. */
  granted: ["access_token", "token_type", "expires_in", "refresh_token", "scope"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access_token", "refresh_token"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { ticket: true },
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, wire: typeof OpenSessionRequest.Encoded, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.GET("/sessions", {
      params: { query: pick(wire, "app"), header: pick(wire, "ticket") },
      headers: { ...pick(wire, "apiKey") },
      fetch,
    }),
} as const

/** Every documented answer of `openSession`: its headers, and its body by media type. */
export const openSessionAnswers = {
  "200": {
    headers: {},
    contents: { "application/json": Tokens },
  },
  "400": {
    headers: {},
    contents: { "application/json": Refusal },
  },
} as const

/** What `endSession` sends, where, and which fields are secret, or spent by a success. */
export const endSession = {
  provider,
  operationId: "endSession",
  method: "DELETE",
  path: "/sessions/{session}",
  mediaType: null,
  request: EndSessionRequest,
  /** Fields of the request. */
  fields: ["session", "accessToken"],
  /** Fields of the request that are secret. */
  secrets: ["accessToken"],
  /** Fields of a successful answer. */
  granted: [],
  /** Fields of a successful answer that are secret. */
  tokens: [],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: {},
  /** The statuses of a granted request. */
  success: [204] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, wire: typeof EndSessionRequest.Encoded, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.DELETE("/sessions/{session}", {
      params: { path: pick(wire, "session") },
      headers: { ...bearer(wire.accessToken) },
      fetch,
    }),
} as const

/** Every documented answer of `endSession`: its headers, and its body by media type. */
export const endSessionAnswers = {
  "204": {
    headers: {},
    contents: {},
  },
  "404": {
    headers: {},
    contents: { "application/json": Refusal },
  },
} as const

/** Does not compile where a schema and openapi-typescript's type disagree. */
export type Agreement = [
  Assert<Agrees<typeof CodeGrant.Encoded, components["schemas"]["CodeGrant"]>>,
  Assert<Agrees<typeof RefreshGrant.Encoded, components["schemas"]["RefreshGrant"]>>,
  Assert<Agrees<typeof Revocation.Encoded, components["schemas"]["Revocation"]>>,
  Assert<Agrees<typeof Tokens.Encoded, components["schemas"]["Tokens"]>>,
  Assert<Agrees<typeof Refusal.Encoded, components["schemas"]["Refusal"]>>,
  Assert<Agrees<typeof ErrorCode.Encoded, components["schemas"]["ErrorCode"]>>,
]
