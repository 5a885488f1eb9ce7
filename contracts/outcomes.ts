/**
 * What every documented answer means to a caller: the one place where it is stated. A row is an answer's status and
 * the name of its example. `$field` stands for that field of the example.
 *
 * An example without its row fails by name, and so does a row without its example.
 */

import { type Failures, hasClient } from "./failures.ts"
import { isObject, type Json } from "./spec/specs.ts"

/** A token set's fields, or a tag with what else the error says. */
export type Outcome = { readonly [field: string]: unknown } & (
  | { readonly provider: string }
  | { readonly _tag: string }
)

/** The operations of a client, each with its answers. */
type Outcomes<Provider extends keyof Failures> = {
  readonly [OperationId in keyof Failures[Provider]]: { readonly [answer: string]: Outcome }
}

/** Issued together on 2025-11-14 at 20:00 UTC, for 7 and for 30 days. */
const tokenPair = {
  provider: "aisquare",
  access: "$access",
  refresh: "$refresh",
  rotated: true,
  accessExpiresAt: new Date("2025-11-21T20:00:00Z"),
  refreshExpiresAt: new Date("2025-12-14T20:00:00Z"),
}

const aisquare: Outcomes<"aisquare"> = {
  exchangeToken: {
    "200 exchanged": tokenPair,
    "400 grant-rejected": { _tag: "InvalidGrant", grant: "spent" },
    "400 grant-rejected-as-a-whole": { _tag: "InvalidGrant", grant: "spent" },
    "400 field-missing": { _tag: "InvalidRequest", grant: "unspent", fields: ["tempToken"] },
    "400 field-blank": { _tag: "InvalidRequest", grant: "unspent", fields: ["tempToken", "superexecSecret"] },
    "400 body-unreadable": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
    "401 access-denied-with-challenge": { _tag: "InvalidGrant", grant: "spent" },
    "403 access-denied": { _tag: "InvalidGrant", grant: "spent" },
    "415 media-type-refused": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
    "429 throttled": { _tag: "RateLimited", grant: "unspent", retryAfter: 42_000 },
  },
  obtainToken: {
    "200 obtained": tokenPair,
    "400 credentials-rejected": { _tag: "InvalidGrant", grant: "spent" },
    "400 field-blank": { _tag: "InvalidRequest", grant: "reusable", fields: ["username"] },
    "400 fields-missing": { _tag: "InvalidRequest", grant: "reusable", fields: ["username", "password"] },
    "400 body-unreadable": { _tag: "InvalidRequest", grant: "reusable", fields: [] },
    "401 password-rejected": { _tag: "InvalidGrant", grant: "spent" },
    "415 media-type-refused": { _tag: "InvalidRequest", grant: "reusable", fields: [] },
    "429 throttled": { _tag: "RateLimited", grant: "reusable", retryAfter: 42_000 },
  },
  refreshToken: {
    // The presented token is carried forward. The published one does not say when it expires.
    "200 refreshed": {
      provider: "aisquare",
      access: "$access",
      refresh:
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNjgwMDAwMDAwfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
      rotated: false,
      accessExpiresAt: new Date("2025-11-21T20:00:00Z"),
    },
    "200 refreshed-and-rotated": tokenPair,
    "400 grant-rejected": { _tag: "InvalidGrant", grant: "spent" },
    "400 field-missing": { _tag: "InvalidRequest", grant: "unspent", fields: ["refresh"] },
    "400 body-unreadable": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
    "401 token-expired": { _tag: "InvalidGrant", grant: "spent", code: "token_not_valid" },
    "415 media-type-refused": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
    "429 throttled": { _tag: "RateLimited", grant: "unspent", retryAfter: 42_000 },
    "500 server-error": { _tag: "ProviderUnavailable", grant: "unknown" },
  },
}

const finqware: Outcomes<"finqware"> = {
  exchangeToken: {
    "200 exchanged": {
      provider: "finqware",
      credentialsId: "$credentials_id",
      accessToken: "$access_token",
      consentExpiresAt: new Date("2020-11-03T11:22:54Z"),
      dataRetainedUntil: new Date("2020-12-03T11:22:54Z"),
    },
    // The published id is the word "uuid": no id, so it is not passed on.
    "400 client-id-rejected": { _tag: "InvalidClient", grant: "unspent", code: "invalid_client_id" },
    "400 fields-missing": {
      _tag: "InvalidRequest",
      grant: "unspent",
      fields: ["tempToken"],
      code: "missing_fields",
      requestId: "3f1b6a52-8f0e-4c39-9d57-6a1c2b7e4d10",
    },
    "400 bank-unreachable": {
      _tag: "ProviderUnavailable",
      grant: "unknown",
      code: "external_api_connection_error",
      requestId: "6d0a7c1e-52b4-4a8f-8f5e-0b9d3c7a1e24",
    },
    "400 bank-throttling": {
      _tag: "ProviderUnavailable",
      grant: "unknown",
      code: "external_api_too_many_requests",
      requestId: "8a4e2f60-1c7d-4b95-a3e8-7f6d5c4b3a29",
    },
    "401 grant-rejected": {
      _tag: "InvalidGrant",
      grant: "spent",
      code: "invalid_temp_token",
      requestId: "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a03",
    },
    "401 client-secret-rejected": {
      _tag: "InvalidClient",
      grant: "unspent",
      code: "invalid_client_secret",
      requestId: "b27f5d13-96ae-4c08-8e4b-2a1d0c9f7e65",
    },
    "401 consent-expired": {
      _tag: "InvalidGrant",
      grant: "spent",
      code: "expired_credentials",
      requestId: "c5d8e1f4-07b3-4a26-9c7f-4e3b2a1d0f98",
    },
    "404 not-found": {
      _tag: "InvalidRequest",
      grant: "unspent",
      fields: [],
      code: "not_found",
      requestId: "e40b9a7c-5f21-4d83-8b6e-9d7c6f5a4e32",
    },
  },
}

