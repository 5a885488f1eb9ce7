/** Dapi: what its answers mean to a caller, and the scenes of its simulator. */
import { type Contract, everyFailure } from "../contract.ts"

export const contract = {
  operations: {
    exchangeToken: {
      requests: ["published", "published-curl"],
      answers: {
        200: {
          exchanged: { provider: "dapi", accessToken: "$accessToken" },
          "exchanged-with-ids": {
            provider: "dapi",
            accessToken: "$accessToken",
            tokenId: "611c7aa8-70af-4d7f-a895-289e89239313",
            userId: "bXktdXNlcg==",
          },
          "arguments-refused": {
            _tag: "InvalidRequest",
            grant: "unspent",
            fields: ["connectionId"],
            code: "INVALID_ARGS",
          },
          "grant-rejected": { _tag: "InvalidGrant", grant: "spent", code: "INVALID_TOKEN" },
        },
        400: {
          "parameter-refused": { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "PARAMETER_ERROR" },
          "bad-request": { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "BAD_REQUEST" },
        },
        401: {
          "login-rejected": { _tag: "InvalidGrant", grant: "spent", code: "INVALID_CREDENTIALS" },
          "client-rejected": { _tag: "InvalidClient", grant: "unspent", code: "INVALID_APP_SECRET" },
        },
        404: {
          "connection-rejected": { _tag: "InvalidGrant", grant: "spent", code: "INVALID_CONNECTION" },
        },
        422: {
          "parameter-missing": { _tag: "InvalidRequest", grant: "unspent", fields: [], code: "PARAMETER_MISSING" },
        },
        500: {
          "unknown-error": { _tag: "ProviderUnavailable", grant: "unknown", code: "UNKNOWN_ERROR" },
          "bank-unreachable": { _tag: "ProviderUnavailable", grant: "unknown", code: "UNABLE_TO_CONNECT_TO_BANK" },
        },
      },
      statuses: { 400: "InvalidRequest", 401: "InvalidClient", 404: "InvalidRequest", 422: "InvalidRequest" },
      fails: everyFailure,
    },
  },
  flows: {
    "dapi-exchange": { "exchange-access-code": { status: 200, example: "exchanged" } },
    "dapi-exchange-refused": { "exchange-access-code-refused": { status: 200, example: "grant-rejected" } },
  },
  scenes: {
    "200 exchanged-with-ids": {
      operation: "exchangeToken",
      play: ({ client, simulated }) => client.exchangeToken(simulated.issueGrant()),
    },
    "200 grant-rejected": {
      operation: "exchangeToken",
      play: ({ client }) => client.exchangeToken({ accessCode: "never-issued", connectionId: "none" }),
    },
    "401 client-rejected": {
      operation: "exchangeToken",
      play: ({ clientWith, simulated }) => clientWith({ appSecret: "another" }).exchangeToken(simulated.issueGrant()),
    },
    "404 connection-rejected": {
      operation: "exchangeToken",
      play: ({ client, simulated }) => client.exchangeToken({ ...simulated.issueGrant(), connectionId: "another" }),
    },
    "400 bad-request": { operation: "exchangeToken", play: ({ post }) => post("{") },
    "200 arguments-refused": { operation: "exchangeToken", play: ({ post }) => post("{}") },
  },
  explanation: { success: false, status: "failed", msg: "Refused.", type: "NEW_TYPE", operationID: "o" },
  refusals: (quoted) => [
    {
      success: false,
      status: quoted,
      msg: quoted,
      type: quoted,
      operationID: quoted,
      code: quoted,
      userInputs: [quoted, { quoted }],
    },
    {
      success: false,
      status: "failed",
      msg: `accessCode ${quoted}`,
      type: "INVALID_ARGS",
      operationID: quoted,
      code: quoted,
    },
    { success: false, status: "failed", msg: quoted, type: "INVALID_TOKEN", operationID: quoted, [quoted]: quoted },
    { success: false, status: "failed", msg: quoted, type: "UNKNOWN_ERROR", operationID: quoted },
  ],
  bodies: [
    "INVALID_ARGS",
    "INVALID_TOKEN",
    "BAD_REQUEST",
    "USER_DELINKED",
    "UNKNOWN_ERROR",
    "NEW_TYPE",
    "constructor",
  ].map((type) => ({ success: false, status: "failed", msg: "accessCode appSecret", type, operationID: "o" })),
} satisfies Contract<"dapi">
