/** The examples of specs/oauthpost.yaml, by operation. Generated: change the spec, then `npm run generate`. */

/** What the spec shows of `redeemCode`. */
export const redeemCodeExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    code: {
      client_id: "s6BhdRkqt3",
      client_secret: "7Fjfp0ZBr1KtDRbnfVdmIw",
      grant_type: "authorization_code",
      code: "SplxlOBeZQQYbYS6WxSbIA",
      redirect_uri: "https://client.acme.test/cb",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 tokens": {
      status: 200,
      headers: { "x-request-id": "7d4f2a90", "content-type": "application/json" },
      body: {
        access_token: "2YotnFZFEjr1zCsicMWpAA",
        token_type: "Bearer",
        expires_in: 3600,
        refresh_token: "tGzv3JOkF0XG5Qx2TlKWIA",
      },
    },
    "400 grant": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_grant", error_description: "The grant is spent" },
    },
    "401 client": {
      status: 401,
      headers: { "x-request-id": "7d4f2a90", "content-type": "application/json" },
      body: { error: "invalid_client", error_description: "The client is unknown" },
    },
  },
} as const

/** What the spec shows of `refreshToken`. */
export const refreshTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    refresh: {
      client_id: "s6BhdRkqt3",
      client_secret: "7Fjfp0ZBr1KtDRbnfVdmIw",
      grant_type: "refresh_token",
      refresh_token: "tGzv3JOkF0XG5Qx2TlKWIA",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 tokens": {
      status: 200,
      headers: { "x-request-id": "7d4f2a90", "content-type": "application/json" },
      body: {
        access_token: "2YotnFZFEjr1zCsicMWpAA",
        token_type: "Bearer",
        expires_in: 3600,
        refresh_token: "tGzv3JOkF0XG5Qx2TlKWIA",
      },
    },
    "400 grant": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_grant", error_description: "The grant is spent" },
    },
    "401 client": {
      status: 401,
      headers: { "x-request-id": "7d4f2a90", "content-type": "application/json" },
      body: { error: "invalid_client", error_description: "The client is unknown" },
    },
  },
} as const
