/** A spec of many operations, as our own are written, to see how generators grow. */

/** Each operation has a request and an answer of its own, an error that all share, and examples. */
export const specOf = (operations: number): string => {
  const numbers = Array.from({ length: operations }, (_, index) => String(index + 1).padStart(4, "0"))
  return `openapi: 3.1.0
info:
  title: Sample API
  version: 1.0.0
  summary: Many operations.
  description: Made up by the benchmark.
  license:
    name: MIT
    identifier: MIT
servers:
  - url: https://api.provider.test
    description: Nowhere
security: []
paths:
${numbers.map(path).join("")}components:
  schemas:
    Refused:
      type: object
      description: Why nothing was granted.
      required: [code, message]
      properties:
        code:
          type: string
          enum: [invalid_grant, invalid_client, invalid_request]
        message:
          type: string
${numbers.map(schemas).join("")}`
}

const path = (number: string) => `  /v1/tokens/${number}:
    post:
      operationId: exchangeToken${number}
      summary: Exchange token ${number}
      description: Swaps a temp token for tokens.
      externalDocs:
        description: Made up
        url: https://example.com/docs
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/Request${number}"
            examples:
              published:
                value: { app_secret: sample, temp_token: sample-${number}, connection: one }
      responses:
        "200":
          description: Granted.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Tokens${number}"
              examples:
                exchanged:
                  value: { access_token: sample-${number}, expires_at: "2030-01-01T00:00:00Z", scopes: [read] }
        "400":
          description: Refused.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Refused"
              examples:
                grant-rejected:
                  value: { code: invalid_grant, message: no }
`

const schemas = (number: string) => `    Request${number}:
      type: object
      description: What a caller sends.
      required: [app_secret, temp_token, connection]
      properties:
        app_secret:
          type: string
          format: password
          minLength: 1
        temp_token:
          type: string
          format: password
          x-one-time: true
          minLength: 1
        connection:
          type: string
          minLength: 1
          maxLength: 64
    Tokens${number}:
      type: object
      description: What a caller receives.
      required: [access_token]
      properties:
        access_token:
          type: string
          format: password
        expires_at:
          type: string
          format: date-time
        scopes:
          type: array
          items:
            type: string
            enum: [read, write]
`
