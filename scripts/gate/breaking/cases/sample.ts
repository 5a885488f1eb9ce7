/** A sample spec, and what changes when it is edited. */
import { readDocument } from "../../../../contracts/spec/document.ts"
import type { Json } from "../../../../contracts/spec/json.ts"
import type { Breaks } from "../../finding.ts"
import { type Judged, judge } from "../judged.ts"
import type { Part } from "../rules.ts"
import { specChanges } from "../spec.ts"

/** Who breaks, and which part of the version must move. */
export type Effect = `${Breaks} ${Part}`
export const senders = "senders major"
export const readers = "readers major"
export const both = "both major"
export const more = "nobody minor"
export const none = "nobody none"

export const text = `openapi: 3.1.0
info: { title: Bank, version: 1.0.0 }
servers:
  - { url: https://bank.test, description: Production }
  - { url: https://sandbox.bank.test }
security: []
paths:
  /token:
    post:
      operationId: redeem
      description: Swaps a code.
      parameters:
        - { name: x-trace, in: header, schema: { type: string } }
        - { name: tenant, in: query, required: true, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Grant" }
            examples: { published: { value: { code: abc } }, shortest: { value: { code: a } } }
          text/csv: {}
      responses:
        "200":
          description: Redeemed.
          headers:
            x-request-id: { required: true, schema: { type: string } }
            retry-after: { schema: { type: integer } }
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Token" }
              examples: { redeemed: { summary: Usual, value: { access: xyz } }, bare: { value: { access: x } } }
            text/plain: {}
        "400": { description: Refused., x-evidence: assumed }
        "500": { $ref: "#/components/responses/Failed" }
  /revoke:
    post:
      operationId: revoke
      requestBody: { content: { text/xml: {} } }
      responses: { "200": { description: Revoked., content: { text/html: {} } } }
  /renew:
    post:
      operationId: renew
      security: [{ key: [] }]
      requestBody: { content: { text/yaml: { schema: {} } } }
      responses: { "200": { description: Renewed., content: { text/toml: { schema: {} } } } }
  /grants:
    post:
      operationId: grants
      security: [{ app: [] }]
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { oneOf: [
        { $ref: "#/components/schemas/ByCode" }, { $ref: "#/components/schemas/ByRefresh" },
        { $ref: "#/components/schemas/ByPassword" } ] } } } }
      responses: { "204": { description: Granted. } }
  /sessions/{id}:
    get:
      operationId: look
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { "204": { description: There is one. } }
  /leave:
    delete:
      operationId: leave
      responses: { "500": { $ref: "#/components/responses/Failed" } }
  /gone:
    put: { operationId: gone, deprecated: true, x-sunset: 2027-01-30, responses: { "204": { description: Gone. } } }
components:
  responses:
    Failed: { description: Failed., content: { application/json: { schema: { properties: { incident: {} } } } } }
  securitySchemes:
    app: { type: http, scheme: basic }
    client: { type: http, scheme: Basic }
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Key, description: Ours. }
  schemas:
    Grant: { type: object, required: [code], properties: {
      code: { type: string }, hint: { type: string }, tries: { type: integer } } }
    Token: { type: object, required: [access], properties: {
      access: { type: string }, scope: { type: string }, kind: { type: integer } } }
    ByCode: { x-operation-id: byCode, properties: { grant: { const: code } } }
    ByRefresh: { x-operation-id: byRefresh, properties: { grant: { const: refresh } } }
    ByPassword: { properties: { grant: { const: password } } }
    Spare: { type: string }
`

/** The day of the comparison. */
export const today = "2027-01-31"

/** The judged changes from one text to another. */
export const changed = (before: string, after: string): ReadonlyArray<Judged> => {
  const [base, head] = [readDocument("specs/bank.yaml", before), readDocument("specs/bank.yaml", after)]
  return judge("bank", specChanges(base, head), today)
}

/** The sample spec with one text replaced, which must occur exactly once. */
export const withEdit = (from: string, to: string): string => {
  if (text.split(from).length !== 2) throw new Error(`The sample spec must contain this exactly once: ${from}`)
  return text.replace(from, () => to)
}

export const edited = (from: string, to: string) => changed(text, withEdit(from, to))

/** A document whose request or answer has one value of a schema. */
const exchanging = (side: "request" | "answer", schema: Json): string => {
  const content = { "application/json": { schema: { properties: { value: schema } } } }
  const responses = { 200: { description: "Redeemed", content: side === "answer" ? content : {} } }
  const requestBody = { required: true, content: side === "request" ? content : {} }
  return JSON.stringify({
    openapi: "3.1.0",
    paths: { "/token": { post: { operationId: "redeem", requestBody, responses } } },
  })
}

/** The judged changes from one schema of a value to another. */
export const retyped = (side: "request" | "answer", from: Json, to: Json) =>
  changed(exchanging(side, from), exchanging(side, to))
