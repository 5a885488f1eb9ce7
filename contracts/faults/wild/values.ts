/** What a body may say: what providers really say, and values that a careless reader trips over. */
import type * as Arbitrary from "effect/Arbitrary"
import { json, oneOf, pick, text } from "./choices.ts"

const jwt = (payload: string) => `h.${Buffer.from(payload).toString("base64url")}.s`

/** Stands for a number that JSON can say and `JSON.stringify` cannot. */
const raw = (number: string) => `@${number}@`

/** Keys, codes and types that an object has without having them, and words of the providers. */
export const words = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "length",
  "then",
  "toJSON",
  "",
  "0",
  "detail",
  "code",
  "type",
  "success",
  "access",
  "refresh",
  "non_field_errors",
  "temp_token",
  "msg",
  "id",
]

/** Values that a careless reader trips over. */
export const awkward: Arbitrary.Arbitrary<unknown> = oneOf<unknown>(
  pick(...words),
  pick(null, true, false, 0, -1, 0.5, 2 ** 53, Number.MAX_VALUE, [], {}, [[]], [null], { toString: null }),
  pick(raw("1e999"), raw("-1e999"), raw("-0"), raw("1e-999"), raw("123456789012345678901234567890"), raw("1.0")),
  pick("\ud800", "\udfff\ud800", "\u0000", "\ufeff", "x".repeat(5_000), "INVALID_TOKEN", "invalid_temp_token", "a_b"),
  pick(
    jwt('{"iat":0,"exp":8640000000001}'),
    jwt('{"iat":-1e308,"exp":1e308}'),
    jwt('{"iat":"0","exp":null}'),
    jwt('{"exp":1e999,"iat":1}'),
    jwt(`${"[".repeat(3_000)}`),
    jwt("null"),
    "..",
    "a.%%%.c",
  ),
  pick(
    "2026-04-01T00:00:00Z",
    "2026-04-01t23:59:59.123456789z",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00:00+23:59",
    "2026-02-30T00:00:00Z",
    "1",
  ),
  json,
  text,
)

/** Bodies of each provider, as they really come. */
export const real: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  aisquare: [
    { access: jwt('{"iat":1763150400,"exp":1763154000}'), refresh: jwt('{"iat":1763150400,"exp":1763236800}') },
    { detail: "Token is invalid or expired", code: "token_not_valid" },
    { detail: "Given token not valid", code: "token_not_valid", messages: [{ token_class: "A", message: "m" }] },
    { detail: "JSON parse error - Expecting value: line 1 column 1 (char 0)" },
    { temp_token: ["This field is required."], superexec_secret: ["This field may not be blank."] },
    { username: ["This field is required."], password: ["This field is required."], refresh: ["Required."] },
    { non_field_errors: ["Invalid temp token."] },
  ],
  finqware: ["invalid_request", "unauthorized", "external_api_error", "constructor", "__proto__"].flatMap((type) =>
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
  dapi: [
    { success: true, status: "done", accessToken: "permanent", tokenID: "t", userID: "u" },
    ...[
      "INVALID_ARGS",
      "INVALID_TOKEN",
      "BAD_REQUEST",
      "USER_DELINKED",
      "UNKNOWN_ERROR",
      "NEW_TYPE",
      "constructor",
    ].map((type) => ({ success: false, status: "failed", msg: "accessCode appSecret", type, operationID: "o" })),
  ],
}
