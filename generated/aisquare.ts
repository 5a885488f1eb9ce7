/** Types of specs/aisquare.yaml, by openapi-typescript. Generated: change the spec, then `npm run generate`. */
export interface paths {
  "/api/v1/superexec/exchange/": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Exchange a temp token
     * @description Swaps a superexec temp token, once, for an access and a refresh token. The vendor does not say which of the two
     *     credentials a 400 refuses, so it is read as the temp token's end.
     */
    post: operations["exchangeToken"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/token/": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Obtain a token pair
     * @description Swaps a username and password for an access and a refresh token. Nothing here is spent: the same password works
     *     again.
     */
    post: operations["obtainToken"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/token/refresh/": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Refresh an access token
     * @description Swaps a refresh token for a new access token and, where rotation is on, a new refresh token. With blacklisting
     *     the presented token is dead at once, without a grace period: keep the new one before anything else.
     */
    post: operations["refreshToken"]
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
    /**
     * @description What a caller sends. The vendor publishes one schema for request and response, with `access` and `refresh`
     *     required here too; its own examples send only these two.
     */
    ExchangeTokenRequest: {
      /**
       * Format: password
       * @description Temp token from the superexec redirect. Assumed: a success spends it (SOURCES.md, AISquare).
       */
      temp_token: string
      /**
       * Format: password
       * @description Secret of your superexec integration. Keep it on the server.
       */
      superexec_secret: string
    }
    ObtainTokenRequest: {
      /** @description Name of the account. Not a secret. */
      username: string
      /**
       * Format: password
       * @description Password of the account. A success does not spend it.
       */
      password: string
    }
    /** @description What a caller sends. The vendor publishes `access` as required here too; its own example omits it. */
    RefreshTokenRequest: {
      /**
       * Format: password
       * @description Refresh token of an earlier answer. Where rotation and blacklisting are on, a success spends it.
       */
      refresh: string
    }
    TokenPair: {
      access: components["schemas"]["AccessToken"]
      refresh: components["schemas"]["RefreshToken"]
    }
    RefreshedToken: {
      access: components["schemas"]["AccessToken"]
      refresh?: components["schemas"]["RefreshToken"]
    }
    /**
     * Format: password
     * @description JWT for the `Authorization` header of other calls. Documented to live 7 days; its `exp` decides.
     */
    AccessToken: string
    /**
     * Format: password
     * @description JWT that obtains the next access token. Documented to live 30 days; its `exp` decides, and a published one has
     *     none.
     */
    RefreshToken: string
    /** @description A refusal of the request as a whole. */
    Detail: {
      /** @description Explanation for a person, translated by the server. Not for programs. */
      detail: string
      /** @description Name of the reason, for programs. Only a refused token has one. */
      code?: components["schemas"]["DetailCode"] | string
    }
    /**
     * @description The codes seen so far. Assumed: the list is open.
     * @enum {string}
     */
    DetailCode: "token_not_valid"
    /** @description What is wrong with one field, in sentences for a person. */
    FieldMessages: string[]
    /** @description Which fields are missing or malformed. The names are for programs, the sentences are not. */
    ExchangeTokenFieldErrors: {
      temp_token?: components["schemas"]["FieldMessages"]
      superexec_secret?: components["schemas"]["FieldMessages"]
      non_field_errors?: components["schemas"]["FieldMessages"]
    }
    /** @description Which fields are missing or malformed. The names are for programs, the sentences are not. */
    ObtainTokenFieldErrors: {
      username?: components["schemas"]["FieldMessages"]
      password?: components["schemas"]["FieldMessages"]
      non_field_errors?: components["schemas"]["FieldMessages"]
    }
    /** @description Which fields are missing or malformed. The names are for programs, the sentences are not. */
    RefreshTokenFieldErrors: {
      refresh?: components["schemas"]["FieldMessages"]
      non_field_errors?: components["schemas"]["FieldMessages"]
    }
  }
  responses: {
    /** @description The body was not sent as `application/json`. */
    UnsupportedMediaType: {
      headers: {
        [name: string]: unknown
      }
      content: {
        "application/json": components["schemas"]["Detail"]
      }
    }
    /** @description Too many requests. Wait `Retry-After` seconds; the grant is untouched. */
    Throttled: {
      headers: {
        "retry-after": components["headers"]["RetryAfter"]
        [name: string]: unknown
      }
      content: {
        "application/json": components["schemas"]["Detail"]
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: {
    /**
     * @description The scheme the framework would accept. Constant, and of no use to this client.
     * @example Bearer realm="api"
     */
    Challenge: string
    /**
     * @description Whole seconds until the next request is allowed (RFC 9110). Absent where the wait is unknown.
     * @example 42
     */
    RetryAfter: number
  }
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
      /** @description The temp token is spent, and these are its tokens. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["TokenPair"]
        }
      }
      /** @description Either the temp token or the secret is refused, or a field is missing or malformed. */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ExchangeTokenFieldErrors"] | components["schemas"]["Detail"]
        }
      }
      /** @description Refused by the framework before the view ran, where the view declares an authenticate header. */
      401: {
        headers: {
          "www-authenticate": components["headers"]["Challenge"]
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Detail"]
        }
      }
      /**
       * @description Refused by the framework before the view ran. A view that declares no authenticate header answers 403 where
       *     others answer 401.
       */
      403: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Detail"]
        }
      }
      415: components["responses"]["UnsupportedMediaType"]
      429: components["responses"]["Throttled"]
    }
  }
  obtainToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": components["schemas"]["ObtainTokenRequest"]
      }
    }
    responses: {
      /** @description Username and password are right, and these are the tokens. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["TokenPair"]
        }
      }
      /** @description A field is missing or malformed. The vendor also publishes 400 for refused credentials. */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ObtainTokenFieldErrors"] | components["schemas"]["Detail"]
        }
      }
      /** @description The username or the password is wrong, or the account is not active. No `code` comes with it. */
      401: {
        headers: {
          "www-authenticate": components["headers"]["Challenge"]
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Detail"]
        }
      }
      415: components["responses"]["UnsupportedMediaType"]
      429: components["responses"]["Throttled"]
    }
  }
  refreshToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": components["schemas"]["RefreshTokenRequest"]
      }
    }
    responses: {
      /** @description A new access token, and a new refresh token where rotation is on. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["RefreshedToken"]
        }
      }
      /** @description A field is missing or malformed. The vendor also publishes 400 for a refused token. */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["RefreshTokenFieldErrors"] | components["schemas"]["Detail"]
        }
      }
      /** @description The refresh token is expired, blacklisted, of the wrong kind, or no token at all. */
      401: {
        headers: {
          "www-authenticate": components["headers"]["Challenge"]
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Detail"]
        }
      }
      415: components["responses"]["UnsupportedMediaType"]
      429: components["responses"]["Throttled"]
      /** @description The server failed. SimpleJWT 5.4 to 5.5.1 answers so, in HTML, for a token whose user was deleted. */
      500: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "text/html": string
        }
      }
    }
  }
}
