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
