/** Effect Schemas and operation descriptors of specs/oauthpost.yaml. Generated: change the spec, then `npm run generate`. */
import * as Schema from "effect/Schema"
import createClient, { type Client, type ClientOptions } from "openapi-fetch"
import type { Agrees, Assert } from "./agreement.ts"
import { RedactedText } from "./formats.ts"
import type { components, operations, paths } from "./oauthpost.ts"
import { form } from "./wire.ts"

export type { components, operations, paths } from "./oauthpost.ts"

export const CodeGrant = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String.check(Schema.isMinLength(1)),
    client_secret: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    grant_type: Schema.Literal("authorization_code"),
    code: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    redirect_uri: Schema.optionalKey(Schema.String),
  }))()
export type CodeGrant = typeof CodeGrant.Type

export const RefreshGrant = /* #__PURE__ */ (() =>
  Schema.Struct({
    client_id: Schema.String.check(Schema.isMinLength(1)),
    client_secret: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
    grant_type: Schema.Literal("refresh_token"),
    refresh_token: Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(1))),
  }))()
export type RefreshGrant = typeof RefreshGrant.Type

export const Tokens = /* #__PURE__ */ (() =>
  Schema.Struct({
    access_token: RedactedText(Schema.String.check(Schema.isMinLength(1)), "access_token"),
    token_type: Schema.String,
    expires_in: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
    refresh_token: Schema.optionalKey(RedactedText(Schema.String.check(Schema.isMinLength(1)), "refresh_token")),
  }))()
export type Tokens = typeof Tokens.Type

export const Refusal = /* #__PURE__ */ (() =>
  Schema.Struct({ error: Schema.String, error_description: Schema.optionalKey(Schema.String) }))()
export type Refusal = typeof Refusal.Type

export const RedeemCode200XRequestId = /* #__PURE__ */ (() => Schema.String)()
export type RedeemCode200XRequestId = typeof RedeemCode200XRequestId.Type

export const RedeemCode401XRequestId = /* #__PURE__ */ (() => Schema.String)()
export type RedeemCode401XRequestId = typeof RedeemCode401XRequestId.Type

export const RefreshToken200XRequestId = /* #__PURE__ */ (() => Schema.String)()
export type RefreshToken200XRequestId = typeof RefreshToken200XRequestId.Type

export const RefreshToken401XRequestId = /* #__PURE__ */ (() => Schema.String)()
export type RefreshToken401XRequestId = typeof RefreshToken401XRequestId.Type

/** The provider's slug. */
export const provider = "oauthpost"
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
  request: CodeGrant,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "grant_type", "code", "redirect_uri"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "code"],
  /** Fields of a successful answer. */
  granted: ["access_token", "token_type", "expires_in", "refresh_token"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access_token", "refresh_token"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { code: true },
  /** The header that has the provider's name for an answer. */
  requestId: "x-request-id",
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, body: components["schemas"]["CodeGrant"], fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.POST("/token", { headers: { ...form }, body, fetch }),
} as const

/** Every documented answer of `redeemCode`: its headers, and its body by media type. */
export const redeemCodeAnswers = {
  "200": {
    headers: { "x-request-id": { required: false, schema: RedeemCode200XRequestId } },
    contents: { "application/json": Tokens },
  },
  "400": {
    headers: {},
    contents: { "application/json": Refusal },
  },
  "401": {
    headers: { "x-request-id": { required: false, schema: RedeemCode401XRequestId } },
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
  request: RefreshGrant,
  /** Fields of the request. */
  fields: ["client_id", "client_secret", "grant_type", "refresh_token"],
  /** Fields of the request that are secret. */
  secrets: ["client_secret", "refresh_token"],
  /** Fields of a successful answer. */
  granted: ["access_token", "token_type", "expires_in", "refresh_token"],
  /** Fields of a successful answer that are secret. */
  tokens: ["access_token", "refresh_token"],
  /** Fields of the request that a success spends, or may spend. */
  oneTime: { refresh_token: "when-rotated" },
  /** The header that has the provider's name for an answer. */
  requestId: "x-request-id",
  /** The statuses of a granted request. */
  success: [200] as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (
    client: Client<paths>,
    body: components["schemas"]["RefreshGrant"],
    fetch: NonNullable<ClientOptions["fetch"]>,
  ) => client.POST("/token", { headers: { ...form }, body, fetch }),
} as const

/** Every documented answer of `refreshToken`: its headers, and its body by media type. */
export const refreshTokenAnswers = {
  "200": {
    headers: { "x-request-id": { required: false, schema: RefreshToken200XRequestId } },
    contents: { "application/json": Tokens },
  },
  "400": {
    headers: {},
    contents: { "application/json": Refusal },
  },
  "401": {
    headers: { "x-request-id": { required: false, schema: RefreshToken401XRequestId } },
    contents: { "application/json": Refusal },
  },
} as const

/** Does not compile where a schema and openapi-typescript's type disagree. */
export type Agreement = [
  Assert<Agrees<typeof CodeGrant.Encoded, components["schemas"]["CodeGrant"]>>,
  Assert<Agrees<typeof RefreshGrant.Encoded, components["schemas"]["RefreshGrant"]>>,
  Assert<Agrees<typeof Tokens.Encoded, components["schemas"]["Tokens"]>>,
  Assert<Agrees<typeof Refusal.Encoded, components["schemas"]["Refusal"]>>,
  Assert<
    Agrees<
      typeof RedeemCode200XRequestId.Encoded,
      NonNullable<operations["token"]["responses"][200]["headers"]["X-Request-Id"]>
    >
  >,
  Assert<
    Agrees<
      typeof RedeemCode401XRequestId.Encoded,
      NonNullable<operations["token"]["responses"][401]["headers"]["X-Request-Id"]>
    >
  >,
  Assert<
    Agrees<
      typeof RefreshToken200XRequestId.Encoded,
      NonNullable<operations["token"]["responses"][200]["headers"]["X-Request-Id"]>
    >
  >,
  Assert<
    Agrees<
      typeof RefreshToken401XRequestId.Encoded,
      NonNullable<operations["token"]["responses"][401]["headers"]["X-Request-Id"]>
    >
  >,
]
