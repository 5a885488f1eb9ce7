/** The examples of specs/oauth.yaml, by operation. Generated: change the spec, then `npm run generate`. */

/** What the spec shows of `redeemCode`. */
export const redeemCodeExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: ["client_id", "client_secret"], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    code: {
      client_id: "shown-client_id",
      client_secret: "shown-client_secret",
      grant_type: "authorization_code",
      code: "SplxlOBeZQQYbYS6WxSbIA",
      redirect_uri: "https://client.acme.test/cb",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 tokens": {
      status: 200,
      headers: { "content-type": "application/json" },
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
    "400 malformed": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_request", error_description: "code is missing" },
    },
    "401 client": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_client", error_description: "The client is unknown" },
    },
  },
} as const

/** What the spec shows of `refreshToken`. */
export const refreshTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: ["client_id", "client_secret"], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    refresh: {
      client_id: "shown-client_id",
      client_secret: "shown-client_secret",
      grant_type: "refresh_token",
      refresh_token: "tGzv3JOkF0XG5Qx2TlKWIA",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 tokens": {
      status: 200,
      headers: { "content-type": "application/json" },
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
    "400 malformed": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_request", error_description: "code is missing" },
    },
    "401 client": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_client", error_description: "The client is unknown" },
    },
  },
} as const

/** What the spec shows of `revokeToken`. */
export const revokeTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: ["client_id", "client_secret"], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    revoke: {
      client_id: "shown-client_id",
      client_secret: "shown-client_secret",
      token: "tGzv3JOkF0XG5Qx2TlKWIA",
      token_type_hint: "refresh_token",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 no body": { status: 200, headers: {}, body: "" },
    "400 grant": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_grant", error_description: "The grant is spent" },
    },
    "400 malformed": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_request", error_description: "code is missing" },
    },
    "401 client": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_client", error_description: "The client is unknown" },
    },
  },
} as const

/** What the spec shows of `openSession`. */
export const openSessionExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: ["app"], header: ["ticket"], authorization: [], key: ["apiKey"] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: { shown: { app: "mail", ticket: "ST-1856339", apiKey: "shown-apikey" } },
  /** Whole answers, by status and name. */
  answers: {
    "200 session": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: { access_token: "2YotnFZFEjr1zCsicMWpAA", token_type: "Bearer", expires_in: 600 },
    },
    "400 grant": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_grant", error_description: "The grant is spent" },
    },
    "400 malformed": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_request", error_description: "code is missing" },
    },
  },
} as const

/** What the spec shows of `endSession`. */
export const endSessionExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: ["session"], query: [], header: [], authorization: ["accessToken"], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: { shown: { session: "s-1", accessToken: "shown-accesstoken" } },
  /** Whole answers, by status and name. */
  answers: {
    "204 no body": { status: 204, headers: {}, body: "" },
    "404 unknown": {
      status: 404,
      headers: { "content-type": "application/json" },
      body: { error: "invalid_request", error_description: "There is no such session" },
    },
  },
} as const
