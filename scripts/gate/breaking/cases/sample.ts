/** A sample spec, its edits, and the changes they cause. */
import { readDocument } from "../../../../contracts/spec/document.ts"
import type { Json, JsonObject } from "../../../../contracts/spec/specs.ts"
import type { Breaks } from "../../finding.ts"
import type { Change, Side } from "../change.ts"
import { type Judged, judge } from "../judged.ts"
import type { Part, Rule } from "../rules.ts"
import { specChanges } from "../spec.ts"

/** Who breaks, and which part of the version must move. */
export type Effect = `${Breaks} ${Part}`

/** An edit of the sample spec, and the changes it causes. */
export interface EditCase {
  readonly from: string
  readonly to: string
  readonly side: Side
  readonly changes: ReadonlyArray<{
    readonly rule: Rule
    readonly effect: Effect
    readonly id: string
    readonly message: string
  }>
}

/** Old and new text, then the subject and result of each change. */
type Edit = readonly [from: string, to: string, ...says: ReadonlyArray<string>]

/** The edits of one part of the spec, with the beginning of their ids and messages. */
export const editsOf =
  (side: Side, where: string, met: string) =>
  (rule: Rule, effect: Effect, edits: ReadonlyArray<Edit>): ReadonlyArray<EditCase> =>
    edits.map(([from, to, ...says]) => ({
      from,
      to,
      side,
      changes: says.map((one) => ({ rule, effect, ...idAndSaid(where, met, one) })),
    }))

/** An id is the message without the joints between its parts. */
const idAndSaid = (where: string, met: string, says: string) => {
  const joint = says.includes(": ") ? ", " : ": "
  return {
    id: `bank ${where === "" ? "" : `${where} `}${says.replace(": ", " ")}`,
    message: `bank: ${met === "" ? "" : `${met}${joint}`}${says}`,
  }
}

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
    key: { type: apiKey, in: header, name: X-Key, description: Ours. }
  schemas:
    Grant: { type: object, required: [code], properties: {
      code: { type: string }, hint: { type: string }, tries: { type: integer } } }
    Token: { type: object, required: [access], properties: {
      access: { type: string }, scope: { type: string }, kind: { type: integer } } }
    Spare: { type: string }
`

/** The day of the comparison. */
export const today = "2027-01-31"

const parse = (yaml: string) => readDocument("specs/bank.yaml", yaml).root

/** The judged changes from one text to another. */
export const changed = (before: string, after: string): ReadonlyArray<Judged> =>
  judge("bank", specChanges(parse(before), parse(after)), today)

/** The sample spec with one text replaced, which must occur exactly once. */
export const withEdit = (from: string, to: string): string => {
  if (text.split(from).length !== 2) throw new Error(`The sample spec must contain this exactly once: ${from}`)
  return text.replace(from, () => to)
}

const base = parse(text)

/** The judged changes when one text of the sample spec is replaced. */
export const edited = (from: string, to: string): ReadonlyArray<Judged> =>
  judge("bank", specChanges(base, parse(withEdit(from, to))), today)

/** A document whose request or answer has one value of a schema. */
const exchanging = (side: "request" | "answer", schema: Json): JsonObject => {
  const content = { "application/json": { schema: { type: "object", properties: { value: schema } } } }
  return {
    openapi: "3.1.0",
    paths: {
      "/token": {
        post: {
          operationId: "redeem",
          requestBody: { required: true, content: side === "request" ? content : {} },
          responses: { 200: { description: "Redeemed", content: side === "answer" ? content : {} } },
        },
      },
    },
  }
}

/** The changes from one schema of a value to another. */
export const valueChanges = (side: "request" | "answer", from: Json, to: Json): ReadonlyArray<Change> =>
  specChanges(exchanging(side, from), exchanging(side, to))

export const retyped = (side: "request" | "answer", from: Json, to: Json): ReadonlyArray<Judged> =>
  judge("bank", valueChanges(side, from, to), today)
