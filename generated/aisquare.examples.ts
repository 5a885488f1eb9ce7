/** The examples of specs/aisquare.yaml, by operation. Generated: change the spec, then `npm run generate`. */

/** What the spec shows of `exchangeToken`. */
export const exchangeTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: { published: { temp_token: "tmp_4f7a9c8b2d3e4f1a", superexec_secret: "s3cr3tK3y!2024" } },
  /** Whole answers, by status and name. */
  answers: {
    "200 exchanged": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        access:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxNzYzNzU1MjAwLCJpYXQiOjE3NjMxNTA0MDAsImp0aSI6IjUzYTFkOGYyYmMwNDRlNmI5ZjIwMWU3YzZkNGE4YjkxIiwidXNlcl9pZCI6NDJ9.c2lnbmF0dXJlLW1hZGUtdXA",
        refresh:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCIsImV4cCI6MTc2NTc0MjQwMCwiaWF0IjoxNzYzMTUwNDAwLCJqdGkiOiI5YzBlN2I1YTQzZDI0ZjE4OGE2ZmQyMDFiM2M0ZDVlNiIsInVzZXJfaWQiOjQyfQ.c2lnbmF0dXJlLW1hZGUtdXA",
      },
    },
    "400 grant-rejected": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { detail: "Invalid token or secret" },
    },
    "400 grant-rejected-as-a-whole": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { non_field_errors: ["Invalid token or secret"] },
    },
    "400 field-missing": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { temp_token: ["This field is required."] },
    },
    "400 field-blank": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { temp_token: ["This field may not be blank."], superexec_secret: ["This field may not be blank."] },
    },
    "400 body-unreadable": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { detail: "JSON parse error - Expecting value (line 1, column 1)" },
    },
    "401 access-denied-with-challenge": {
      status: 401,
      headers: { "www-authenticate": 'Bearer realm="api"', "content-type": "application/json" },
      body: { detail: "Authentication credentials were not provided." },
    },
    "403 access-denied": {
      status: 403,
      headers: { "content-type": "application/json" },
      body: { detail: "Authentication credentials were not provided." },
    },
    "415 media-type-refused": {
      status: 415,
      headers: { "content-type": "application/json" },
      body: { detail: 'Unsupported media type "text/plain" in request.' },
    },
    "429 throttled": {
      status: 429,
      headers: { "retry-after": "42", "content-type": "application/json" },
      body: { detail: "Request was throttled. Expected available in 42 seconds." },
    },
  },
} as const

/** What the spec shows of `obtainToken`. */
export const obtainTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: { published: { username: "alice.williams", password: "S3cur3P@ssw0rd!" } },
  /** Whole answers, by status and name. */
  answers: {
    "200 obtained": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        access:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxNzYzNzU1MjAwLCJpYXQiOjE3NjMxNTA0MDAsImp0aSI6IjUzYTFkOGYyYmMwNDRlNmI5ZjIwMWU3YzZkNGE4YjkxIiwidXNlcl9pZCI6NDJ9.c2lnbmF0dXJlLW1hZGUtdXA",
        refresh:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCIsImV4cCI6MTc2NTc0MjQwMCwiaWF0IjoxNzYzMTUwNDAwLCJqdGkiOiI5YzBlN2I1YTQzZDI0ZjE4OGE2ZmQyMDFiM2M0ZDVlNiIsInVzZXJfaWQiOjQyfQ.c2lnbmF0dXJlLW1hZGUtdXA",
      },
    },
    "400 credentials-rejected": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { detail: "Invalid credentials" },
    },
    "400 field-blank": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { username: ["This field may not be blank."] },
    },
    "400 fields-missing": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { username: ["This field is required."], password: ["This field is required."] },
    },
    "400 body-unreadable": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { detail: "JSON parse error - Expecting value (line 1, column 1)" },
    },
    "401 password-rejected": {
      status: 401,
      headers: { "www-authenticate": 'Bearer realm="api"', "content-type": "application/json" },
      body: { detail: "No active account found with the given credentials" },
    },
    "415 media-type-refused": {
      status: 415,
      headers: { "content-type": "application/json" },
      body: { detail: 'Unsupported media type "text/plain" in request.' },
    },
    "429 throttled": {
      status: 429,
      headers: { "retry-after": "42", "content-type": "application/json" },
      body: { detail: "Request was throttled. Expected available in 42 seconds." },
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
    published: {
      refresh:
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNjgwMDAwMDAwfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 refreshed": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        access:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxNzYzNzU1MjAwLCJpYXQiOjE3NjMxNTA0MDAsImp0aSI6IjUzYTFkOGYyYmMwNDRlNmI5ZjIwMWU3YzZkNGE4YjkxIiwidXNlcl9pZCI6NDJ9.c2lnbmF0dXJlLW1hZGUtdXA",
      },
    },
    "200 refreshed-and-rotated": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        access:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxNzYzNzU1MjAwLCJpYXQiOjE3NjMxNTA0MDAsImp0aSI6IjUzYTFkOGYyYmMwNDRlNmI5ZjIwMWU3YzZkNGE4YjkxIiwidXNlcl9pZCI6NDJ9.c2lnbmF0dXJlLW1hZGUtdXA",
        refresh:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCIsImV4cCI6MTc2NTc0MjQwMCwiaWF0IjoxNzYzMTUwNDAwLCJqdGkiOiI5YzBlN2I1YTQzZDI0ZjE4OGE2ZmQyMDFiM2M0ZDVlNiIsInVzZXJfaWQiOjQyfQ.c2lnbmF0dXJlLW1hZGUtdXA",
      },
    },
    "400 grant-rejected": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { detail: "Invalid token" },
    },
    "400 field-missing": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { refresh: ["This field is required."] },
    },
    "400 body-unreadable": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { detail: "JSON parse error - Expecting value (line 1, column 1)" },
    },
    "401 token-expired": {
      status: 401,
      headers: { "www-authenticate": 'Bearer realm="api"', "content-type": "application/json" },
      body: { detail: "Token is invalid or expired", code: "token_not_valid" },
    },
    "415 media-type-refused": {
      status: 415,
      headers: { "content-type": "application/json" },
      body: { detail: 'Unsupported media type "text/plain" in request.' },
    },
    "429 throttled": {
      status: 429,
      headers: { "retry-after": "42", "content-type": "application/json" },
      body: { detail: "Request was throttled. Expected available in 42 seconds." },
    },
    "500 server-error": {
      status: 500,
      headers: { "content-type": "text/html" },
      body: '<!doctype html><html lang="en"><head><title>Server Error (500)</title></head><body><h1>Server Error (500)</h1></body></html>',
    },
  },
} as const
