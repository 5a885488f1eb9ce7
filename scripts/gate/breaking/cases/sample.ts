/** A sample spec to be edited, and what an edit comes to. */
import { readDocument } from "../../../../contracts/spec/document.ts"
import type { Json, JsonObject } from "../../../../contracts/spec/specs.ts"
import type { Breaks } from "../../finding.ts"
import type { Change, Side } from "../change.ts"
import { type Judged, judge } from "../judged.ts"
import type { Part, Rule } from "../rules.ts"
import { specChanges } from "../spec.ts"

/** Who breaks, and which part of the version must move. */
export type Effect = `${Breaks} ${Part}`

/** An edit of the sample spec, and the changes that it comes to. */
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

/** One piece of the text for another; what each change is about, and what became of that. */
type Edit = readonly [from: string, to: string, ...says: ReadonlyArray<string>]

/** The edits of one part of the spec: how an id begins there, and how a sentence does. */
export const editsOf =
  (side: Side, where: string, met: string) =>
  (rule: Rule, effect: Effect, edits: ReadonlyArray<Edit>): ReadonlyArray<EditCase> =>
    edits.map(([from, to, ...says]) => ({
      from,
      to,
      side,
      changes: says.map((one) => ({ rule, effect, ...idAndSaid(where, met, one) })),
    }))

/** An id is the sentence without what joins its parts. */
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

const parse = (yaml: string) => readDocument("specs/bank.yaml", yaml).root

/** What it comes to where one text becomes another. */
export const changed = (before: string, after: string): ReadonlyArray<Judged> =>
  judge("bank", specChanges(parse(before), parse(after)), [])

/** The sample spec with one piece for another. The piece stands there once. */
export const withEdit = (from: string, to: string): string => {
  if (text.split(from).length !== 2) throw new Error(`The sample spec has this not once: ${from}`)
  return text.replace(from, () => to)
}

const base = parse(text)

/** What it comes to where one piece of the sample spec becomes another. */
export const edited = (from: string, to: string): ReadonlyArray<Judged> =>
  judge("bank", specChanges(base, parse(withEdit(from, to))), [])

/** A document that sends, or answers with, one value of a schema. */
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

/** What changes where the schema of a value becomes another. */
export const valueChanges = (side: "request" | "answer", from: Json, to: Json): ReadonlyArray<Change> =>
  specChanges(exchanging(side, from), exchanging(side, to))

export const retyped = (side: "request" | "answer", from: Json, to: Json): ReadonlyArray<Judged> =>
  judge("bank", valueChanges(side, from, to), [])
