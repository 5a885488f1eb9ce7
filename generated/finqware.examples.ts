/** The examples of specs/finqware.yaml, by operation. Generated: change the spec, then `npm run generate`. */

/** What the spec shows of `exchangeToken`. */
export const exchangeTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: true,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    "made-up": {
      client_id: "example-tenant-app",
      client_secret: "made-up-client-secret",
      temp_token: "made-up-temp-token",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 exchanged": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        credentials_id: "242a5690-...-b4ed02bebd7f",
        access_token: "MDAxNmxvY...iGc_CorFem9_YCg",
        consent_exp: "2020-11-03T11:22:54Z",
        max_data_retention: "2020-12-03T11:22:54Z",
      },
    },
    "400 client-id-rejected": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { id: "uuid", type: "invalid_request", http: 400, code: "invalid_client_id", message: "error message" },
    },
    "400 fields-missing": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "3f1b6a52-8f0e-4c39-9d57-6a1c2b7e4d10",
        type: "invalid_request",
        http: 400,
        code: "missing_fields",
        message: "missing fields: temp_token",
      },
    },
    "400 bank-unreachable": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "6d0a7c1e-52b4-4a8f-8f5e-0b9d3c7a1e24",
        type: "external_api_error",
        http: 400,
        code: "external_api_connection_error",
        message: "could not reach the bank",
      },
    },
    "400 bank-throttling": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "8a4e2f60-1c7d-4b95-a3e8-7f6d5c4b3a29",
        type: "external_api_error",
        http: 400,
        code: "external_api_too_many_requests",
        message: "the bank limits requests",
      },
    },
    "401 grant-rejected": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a03",
        type: "unauthorized",
        http: 401,
        code: "invalid_temp_token",
        message: "temp token is invalid",
      },
    },
    "401 client-secret-rejected": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "b27f5d13-96ae-4c08-8e4b-2a1d0c9f7e65",
        type: "unauthorized",
        http: 401,
        code: "invalid_client_secret",
        message: "client secret is invalid",
      },
    },
    "401 consent-expired": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "c5d8e1f4-07b3-4a26-9c7f-4e3b2a1d0f98",
        type: "unauthorized",
        http: 401,
        code: "expired_credentials",
        message: "credentials are expired",
      },
    },
    "404 not-found": {
      status: 404,
      headers: { "content-type": "application/json" },
      body: {
        id: "e40b9a7c-5f21-4d83-8b6e-9d7c6f5a4e32",
        type: "invalid_request",
        http: 404,
        code: "not_found",
        message: "resource not found",
      },
    },
  },
} as const

/** What the spec shows of `deleteConsent`. */
export const deleteConsentExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: true,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    "made-up": {
      client_id: "example-tenant-app",
      client_secret: "made-up-client-secret",
      credentials_id: "made-up-credentials-id",
      access_token: "made-up-access-token",
    },
    "made-up-retention": {
      client_id: "example-tenant-app",
      client_secret: "made-up-client-secret",
      credentials_id: "made-up-credentials-id",
      access_token: "made-up-access-token",
      pcd_data_retention: 0,
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 deleted": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        op_type: "delete",
        code: "credentials_deleted",
        http: 200,
        message: "Consent deleted",
        result: { client_id: "8fbc3f...dc58b1" },
      },
    },
    "400 client-id-rejected": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "9b3e5d71-0c84-4f2a-8e16-d4a7c9b0f253",
        type: "invalid_request",
        http: 400,
        code: "invalid_client_id",
        message: "client id is invalid",
      },
    },
    "400 fields-missing": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "2d8f6a40-7b19-4c5e-9f03-e1b5a8c7d642",
        type: "invalid_request",
        http: 400,
        code: "missing_fields",
        message: "missing fields: credentials_id",
      },
    },
    "400 retention-refused": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "74c1e9b8-3a5d-4602-b8f7-0f9d2e6c1a35",
        type: "invalid_request",
        http: 400,
        code: "invalid_pcd_data_retention",
        message: "pcd_data_retention is invalid",
      },
    },
    "400 bank-unreachable": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        id: "5e0b7f23-d946-4a18-b3c5-6f8e1d2a9074",
        type: "external_api_error",
        http: 400,
        code: "external_api_connection_error",
        message: "could not reach the bank",
      },
    },
    "401 consent-unknown": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "a86d2c5f-1e07-49b3-95d8-3c7f0b4e6a91",
        type: "unauthorized",
        http: 401,
        code: "invalid_credentials_id",
        message: "credentials id is invalid",
      },
    },
    "401 token-rejected": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "f13a9e64-8c2b-4d70-a5e1-b09c7d3f8526",
        type: "unauthorized",
        http: 401,
        code: "invalid_access_token",
        message: "access token is invalid",
      },
    },
    "401 consent-inactive": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "0f7c4b92-6d1e-4835-bc9a-58e2f6a1d307",
        type: "unauthorized",
        http: 401,
        code: "inactive_credentials",
        message: "credentials are inactive",
      },
    },
    "401 client-secret-rejected": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: {
        id: "68e5b0d3-f72a-4c91-8d46-1a9f3c5e7b80",
        type: "unauthorized",
        http: 401,
        code: "invalid_client_secret",
        message: "client secret is invalid",
      },
    },
    "404 not-found": {
      status: 404,
      headers: { "content-type": "application/json" },
      body: {
        id: "c92f8d06-4b3e-4a57-96f1-7e0d5c8b2a14",
        type: "invalid_request",
        http: 404,
        code: "not_found",
        message: "resource not found",
      },
    },
  },
} as const
