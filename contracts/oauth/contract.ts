/** The providers in tests: what its answers mean to a caller. They have no simulator, so there are no scenes. */
import { everyFailure, type OperationContract } from "../contract.ts"
import type { ProviderContract } from "../providers.ts"
import type { OAuthPostOperations } from "./post.ts"
import type { OAuthOperations } from "./provider.ts"

/** When the answers come. */
export const now = new Date("2026-01-01T00:00:00Z")

const malformed = { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "invalid_request" } as const
const spent = { _tag: "InvalidGrant", grant: "spent", code: "invalid_grant" } as const
const client = { _tag: "InvalidClient", grant: "unspent", code: "invalid_client" } as const

/** The operation spends nothing. */
const reusable = { grant: "reusable" } as const

const statuses = { 400: "InvalidRequest", 401: "InvalidClient" } as const
const fails = everyFailure

const tokens = {
  provider: "oauth",
  accessToken: "$access_token",
  refreshToken: "$refresh_token",
  accessExpiresAt: new Date("2026-01-01T01:00:00Z"),
}

export const contract = {
  operations: {
    redeemCode: {
      requests: ["code"],
      answers: { 200: { tokens }, 400: { grant: spent, malformed }, 401: { client } },
      statuses,
      fails,
    },
    refreshToken: {
      requests: ["refresh"],
      answers: { 200: { tokens }, 400: { grant: spent, malformed }, 401: { client } },
      statuses,
      fails,
    },
    revokeToken: {
      requests: ["revoke"],
      answers: {
        200: { "no body": { provider: "oauth" } },
        400: { grant: spent, malformed: { ...malformed, ...reusable } },
        401: { client: { ...client, ...reusable } },
      },
      statuses,
      fails,
    },
    openSession: {
      requests: ["shown"],
      answers: {
        200: {
          session: {
            provider: "oauth",
            accessToken: "$access_token",
            accessExpiresAt: new Date("2026-01-01T00:10:00Z"),
          },
        },
        400: { grant: spent, malformed },
      },
      statuses: { 400: "InvalidRequest" },
      fails,
    },
    endSession: {
      requests: ["shown"],
      answers: { 204: { "no body": { provider: "oauth" } }, 404: { unknown: { ...malformed, ...reusable } } },
      statuses: { 404: "InvalidRequest" },
      fails,
    },
  },
  flows: {},
  scenes: {},
  explanation: { error: "code_of_its_own", error_description: "Refused." },
  refusals: (quoted) => [
    { error: quoted, error_description: quoted, error_uri: quoted, [quoted]: quoted },
    { error: "invalid_grant", error_description: quoted, error_uri: `https://auth.acme.test/${quoted}` },
    { error: "code_of_its_own", error_description: quoted, scope: [quoted, { quoted }] },
  ],
  bodies: ["invalid_request", "invalid_scope", "code_of_its_own", "constructor"].map((error) => ({ error })),
} satisfies ProviderContract & {
  readonly operations: { readonly [OperationId in keyof OAuthOperations]: OperationContract }
}

const postTokens = { ...tokens, provider: "oauthpost" }
const postAnswers = { 200: { tokens: postTokens }, 400: { grant: spent }, 401: { client } }

/** The same where the client authenticates in the body. */
export const postContract = {
  ...contract,
  operations: {
    redeemCode: { ...contract.operations.redeemCode, answers: postAnswers },
    refreshToken: { ...contract.operations.refreshToken, answers: postAnswers },
  },
} satisfies ProviderContract & {
  readonly operations: { readonly [OperationId in keyof OAuthPostOperations]: OperationContract }
}
