/** AISquare Studio: what its answers mean to a caller, and the scenes of its simulator. */
import { type Contract, everyFailure, type Stage } from "../contract.ts"

/** Issued together on 2025-11-14 at 20:00 UTC, for 7 and for 30 days. */
const tokenPair = {
  provider: "aisquare",
  access: "$access",
  refresh: "$refresh",
  rotated: true,
  accessExpiresAt: new Date("2025-11-21T20:00:00Z"),
  refreshExpiresAt: new Date("2025-12-14T20:00:00Z"),
}

/** AISquare does not distinguish wrong app credentials from a wrong grant. */
const fails = { ...everyFailure, InvalidClient: false } as const

/** A refusal that names no field refuses the grant, except 415. */
const statuses = { 400: "InvalidGrant", 401: "InvalidGrant", 415: "InvalidRequest" } as const

const headers = { 401: { "www-authenticate": 'Bearer realm="api"' }, 429: { "retry-after": "42" } }

const jwt = (payload: string) => `h.${Buffer.from(payload).toString("base64url")}.s`

const refreshLogin = async ({ client, simulated }: Stage<"aisquare">) => {
  const { data } = await client.obtainToken(simulated.user)
  return client.refreshToken({ refresh: data?.refresh ?? "" })
}

export const contract = {
  operations: {
    exchangeToken: {
      requests: ["published"],
      answers: {
        200: {
          exchanged: tokenPair,
        },
        400: {
          "grant-rejected": { _tag: "InvalidGrant", grant: "spent" },
          "grant-rejected-as-a-whole": { _tag: "InvalidGrant", grant: "spent" },
          "field-missing": { _tag: "InvalidRequest", grant: "unspent", fields: ["tempToken"] },
          "field-blank": { _tag: "InvalidRequest", grant: "unspent", fields: ["tempToken", "superexecSecret"] },
          "body-unreadable": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
        },
        401: {
          "access-denied-with-challenge": { _tag: "InvalidGrant", grant: "spent" },
        },
        403: {
          "access-denied": { _tag: "InvalidGrant", grant: "spent" },
        },
        415: {
          "media-type-refused": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
        },
        429: {
          throttled: { _tag: "RateLimited", grant: "unspent", retryAfter: 42_000 },
        },
      },
      headers,
      statuses: { ...statuses, 403: "InvalidGrant" },
      fails,
    },
    obtainToken: {
      requests: ["published"],
      answers: {
        200: {
          obtained: tokenPair,
        },
        400: {
          "credentials-rejected": { _tag: "InvalidGrant", grant: "spent" },
          "field-blank": { _tag: "InvalidRequest", grant: "reusable", fields: ["username"] },
          "fields-missing": { _tag: "InvalidRequest", grant: "reusable", fields: ["username", "password"] },
          "body-unreadable": { _tag: "InvalidRequest", grant: "reusable", fields: [] },
        },
        401: {
          "password-rejected": { _tag: "InvalidGrant", grant: "spent" },
        },
        415: {
          "media-type-refused": { _tag: "InvalidRequest", grant: "reusable", fields: [] },
        },
        429: {
          throttled: { _tag: "RateLimited", grant: "reusable", retryAfter: 42_000 },
        },
      },
      headers,
      statuses,
      fails,
    },
    refreshToken: {
      requests: ["published"],
      answers: {
        200: {
          // The presented token is carried forward. The published one does not say when it expires.
          refreshed: {
            provider: "aisquare",
            access: "$access",
            refresh:
              "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNjgwMDAwMDAwfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
            rotated: false,
            accessExpiresAt: new Date("2025-11-21T20:00:00Z"),
          },
          "refreshed-and-rotated": tokenPair,
        },
        400: {
          "grant-rejected": { _tag: "InvalidGrant", grant: "spent" },
          "field-missing": { _tag: "InvalidRequest", grant: "unspent", fields: ["refresh"] },
          "body-unreadable": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
        },
        401: {
          "token-expired": { _tag: "InvalidGrant", grant: "spent", code: "token_not_valid" },
        },
        415: {
          "media-type-refused": { _tag: "InvalidRequest", grant: "unspent", fields: [] },
        },
        429: {
          throttled: { _tag: "RateLimited", grant: "unspent", retryAfter: 42_000 },
        },
        500: {
          "server-error": { _tag: "ProviderUnavailable", grant: "unknown" },
        },
      },
      headers,
      statuses,
      fails,
    },
  },
  flows: {
    "aisquare-login-then-refresh": {
      "log-in": { status: 200, example: "obtained" },
      "refresh-login": { status: 200, example: "refreshed-and-rotated" },
    },
    "aisquare-login-refused": { "log-in-refused": { status: 401, example: "password-rejected" } },
    "aisquare-exchange-then-refresh": {
      "exchange-temp-token": { status: 200, example: "exchanged" },
      "refresh-exchanged": { status: 200, example: "refreshed" },
    },
    "aisquare-exchange-refused": { "exchange-temp-token-refused": { status: 400, example: "grant-rejected" } },
    "aisquare-refresh-refused": {
      "refresh-once": { status: 200, example: "refreshed-and-rotated" },
      "refresh-again-refused": { status: 401, example: "token-expired" },
    },
  },
  scenes: {
    "200 exchanged": {
      operation: "exchangeToken",
      play: ({ client, simulated }) => client.exchangeToken(simulated.issueGrant()),
    },
    "400 grant-rejected": {
      operation: "exchangeToken",
      play: ({ client }) => client.exchangeToken({ tempToken: "never-issued" }),
    },
    "200 obtained": {
      operation: "obtainToken",
      play: ({ client, simulated }) => client.obtainToken(simulated.user),
    },
    "401 password-rejected": {
      operation: "obtainToken",
      play: ({ client }) => client.obtainToken({ username: "alice", password: "wrong" }),
    },
    "429 throttled": {
      operation: "obtainToken",
      play: ({ client, simulated }) => {
        simulated.limitRate({ requests: 0, milliseconds: 60_000 })
        return client.obtainToken(simulated.user, { timeout: 100 })
      },
    },
    "400 fields refused": { operation: "obtainToken", play: ({ post }) => post('{"username":""}') },
    "400 body-unreadable": { operation: "obtainToken", play: ({ post }) => post("{") },
    "415 media-type-refused": { operation: "obtainToken", play: ({ post }) => post("{}", "text/plain") },
    "200 refreshed": { operation: "refreshToken", options: { rotate: false }, play: refreshLogin },
    "200 refreshed-and-rotated": { operation: "refreshToken", options: { rotate: true }, play: refreshLogin },
    "401 token-expired": {
      operation: "refreshToken",
      play: ({ client }) => client.refreshToken({ refresh: "never-issued" }),
    },
  },
  explanation: { detail: "Refused." },
  // Field errors, a detail, and mixtures of both.
  refusals: (quoted) => [
    { detail: quoted, code: quoted, messages: [{ token_class: quoted, message: quoted }], [quoted]: quoted },
    {
      [quoted]: [quoted],
      temp_token: [quoted],
      superexec_secret: [quoted],
      username: [quoted],
      password: [quoted],
      refresh: [quoted],
    },
    { non_field_errors: [quoted], [`${quoted}\n`]: { [quoted]: quoted } },
    { detail: `JSON parse error - ${quoted}`, code: "token_not_valid" },
    { error: { [quoted]: quoted }, code: quoted },
  ],
  bodies: [
    { access: jwt('{"iat":1763150400,"exp":1763154000}'), refresh: jwt('{"iat":1763150400,"exp":1763236800}') },
    { detail: "Given token not valid", code: "token_not_valid", messages: [{ token_class: "A", message: "m" }] },
    { temp_token: ["This field is required."], superexec_secret: ["This field may not be blank."] },
    { username: ["This field is required."], password: ["This field is required."], refresh: ["Required."] },
    { non_field_errors: ["Invalid temp token."] },
    { error: { message: "Invalid temp token." }, code: "authentication_failed" },
  ],
} satisfies Contract<"aisquare">
