import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Problem } from "../../contracts/spec/specs.ts"
import { lint } from "../generate/lint.ts"

/** Lines of a spec that take the place of the clean one's. A line to be named by a rule ends in `# here`. */
interface Lines {
  readonly security?: string
  readonly operation?: string
  readonly source?: string
  readonly body?: string
  readonly examples?: string
  readonly answer?: string
  readonly scheme?: string
  readonly field?: string
}

const spec = ({
  security = "security: []",
  operation = "post:",
  source = "externalDocs: { url: https://vendor.test/docs }",
  body = "application/json:",
  examples = "examples: { published: { value: { code: abc } } }",
  answer = "x-evidence: documented",
  scheme = "",
  field = "nickname: { type: string }",
}: Lines) => `
openapi: 3.1.0
info: { title: Vendor, version: 1.0.0, summary: A token API, license: { name: MIT, identifier: MIT } }
servers: [{ url: https://api.vendor.test }]
${security}
paths:
  /token:
    ${operation}
      operationId: exchange
      summary: Exchange a code
      ${source}
      requestBody:
        required: true
        content:
          ${body}
            schema: { $ref: "#/components/schemas/Request" }
            ${examples}
      responses:
        "200":
          description: Exchanged
          ${answer}
        "400":
          description: Refused
components:
  ${scheme}
  schemas:
    Request:
      type: object
      properties:
        code: { type: string, format: password, x-one-time: true }
        plain: { $ref: "#/components/schemas/Plain" }
        secret: { $ref: "#/components/schemas/Secret" }
        ${field}
    Plain: { type: string }
    Secret: { type: string, format: password }
`

const source = "externalDocs: { url: https://vendor.test/docs }"
const scheme = "securitySchemes: { key: { type: http, scheme: bearer } }"
const nested = (...lines: ReadonlyArray<string>) => lines.join("\n          ")

const violations: ReadonlyArray<readonly [rule: string, what: string, lines: Lines]> = [
  ["credential-is-password", "a secret in plain sight", { field: "app_secret: { type: string } # here" }],
  ["credential-is-password", "a nullable secret", { field: 'accessToken: { type: [string, "null"] } # here' }],
  [
    "credential-is-password",
    "a secret of another format",
    { field: "newPassword: { type: string, format: uuid } # here" },
  ],
  [
    "credential-is-password",
    "a secret behind a $ref",
    { field: 'refresh: { $ref: "#/components/schemas/Plain" } # here' },
  ],
  [
    "credential-is-password",
    "a secret among alternatives",
    { field: 'id_token: { anyOf: [{ type: string }, { type: "null" }] } # here' },
  ],
  ["evidence-is-known", "evidence of an unknown kind", { answer: "x-evidence: rumoured # here" }],
  [
    "one-time-is-known",
    "a mark that says neither true nor when-rotated",
    { field: nested("grant:", "type: string", "format: password", "x-one-time: once # here") },
  ],
  [
    "one-time-is-known",
    "a grant that is no secret",
    { field: nested("grant:", "type: string", "x-one-time: when-rotated # here") },
  ],
  ["operation-has-source", "an operation without the vendor's page", { operation: "post: # here", source: "" }],
  ["body-has-example", "a body without examples", { body: "application/json: # here", examples: "" }],
  ["body-has-example", "a body with an empty list", { body: "application/json: # here", examples: "examples: {}" }],
  [
    "body-has-example",
    "a body with an example without a name",
    { body: "application/json: # here", examples: "example: { code: abc }" },
  ],
  [
    "credentials-in-body",
    "an operation that authorizes by header",
    { operation: "post: # here", source: `${source}\n      security: [{ key: [] }]`, scheme },
  ],
  [
    "credentials-in-body",
    "a document that authorizes by header",
    { security: "security: [{ key: [] }]", operation: "post: # here", scheme },
  ],
  ["credentials-in-body", "a document that is silent", { security: "", operation: "post: # here" }],
  ["carried-keywords", "not", { field: nested("some:", "not: { type: string } # here") }],
  ["carried-keywords", "if", { field: nested("some:", "type: string", "if: { minLength: 1 } # here") }],
  [
    "carried-keywords",
    "prefixItems",
    { field: nested("some:", "type: array", "prefixItems: [{ type: string }] # here") },
  ],
  [
    "carried-keywords",
    "unevaluatedProperties",
    { field: nested("some:", "type: object", "unevaluatedProperties: false # here") },
  ],
  ["carried-keywords", "an enum with an object in it", { field: nested("some:", "enum: [one, { two: 2 }] # here") }],
  ["carried-keywords", "a const that is an object", { field: nested("some:", "const: { two: 2 } # here") }],
  [
    "carried-keywords",
    "a pattern that is no regular expression in Unicode mode",
    { field: nested("some:", "type: string", "pattern: '^\\-$' # here") },
  ],
  [
    "carried-keywords",
    "a schema for further properties beside properties",
    {
      field: nested(
        "some:",
        "type: object",
        "properties: { name: { type: string } }",
        "additionalProperties: { type: string } # here",
      ),
    },
  ],
  ["carried-keywords", "items that are no schema", { field: nested("some:", "type: array", "items: true # here") }],
  ["carried-keywords", "a const that is an array", { field: nested("some:", "const: [1] # here") }],
  ["carried-keywords", "a const that is null", { field: nested("some:", "const: null # here") }],
  ["carried-keywords", "a password without a type", { field: nested("some:", "format: password # here") }],
  [
    "carried-keywords",
    "a password out of a list",
    { field: nested("some:", "type: string", "enum: [a]", "format: password # here") },
  ],
  [
    "carried-keywords",
    "a pattern beside a date-time",
    { field: nested("some:", "type: string", "pattern: Z$", "format: date-time # here") },
  ],
  [
    "carried-keywords",
    "a count of properties beside properties",
    { field: nested("some:", "type: object", "properties: { name: { type: string } }", "minProperties: 2 # here") },
  ],
  [
    "carried-keywords",
    "a mark beside a $ref",
    { field: nested("some:", '$ref: "#/components/schemas/Secret"', "x-one-time: true # here") },
  ],
  ["carried-keywords", "a $ref out of the document", { field: "some: { $ref: outside.yaml } # here" }],
  [
    "carried-keywords",
    "a parameter",
    {
      source: `${source}\n      parameters:\n        - { name: page, in: query, schema: { type: integer } } # here`,
    },
  ],
]

