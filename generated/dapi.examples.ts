/** The examples of specs/dapi.yaml, by operation. Generated: change the spec, then `npm run generate`. */

/** What the spec shows of `exchangeToken`. */
export const exchangeTokenExamples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: false,
  /** Where the fields of a request go that are not in its body. */
  places: { path: [], query: [], header: [], authorization: [], key: [] },
  /** Fields that are numbers or booleans, written as texts. */
  typed: [],
  /** Requests, by name. */
  requests: {
    published: {
      appSecret:
        "00bae841ad979345fca2e2585c000da7eac420504d189cf63315e7a6234d45c68dbd6fff749167292cd1475622805dce7a2b979db3c16e25a2897158ee63845b1043930ff603e19deb1d2d54ad9afc3d52df241d3c4e7286244a2f98a10212e38b2e9f8b0e3a7592702fa4358fb9103b93a26dd6bb92c2be0327ac054f14becc",
      accessCode:
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzYWx0IjoiRmlHUUhDM2NwZ01NZmhaejNHMk8zNitHakdBUEs0ZFptSEgwRy9jN1cxWT0iLCJhcHBLZXkiOiI0OTc3OTFjZmQ1MTBmMjI1MDc1Yzk3YWNkYzFkYmY0YTI1ZDczNTgxNGZlMmE3OGQxZjRiMGI4OTcxOGU3ZWQ2IiwidG9rZW5JRCI6IjYxMWM3YWE4LTcwYWYtNGQ3Zi1hODk1LTI4OWU4OTIzOTMxMyIsImlhdCI6MTYxNjQyOTI0MCwiZXhwIjoxNjE2NDI5NTQwfQ.FVo8b-krSDNHjIormm_BZAUxUfr_4ZEAzp_xh9WuR0M",
      connectionID: "2c72a336a7c09fd905f9adf3dc5ff976d58eeb20",
    },
    "published-curl": {
      appSecret: "5e6a5c184cb15c5bbdca720da21a9dc1586d89789d44a77bb468efb095f1190c",
      accessCode:
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhcHBLZXkiOiI2ZWVlYmYxMjJkODk2NzEwYjdhN2U2MWI3ZTlhZTdlYTY4MDJjMTQyMDk1MjFlNTE1NDJkZDBmZmMxNzNmYTZmIiwiZXhwIjoxNjE3NjIzMTMxLCJpYXQiOjE2MTc2MjI4MzEsImp0aSI6ImQ3YjlkY2U5LTQ1ZTQtNDQxZi04ZDdlLTQwZjg2MjkyOTFlMiIsInV1aWQiOiIyMjFmNGVkOC00NTI5LTRiOTgtOTMzYy01YWNlNDdjNDU5MzYifQ.XeqntX-ow3mdBhMDSSioUq3_S1xqccYO_nn9Xdi41Pw",
      connectionID: "52fc7196-36b9-4262-a5f1-5bac1f53052f",
    },
  },
  /** Whole answers, by status and name. */
  answers: {
    "200 exchanged": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        success: true,
        accessToken:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzYWx0IjoiRmlHUUhDM2NwZ01NZmhaejNHMk8zNitHakdBUEs0ZFptSEgwRy9jN1cxWT0iLCJhcHBLZXkiOiI0OTc3OTFjZmQ1MTBmMjI1MDc1Yzk3YWNkYzFkYmY0YTI1ZDczNTgxNGZlMmE3OGQxZjRiMGI4OTcxOGU3ZWQ2IiwidG9rZW5JRCI6IjYxMWM3YWE4LTcwYWYtNGQ3Zi1hODk1LTI4OWU4OTIzOTMxMyIsImF1dGhvcml6YXRpb25zIjp7ImF1dGhlbnRpY2F0aW9uIjp7ImNyZWF0ZSI6dHJ1ZX0sImlkZW50aXR5Ijp7ImdldCI6ZmFsc2V9LCJhY2NvdW50cyI6eyJnZXQiOmZhbHNlfSwiYmFsYW5jZSI6eyJnZXQiOmZhbHNlfSwidHJhbnNhY3Rpb25zIjp7ImdldCI6ZmFsc2V9LCJiZW5lZmljaWFyaWVzIjp7ImdldCI6ZmFsc2UsImNyZWF0ZSI6ZmFsc2V9LCJ0cmFuc2ZlciI6eyJjcmVhdGUiOmZhbHNlfSwiY2FyZHMiOnsiZ2V0IjpmYWxzZX0sInN0YXRlbWVudHMiOnsiZ2V0IjpmYWxzZX0sInByb2R1Y3RzIjpbImRhdGEiLCJwYXltZW50Il19LCJpYXQiOjE2MTY0MjkzMTZ9.MIicjZXD8ojOqInzKqeyzmfCkQaxl7K6NU7Q5UPt47Y",
        status: "done",
      },
    },
    "200 exchanged-with-ids": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        success: true,
        accessToken:
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzYWx0IjoiRmlHUUhDM2NwZ01NZmhaejNHMk8zNitHakdBUEs0ZFptSEgwRy9jN1cxWT0iLCJhcHBLZXkiOiI0OTc3OTFjZmQ1MTBmMjI1MDc1Yzk3YWNkYzFkYmY0YTI1ZDczNTgxNGZlMmE3OGQxZjRiMGI4OTcxOGU3ZWQ2IiwidG9rZW5JRCI6IjYxMWM3YWE4LTcwYWYtNGQ3Zi1hODk1LTI4OWU4OTIzOTMxMyIsImF1dGhvcml6YXRpb25zIjp7ImF1dGhlbnRpY2F0aW9uIjp7ImNyZWF0ZSI6dHJ1ZX0sImlkZW50aXR5Ijp7ImdldCI6ZmFsc2V9LCJhY2NvdW50cyI6eyJnZXQiOmZhbHNlfSwiYmFsYW5jZSI6eyJnZXQiOmZhbHNlfSwidHJhbnNhY3Rpb25zIjp7ImdldCI6ZmFsc2V9LCJiZW5lZmljaWFyaWVzIjp7ImdldCI6ZmFsc2UsImNyZWF0ZSI6ZmFsc2V9LCJ0cmFuc2ZlciI6eyJjcmVhdGUiOmZhbHNlfSwiY2FyZHMiOnsiZ2V0IjpmYWxzZX0sInN0YXRlbWVudHMiOnsiZ2V0IjpmYWxzZX0sInByb2R1Y3RzIjpbImRhdGEiLCJwYXltZW50Il19LCJpYXQiOjE2MTY0MjkzMTZ9.MIicjZXD8ojOqInzKqeyzmfCkQaxl7K6NU7Q5UPt47Y",
        status: "done",
        tokenID: "611c7aa8-70af-4d7f-a895-289e89239313",
        userID: "bXktdXNlcg==",
      },
    },
    "200 arguments-refused": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        success: false,
        status: "failed",
        msg: "Validation error on field 'connectionID'. Error: value must not be an empty string",
        type: "INVALID_ARGS",
      },
    },
    "200 grant-rejected": {
      status: 200,
      headers: { "content-type": "application/json" },
      body: { success: false, status: "failed", msg: "Invalid token", type: "INVALID_TOKEN" },
    },
    "400 parameter-refused": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: {
        success: false,
        status: "failed",
        msg: "Your request contains an incorrect parameter",
        type: "PARAMETER_ERROR",
      },
    },
    "400 bad-request": {
      status: 400,
      headers: { "content-type": "application/json" },
      body: { success: false, msg: "Bad request", type: "BAD_REQUEST" },
    },
    "401 login-rejected": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: { success: false, status: "failed", msg: "Invalid credentials", type: "INVALID_CREDENTIALS" },
    },
    "401 client-rejected": {
      status: 401,
      headers: { "content-type": "application/json" },
      body: { success: false, status: "failed", msg: "Invalid app secret", type: "INVALID_APP_SECRET" },
    },
    "404 connection-rejected": {
      status: 404,
      headers: { "content-type": "application/json" },
      body: { success: false, status: "failed", msg: "Connection not found", type: "INVALID_CONNECTION" },
    },
    "422 parameter-missing": {
      status: 422,
      headers: { "content-type": "application/json" },
      body: { success: false, status: "failed", msg: "A parameter is missing", type: "PARAMETER_MISSING" },
    },
    "500 unknown-error": {
      status: 500,
      headers: { "content-type": "application/json" },
      body: {
        success: false,
        status: "failed",
        msg: "Something went wrong",
        type: "UNKNOWN_ERROR",
        operationID: "0d9b6f2e-4c1a-4f7b-9a35-8e2d7c6b5a41",
      },
    },
    "500 bank-unreachable": {
      status: 500,
      headers: { "content-type": "application/json" },
      body: { success: false, status: "failed", msg: "Unable to connect to bank", type: "UNABLE_TO_CONNECT_TO_BANK" },
    },
  },
} as const
