/** The place of a requirement is where the spec has it. */
import { expect, test } from "vitest"
import { readDocument } from "./document.ts"
import { answerTo, askedAs, specOperationsOf } from "./operations.ts"
import { requirementsOf } from "./requirements.ts"
import type { Spec } from "./specs.ts"

const specOf = (text: string): Spec => {
  const file = "specs/acme.yaml"
  const document = readDocument(file, text)
  const operations = specOperationsOf("acme", document)
  return {
    ...document,
    provider: "acme",
    file,
    path: file,
    text,
    document: document.root,
    servers: [],
    schemas: {},
    operations,
  }
}

test("a header that the spec writes with capitals has its own place, and its name on the wire", () => {
  const spec = specOf(`openapi: 3.1.0
paths:
  /tokens:
    post:
      operationId: exchangeToken
      responses:
        "429":
          description: Throttled.
          headers:
            Retry-After:
              schema:
                type: integer
`)
  const headers = requirementsOf(spec, () => undefined).filter(({ claim }) => claim.kind === "header")
  expect(headers).toMatchObject([{ claim: { status: "429", name: "retry-after" }, place: { line: 10, column: 13 } }])
})

test("an answer is documented by its status, else by its range, else by the default, and asked for accordingly", () => {
  const content = { "application/json": { schema: {}, examples: { refused: { value: {} } } } }
  const responses = Object.fromEntries(["200", "418", "4XX", "default"].map((status) => [status, { content }]))
  const paths = { "/tokens": { post: { operationId: "exchangeToken", responses } } }
  const spec = specOf(JSON.stringify({ openapi: "3.1.0", paths }))
  const [operation = { answers: [] }] = spec.operations
  const documented = [200, 418, 404, 429, 503, 302].map((status) => answerTo(operation, status)?.status)
  expect(documented).toEqual(["200", "418", "4XX", "4XX", "default", "default"])
  expect(["418", "4XX", "default"].map((status) => askedAs(operation, status))).toEqual([418, 400, 299])
  const required = requirementsOf(spec, () => undefined).flatMap(({ claim }) =>
    claim.kind === "answer" ? [claim.status] : [],
  )
  expect(required).toEqual(["200", "418", "4XX", "default"])
})
