/** Types of specs/dapi.yaml, by openapi-typescript. Generated: change the spec, then `npm run generate`. */
export interface paths {
  "/v2/auth/ExchangeToken": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Exchange an access code
     * @description Swaps the access code of a login in Connect, once, for a permanent access token of that user.
     */
    post: operations["exchangeToken"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /** @description What a caller sends, all of it in the body. An empty field is refused like a missing one. */
    ExchangeTokenRequest: {
      /**
       * Format: password
       * @description Secret of your application. Published ones have 64 and 256 hex digits, so no pattern is demanded.
       */
      appSecret: string
      /**
       * Format: password
       * @description Code from the user's login in Connect, a JWT. Published codes live 300 seconds; the vendor's text says 30
       *     minutes. Assumed: a success spends it (SOURCES.md, Dapi).
       */
      accessCode: string
      /**
       * @description Identifies the user's connection to one bank; it comes with the access code. Published ones are 40 hex
       *     digits and a UUID, so no pattern is demanded.
       */
      connectionID: string
    }
    ExchangeSucceeded: {
      /**
       * @description Tells a success from a failure, whatever the status.
       * @constant
       */
      success: true
      /**
       * Format: password
       * @description Token of one user at one bank, a JWT without `exp`. Permanent until the user is delinked.
       */
      accessToken: string
      /** @description State of the operation. An exchange that succeeded is `done`. */
      status: components["schemas"]["OperationStatus"] | string
      /** @description Identifies the token. Assumed: it is no secret. */
      tokenID?: string
      /** @description Identifies the user at the bank. Assumed: it is no secret. */
      userID?: string
    }
    ExchangeFailed: {
      /**
       * @description Tells a failure from a success, whatever the status.
       * @constant
       */
      success: false
      /** @description State of the operation, `failed` here. May be missing. */
      status?: components["schemas"]["OperationStatus"] | string
      /** @description Explanation for a developer. Not for programs; it may quote what was sent. */
      msg: string
      /** @description What was refused, for programs. */
      type: components["schemas"]["ErrorType"] | string
      /** @description Identifies the operation. */
      operationID?: string
      /** @description A further code. Its values are not documented. */
      code?: unknown
      /** @description What the user would be asked for. Not expected from an exchange. */
      userInputs?: unknown[]
    }
    /**
     * @description The states published so far. Assumed: the list is open. An exchange gives `done` or `failed`.
     * @enum {string}
     */
    OperationStatus: "done" | "failed" | "user_input_required" | "initialized"
    /**
     * @description The refusals published, or known to the vendor's own clients, that an exchange could give. Assumed: the
     *     list is open.
     * @enum {string}
     */
    ErrorType:
      | "INVALID_ARGS"
      | "INVALID_TOKEN"
      | "INVALID_CONNECTION"
      | "INVALID_CREDENTIALS"
      | "INVALID_MFA"
      | "INACTIVE_ACCOUNT"
      | "INVALID_ACCOUNT_ID"
      | "INVALID_CARD_ID"
      | "PARAMETER_ERROR"
      | "PARAMETER_MISSING"
      | "BAD_REQUEST"
      | "SESSION_EXPIRED"
      | "USER_DELINKED"
      | "TEMPORARILY_UNAVAILABLE"
      | "UNABLE_TO_CONNECT_TO_BANK"
      | "UNKNOWN_ERROR"
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  exchangeToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": components["schemas"]["ExchangeTokenRequest"]
      }
    }
    responses: {
      /** @description The access code is spent and this is its token; or a failure, told by `success`. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeSucceeded"] | components["schemas"]["ExchangeFailed"]
        }
      }
      /** @description Something in the request is wrong. */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeFailed"]
        }
      }
      /** @description The application's secret, or the user's login at the bank, is refused. */
      401: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeFailed"]
        }
      }
      /** @description What the request names does not exist. */
      404: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeFailed"]
        }
      }
      /** @description A field is missing. */
      422: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeFailed"]
        }
      }
      /** @description Dapi, or the bank behind it, failed. */
      500: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeFailed"]
        }
      }
    }
  }
}
