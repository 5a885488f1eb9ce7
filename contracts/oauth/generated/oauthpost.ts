/** Types of specs/oauthpost.yaml, by openapi-typescript. Generated: change the spec, then `npm run generate`. */
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
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /** @description Spent by a success. */
    CodeGrant: {
      client_id: string
      /** Format: password */
      client_secret: string
      /** @constant */
      grant_type: "authorization_code"
      /** Format: password */
      code: string
      /** Format: uri */
      redirect_uri?: string
    }
    /** @description Spent by a success where the server rotates refresh tokens. */
    RefreshGrant: {
      client_id: string
      /** Format: password */
      client_secret: string
      /** @constant */
      grant_type: "refresh_token"
      /** Format: password */
      refresh_token: string
    }
    Tokens: {
      /** Format: password */
      access_token: string
      token_type: string
      /** @description In seconds */
      expires_in?: number
      /** Format: password */
      refresh_token?: string
    }
    Refusal: {
      error: string
      error_description?: string
    }
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
    /** @description The client is unknown, or its secret is wrong. */
    UnknownClient: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"]
        [name: string]: unknown
      }
      content: {
        "application/json": components["schemas"]["Refusal"]
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: {
    /**
     * @description Names the answer.
     * @example 7d4f2a90
     */
    RequestId: string
  }
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
          "X-Request-Id": components["headers"]["RequestId"]
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Tokens"]
        }
      }
      400: components["responses"]["Refused"]
      401: components["responses"]["UnknownClient"]
    }
  }
}