const dapi: Outcomes<"dapi"> = {
  exchangeToken: {
    "200 exchanged": { provider: "dapi", accessToken: "$accessToken" },
    "200 exchanged-with-ids": {
      provider: "dapi",
      accessToken: "$accessToken",
      tokenId: "611c7aa8-70af-4d7f-a895-289e89239313",
      userId: "bXktdXNlcg==",
    },
    "200 arguments-refused": {
      _tag: "InvalidRequest",
      grant: "unspent",
      fields: ["connectionId"],
      code: "INVALID_ARGS",
    },
    "200 grant-rejected": { _tag: "InvalidGrant", grant: "spent", code: "INVALID_TOKEN" },
    "400 parameter-refused": { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "PARAMETER_ERROR" },
    "400 bad-request": { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "BAD_REQUEST" },
    "401 login-rejected": { _tag: "InvalidGrant", grant: "spent", code: "INVALID_CREDENTIALS" },
    "401 client-rejected": { _tag: "InvalidClient", grant: "unspent", code: "INVALID_APP_SECRET" },
    "404 connection-rejected": { _tag: "InvalidGrant", grant: "spent", code: "INVALID_CONNECTION" },
    "422 parameter-missing": { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "PARAMETER_MISSING" },
    "500 unknown-error": { _tag: "ProviderUnavailable", grant: "unknown", code: "UNKNOWN_ERROR" },
    "500 bank-unreachable": { _tag: "ProviderUnavailable", grant: "unknown", code: "UNABLE_TO_CONNECT_TO_BANK" },
  },
}

/** The request examples of every operation, by name. */
export const requests: { readonly [provider: string]: { readonly [operationId: string]: ReadonlyArray<string> } } = {
  aisquare: { exchangeToken: ["published"], obtainToken: ["published"], refreshToken: ["published"] },
  dapi: { exchangeToken: ["published", "published-curl"] },
  finqware: { exchangeToken: ["made-up"] },
}

/** The headers of every answer, by its status and the header's name, as the spec shows them. */
export const headers: {
  readonly [provider: string]: { readonly [operationId: string]: { readonly [header: string]: string } }
} = {
  aisquare: {
    exchangeToken: { "401 www-authenticate": 'Bearer realm="api"', "429 retry-after": "42" },
    obtainToken: { "401 www-authenticate": 'Bearer realm="api"', "429 retry-after": "42" },
    refreshToken: { "401 www-authenticate": 'Bearer realm="api"', "429 retry-after": "42" },
  },
}

/** Every provider that has a client. */
export const outcomes: {
  readonly [provider: string]: { readonly [operationId: string]: { readonly [answer: string]: Outcome } }
} = { aisquare, dapi, finqware } satisfies { readonly [Provider in keyof Failures]: Outcomes<Provider> }

/** What is stated of an operation; nothing of one that no client has. */
export const statedBy = ({ provider, operationId }: { readonly provider: string; readonly operationId: string }) =>
  hasClient(provider)
    ? {
        answers: outcomes[provider]?.[operationId] ?? {},
        headers: headers[provider]?.[operationId] ?? {},
        requests: requests[provider]?.[operationId] ?? [],
      }
    : undefined

/** A row for one answer: its `$fields` filled in, and with what every error says. */
export const expectedOutcome = (
  row: Outcome,
  { provider, operationId }: { readonly provider: string; readonly operationId: string },
  status: number,
  answer: Json | undefined,
): { readonly [field: string]: unknown } => {
  const filled = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" && value.startsWith("$") && isObject(answer)
        ? answer[value.slice(1)]
        : withoutOrder(value),
    ]),
  )
  return "_tag" in row ? { provider, operation: operationId, status, ...filled } : filled
}

/** Lists of fields have no order: it would be that of the spec's keys. */
export const withoutOrder = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : value)