const unobjectionable: ReadonlyArray<readonly [what: string, lines: Lines]> = [
  ["a spec that obeys every rule", {}],
  ["a secret behind a $ref to a password", { field: 'refresh: { $ref: "#/components/schemas/Secret" }' }],
  ["a description beside a $ref", { field: 'refresh: { $ref: "#/components/schemas/Secret", description: The next }' }],
  ["a property named like a mark", { field: "x-evidence: { type: string }" }],
  ["a time beside a token", { field: "access_expires: { type: string, format: date-time }" }],
  ["a count of tokens", { field: "token: { type: integer }" }],
  ["a grant that may be rotated", { field: "grant: { type: string, format: password, x-one-time: when-rotated }" }],
  ["evidence that is observed", { answer: "x-evidence: observed" }],
  ["evidence that is assumed", { answer: "x-evidence: assumed" }],
  [
    "an operation that overrides the document's header",
    { security: "security: [{ key: [] }]", source: `${source}\n      security: []`, scheme },
  ],
  [
    "further properties of any kind beside properties",
    { field: "some: { type: object, properties: { name: { type: string } }, additionalProperties: true }" },
  ],
]

let folder: string
let problems: ReadonlyArray<Problem>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-lint-"))
  const files = new Map([
    ...violations.map(([, , lines], index) => [join(folder, `violation-${index}.yaml`), spec(lines)] as const),
    ...unobjectionable.map(([, lines], index) => [join(folder, `clean-${index}.yaml`), spec(lines)] as const),
  ])
  for (const [file, text] of files) await writeFile(file, text)
  await writeFile(join(folder, "outside.yaml"), "type: string\n")
  problems = await lint([...files.keys()])
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const problemsOf = (name: string) => problems.filter(({ file }) => basename(file) === name)
const ours = /\(token-exchange\/(?<rule>[\w-]+)\)$/

describe("our rules", () => {
  it.each(violations.map((violation, index) => [...violation, `violation-${index}.yaml`] as const))(
    "%s refuses %s",
    (rule, _, lines, name) => {
      const line = spec(lines)
        .split("\n")
        .findIndex((text) => text.endsWith("# here"))
      const found = problemsOf(name).map((problem) => [ours.exec(problem.message)?.groups?.rule, problem.line])
      expect(found.filter(([rule]) => rule !== undefined)).toEqual([[rule, line + 1]])
    },
  )

  it.each(unobjectionable.map(([what], index) => [what, `clean-${index}.yaml`] as const))("accept %s", (_, name) => {
    expect(problemsOf(name)).toEqual([])
  })
})
