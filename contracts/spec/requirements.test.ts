/** The place of a requirement is where the spec has it. */
import { expect, test } from "vitest"
import { readDocument } from "./document.ts"
import { specOperationsOf } from "./operations.ts"
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
