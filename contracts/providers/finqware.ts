/** Finqware: what its answers mean to a caller, and the scenes of its simulator. */
import { type Contract, everyFailure } from "../contract.ts"

export const contract = {
  operations: {
    exchangeToken: {
      requests: ["made-up"],
      answers: {
        200: {
          exchanged: {
            provider: "finqware",
            credentialsId: "$credentials_id",
            accessToken: "$access_token",
            consentExpiresAt: new Date("2020-11-03T11:22:54Z"),
            dataRetainedUntil: new Date("2020-12-03T11:22:54Z"),
          },
        },
        400: {
          // The published id is the word "uuid", which is not an id, so it is not passed on.
          "client-id-rejected": { _tag: "InvalidClient", grant: "unspent", code: "invalid_client_id" },
          "fields-missing": {
            _tag: "InvalidRequest",
            grant: "unspent",
            fields: ["tempToken"],
            code: "missing_fields",
            requestId: "3f1b6a52-8f0e-4c39-9d57-6a1c2b7e4d10",
          },
          "bank-unreachable": {
            _tag: "ProviderUnavailable",
            grant: "unknown",
            code: "external_api_connection_error",
            requestId: "6d0a7c1e-52b4-4a8f-8f5e-0b9d3c7a1e24",
          },
          "bank-throttling": {
            _tag: "ProviderUnavailable",
            grant: "unknown",
            code: "external_api_too_many_requests",
            requestId: "8a4e2f60-1c7d-4b95-a3e8-7f6d5c4b3a29",
          },
        },
        401: {
          "grant-rejected": {
            _tag: "InvalidGrant",
            grant: "spent",
            code: "invalid_temp_token",
            requestId: "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a03",
          },
          "client-secret-rejected": {
            _tag: "InvalidClient",
            grant: "unspent",
            code: "invalid_client_secret",
            requestId: "b27f5d13-96ae-4c08-8e4b-2a1d0c9f7e65",
          },
          "consent-expired": {
            _tag: "InvalidGrant",
            grant: "spent",
            code: "expired_credentials",
            requestId: "c5d8e1f4-07b3-4a26-9c7f-4e3b2a1d0f98",
          },
        },
        404: {
          "not-found": {
            _tag: "InvalidRequest",
            grant: "unspent",
            fields: [],
            code: "not_found",
            requestId: "e40b9a7c-5f21-4d83-8b6e-9d7c6f5a4e32",
          },
        },
      },
      statuses: { 400: "InvalidRequest", 401: "InvalidClient", 404: "InvalidRequest" },
      fails: everyFailure,
    },
    deleteConsent: {
      requests: ["made-up", "made-up-retention"],
      answers: {
        200: { deleted: { provider: "finqware" } },
        400: {
          "client-id-rejected": {
            _tag: "InvalidClient",
            grant: "reusable",
            code: "invalid_client_id",
            requestId: "9b3e5d71-0c84-4f2a-8e16-d4a7c9b0f253",
          },
          "fields-missing": {
            _tag: "InvalidRequest",
            grant: "reusable",
            fields: ["credentialsId"],
            code: "missing_fields",
            requestId: "2d8f6a40-7b19-4c5e-9f03-e1b5a8c7d642",
          },
          "retention-refused": {
            _tag: "InvalidRequest",
            grant: "reusable",
            fields: ["pcdDataRetention"],
            code: "invalid_pcd_data_retention",
            requestId: "74c1e9b8-3a5d-4602-b8f7-0f9d2e6c1a35",
          },
          "bank-unreachable": {
            _tag: "ProviderUnavailable",
            grant: "reusable",
            code: "external_api_connection_error",
            requestId: "5e0b7f23-d946-4a18-b3c5-6f8e1d2a9074",
          },
        },
        401: {
          "consent-unknown": {
            _tag: "InvalidGrant",
            grant: "spent",
            code: "invalid_credentials_id",
            requestId: "a86d2c5f-1e07-49b3-95d8-3c7f0b4e6a91",
          },
          "token-rejected": {
            _tag: "InvalidGrant",
            grant: "spent",
            code: "invalid_access_token",
            requestId: "f13a9e64-8c2b-4d70-a5e1-b09c7d3f8526",
          },
          "consent-inactive": {
            _tag: "InvalidGrant",
            grant: "spent",
            code: "inactive_credentials",
            requestId: "0f7c4b92-6d1e-4835-bc9a-58e2f6a1d307",
          },
          "client-secret-rejected": {
            _tag: "InvalidClient",
            grant: "reusable",
            code: "invalid_client_secret",
            requestId: "68e5b0d3-f72a-4c91-8d46-1a9f3c5e7b80",
          },
        },
        404: {
          "not-found": {
            _tag: "InvalidRequest",
            grant: "reusable",
            fields: [],
            code: "not_found",
            requestId: "c92f8d06-4b3e-4a57-96f1-7e0d5c8b2a14",
          },
        },
      },
      statuses: { 400: "InvalidRequest", 401: "InvalidClient", 404: "InvalidRequest" },
      fails: everyFailure,
    },
  },
  flows: {
    "finqware-exchange": { "exchange-consent": { status: 200, example: "exchanged" } },
    "finqware-exchange-then-delete": {
      "exchange-to-delete": { status: 200, example: "exchanged" },
      "delete-consent": { status: 200, example: "deleted" },
    },
    "finqware-delete-refused": { "delete-consent-refused": { status: 401, example: "consent-inactive" } },
    "finqware-exchange-refused": { "exchange-consent-refused": { status: 401, example: "grant-rejected" } },
  },
  scenes: {
    "200 exchanged": {
      operation: "exchangeToken",
      play: ({ client, simulated }) => client.exchangeToken(simulated.issueGrant()),
    },
    "401 grant-rejected": {
      operation: "exchangeToken",
      play: ({ client }) => client.exchangeToken({ tempToken: "never-issued" }),
    },
    "400 client-id-rejected": {
      operation: "exchangeToken",
      play: ({ clientWith, simulated }) => clientWith({ clientId: "another" }).exchangeToken(simulated.issueGrant()),
    },
    "401 client-secret-rejected": {
      operation: "exchangeToken",
      play: ({ clientWith, simulated }) =>
        clientWith({ clientSecret: "another" }).exchangeToken(simulated.issueGrant()),
    },
    "401 consent-expired": {
      operation: "exchangeToken",
      play: ({ client, simulated }) => client.exchangeToken(simulated.issueGrant({ consentExpiresAt: new Date(0) })),
    },
    "400 fields-missing": { operation: "exchangeToken", play: ({ post }) => post("{}") },
    "200 deleted": {
      operation: "deleteConsent",
      play: ({ client, simulated }) => client.deleteConsent(simulated.issueConsent()),
    },
    "401 consent-unknown": {
      operation: "deleteConsent",
      play: ({ client }) => client.deleteConsent({ credentialsId: "never-issued", accessToken: "none" }),
    },
    "401 token-rejected": {
      operation: "deleteConsent",
      play: ({ client, simulated }) => client.deleteConsent({ ...simulated.issueConsent(), accessToken: "another" }),
    },
    "401 consent-inactive": {
      operation: "deleteConsent",
      play: ({ client, simulated }) => client.deleteConsent(simulated.issueConsent({ consentExpiresAt: new Date(0) })),
    },
  },
  explanation: {
    id: "6f1c2f0e-3a0f-4d83-9a3e-5f0a2c7b1d44",
    type: "unauthorized",
    http: 401,
    code: "new_code",
    message: "Refused.",
  },
  refusals: (quoted) => [
    { id: quoted, type: quoted, http: 400, code: quoted, message: quoted, [quoted]: quoted },
    { id: quoted, type: "invalid_request", http: 400, code: "missing_fields", message: `client_id ${quoted}` },
    { id: quoted, type: "unauthorized", http: 401, code: quoted, message: quoted },
    { id: quoted, type: "external_api_error", http: 401, code: quoted, message: quoted },
  ],
  // Every combination of type and code: a code means nothing under another type.
  bodies: ["invalid_request", "unauthorized", "external_api_error", "constructor", "__proto__"].flatMap((type) =>
    ["missing_fields", "invalid_client_secret", "invalid_temp_token", "inactive_credentials", "toString"].map(
      (code) => ({
        id: "6f1c2f0e-3a0f-4d83-9a3e-5f0a2c7b1d44",
        type,
        http: 401,
        code,
        message: "client_id temp_token",
      }),
    ),
  ),
} satisfies Contract<"finqware">
