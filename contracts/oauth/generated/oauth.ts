/** Types of specs/oauth.yaml, by openapi-typescript. Generated: change the spec, then `npm run generate`. */
export interface paths {
  "/token": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Redeem a grant */
    post: operations["token"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/token/revocation": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Revoke a token */
    post: operations["revokeToken"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/sessions": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Redeem a ticket that an app was handed */
    get: operations["openSession"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/sessions/{session}": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /** End a session */
    delete: operations["endSession"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /** @description Spent by a success. */
    CodeGrant: {
      /** @constant */
      grant_type: "authorization_code"
      /** Format: password */
      code: string
      /** Format: uri */
      redirect_uri?: string
    }
    /** @description Spent by a success where the server rotates refresh tokens. */
    RefreshGrant: {
      /** @constant */
      grant_type: "refresh_token"
      /** Format: password */
      refresh_token: string
    }
    Revocation: {
      /** Format: password */
      token: string
      /** @enum {string} */
      token_type_hint?: "access_token" | "refresh_token"
    }
    Tokens: {
      /** Format: password */
      access_token: string
      token_type: string
      /** @description In seconds. Some servers write it as a text. */
      expires_in?: number | string
      /** Format: password */
      refresh_token?: string
      scope?: string
    }
    Refusal: {
      error: components["schemas"]["ErrorCode"] | string
      error_description?: string
      error_uri?: string
    }
    /**
     * @description RFC 6749, 5.2.
     * @enum {string}
     */
    ErrorCode:
      | "invalid_request"
      | "invalid_client"
      | "invalid_grant"
      | "unauthorized_client"
      | "unsupported_grant_type"
      | "invalid_scope"
      | "unsupported_token_type"
  }
  responses: {
    /** @description The request is refused. */
    Refused: {
      headers: {
        [name: string]: unknown
      }
      content: {
        "application/json": components["schemas"]["Refusal"]
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  token: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/x-www-form-urlencoded": components["schemas"]["CodeGrant"] | components["schemas"]["RefreshGrant"]
      }
    }
    responses: {
      /** @description Tokens */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Tokens"]
        }
      }
      400: components["responses"]["Refused"]
      /** @description The client is unknown, or its secret is wrong. */
      401: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Refusal"]
        }
      }
    }
  }
  revokeToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/x-www-form-urlencoded": components["schemas"]["Revocation"]
      }
    }
    responses: {
      /** @description The token is revoked or was unknown */
      200: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: components["responses"]["Refused"]
      /** @description The client is unknown, or its secret is wrong. */
      401: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Refusal"]
        }
      }
    }
  }
  openSession: {
    parameters: {
      query: {
        /** @example mail */
        app: string
      }
      header: {
        /**
         * @description Spent by a success.
         * @example ST-1856339
         */
        ticket: string
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Tokens */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Tokens"]
        }
      }
      400: components["responses"]["Refused"]
    }
  }
  endSession: {
    parameters: {
      query?: never
      header?: never
      path: {
        /** @example s-1 */
        session: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The session has ended */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /** @description There is no such session. */
      404: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Refusal"]
        }
      }
    }
  }
}
