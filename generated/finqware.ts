/** Types of specs/finqware.yaml, by openapi-typescript. Generated: change the spec, then `npm run generate`. */
export interface paths {
  "/v1/tokens": {
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
     * @description Swaps the temp token of a finished consent, once, for the consent's id and its access token.
     */
    post: operations["exchangeToken"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/v1/consents/delete": {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Delete a consent
     * @description Turns an active consent into a deleted one, with which no account data can be read any more. To delete it once
     *     more changes nothing: the operation is idempotent, and spends nothing.
     */
    post: operations["deleteConsent"]
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
     * @description What a caller sends, all of it in the body. Assumed: an unknown field is refused with `unknown_fields`, and an
     *     empty one is as good as missing.
     */
    ExchangeTokenRequest: {
      /** @description Identifier of your tenant app. May be seen in a browser. */
      client_id: string
      /**
       * Format: password
       * @description Secret of your tenant app. Keep it on the server.
       */
      client_secret: string
      /**
       * Format: password
       * @description Temp token of the finished consent. Assumed: a success spends it; its life is not published, that of a
       *     session's nonce is 30 minutes (SOURCES.md, Finqware).
       */
      temp_token: string
    }
    /** @description A pointer to a consent of one user at one bank, and its key. Keep the two together, on the server. */
    Consent: {
      /** @description Identifies the consent. The published sample is an elided UUID, so no format is demanded. */
      credentials_id: string
      /**
       * Format: password
       * @description Authorizes calls about this consent. Opaque.
       */
      access_token: string
      /**
       * Format: date-time
       * @description When the consent expires, UTC. 90 days by default, set per tenant. The job that expires consents runs every
       *     2 hours: do not count on the last 2 hours.
       */
      consent_exp: string
      /**
       * Format: date-time
       * @description When Finqware deletes the cached bank data, UTC. 120 days by default, set per tenant.
       */
      max_data_retention: string
    }
    /**
     * @description What a caller sends, all of it in the body. Assumed: an unknown field is refused with `unknown_fields`, and an
     *     empty one is as good as missing.
     */
    DeleteConsentRequest: {
      /** @description Identifier of your tenant app. May be seen in a browser. */
      client_id: string
      /**
       * Format: password
       * @description Secret of your tenant app. Keep it on the server.
       */
      client_secret: string
      /** @description Identifies the consent. */
      credentials_id: string
      /**
       * Format: password
       * @description The token of this consent.
       */
      access_token: string
      /**
       * @description For how many minutes after the deletion the cached bank data is kept; at 0 it goes as soon as possible. Without it
       *     the data goes when it would have gone: at `max_data_retention`. Assumed: no negative number.
       */
      pcd_data_retention?: number
    }
    /** @description Says that the consent is deleted. */
    ConsentDeletion: {
      /**
       * @description What was done. Tells the answer of a deletion from any other.
       * @constant
       */
      op_type: "delete"
      /** @description What was done, for programs. The published one is `credentials_deleted`. */
      code: string
      /** @description The HTTP status once more. */
      http: number
      /** @description Explanation for a developer. Not for users, not for programs. */
      message: string
      /** @description What was deleted. */
      result?: {
        /** @description Identifier of your tenant app. */
        client_id?: string
        /** @description Identifies the consent. */
        credentials_id?: string
      }
    }
    /** @description Every refusal of Finqware. Decide on `type` and `code` together. */
    Error: {
      /**
       * @description Identifies this refusal; tell it to Finqware's support. The published sample is the word `uuid`, so no
       *     format is demanded.
       */
      id: string
      /** @description Class of the refusal, for programs. */
      type: components["schemas"]["ErrorType"] | string
      /** @description The HTTP status once more. */
      http: number
      /** @description What exactly was refused, for programs. */
      code:
        | components["schemas"]["InvalidRequestCode"]
        | components["schemas"]["UnauthorizedCode"]
        | components["schemas"]["ExternalApiCode"]
        | string
      /** @description Explanation for a developer. Not for users, not for programs. */
      message: string
    }
    /**
     * @description The classes published so far. Assumed: the list is open.
     * @enum {string}
     */
    ErrorType: "invalid_request" | "unauthorized" | "external_api_error"
    /**
     * @description Codes published under `invalid_request` (400 or 404). Assumed: the list is open.
     * @enum {string}
     */
    InvalidRequestCode:
      | "missing_fields"
      | "unknown_fields"
      | "invalid_field"
      | "invalid_credentials_id"
      | "invalid_client_id"
      | "invalid_client_secret"
      | "invalid_access_token"
      | "invalid_input"
      | "invalid_body"
      | "invalid_headers"
      | "invalid_pcd_data_retention"
      | "not_found"
    /**
     * @description Codes published under `unauthorized` (401). Assumed: the list is open.
     * @enum {string}
     */
    UnauthorizedCode:
      | "invalid_api_keys"
      | "unauthorized_tenant"
      | "invalid_access_token"
      | "invalid_credentials_id"
      | "invalid_client_id"
      | "invalid_client_secret"
      | "invalid_client_app_key"
      | "inactive_credentials"
      | "expired_credentials"
      | "invalid_tenant_keys"
      | "invalid_temp_token"
    /**
     * @description Codes published under `external_api_error` (400): the bank behind Finqware failed, not the request. Assumed: the
     *     list is open.
     * @enum {string}
     */
    ExternalApiCode:
      | "external_api_connection_error"
      | "external_api_too_many_requests"
      | "external_api_unauthorized"
      | "external_api_forbidden"
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
      /** @description A new consent, and the token that authorizes reading it. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Consent"]
        }
      }
      /**
       * @description The request is malformed, names an unknown app, or the bank behind Finqware failed. `type` and `code` tell
       *     which; the same code can come under 401.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Error"]
        }
      }
      /** @description The temp token or the app's credentials are refused. `code` tells which. */
      401: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Error"]
        }
      }
      /** @description What the request names does not exist. */
      404: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Error"]
        }
      }
    }
  }
  deleteConsent: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": components["schemas"]["DeleteConsentRequest"]
      }
    }
    responses: {
      /** @description The consent is deleted, by this request or by an earlier one. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["ConsentDeletion"]
        }
      }
      /**
       * @description The request is malformed, names an unknown app, or the bank behind Finqware failed. `type` and `code` tell
       *     which; the same code can come under 401.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Error"]
        }
      }
      /** @description The consent, its token or the app's credentials are refused. `code` tells which. */
      401: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Error"]
        }
      }
      /** @description What the request names does not exist. */
      404: {
        headers: {
          [name: string]: unknown
        }
        content: {
          "application/json": components["schemas"]["Error"]
        }
      }
    }
  }
}
