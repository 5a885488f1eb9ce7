import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Problem } from "../../contracts/spec/specs.ts"
import { lint } from "../generate/lint.ts"

/** Lines that replace those of a valid spec. The line that a rule must name ends with `# here`. */
interface Lines {
  readonly openapi?: string
  readonly security?: string
  readonly server?: string
  readonly path?: string
  readonly operation?: string
  readonly source?: string
  readonly parameters?: string
  readonly request?: string
  readonly body?: string
  readonly schema?: string
  readonly examples?: string
  readonly answer?: string
  readonly content?: string
  readonly responses?: string
  readonly success?: string
  readonly refused?: string
  readonly required?: string
  readonly scheme?: string
  readonly field?: string
  readonly end?: string
}

const spec = ({
  openapi = "3.1.0",
  security = "security: []",
  server = "https://api.vendor.test",
  path = "/token:",
  operation = "post:",
  source = "externalDocs: { url: https://vendor.test/docs }",
  parameters = "",
  request = "requestBody:",
  body = "application/json:",
  schema = 'schema: { $ref: "#/components/schemas/Request" }',
  examples = "examples: { published: { value: { code: abc } } }",
  answer = "x-evidence: documented",
  content = "content: { application/json: { schema: { type: object }, examples: { exchanged: { value: {} } } } }",
  responses = "responses:",
  success = '"200":',
  refused = '"400":',
  required = "required: true",
  scheme = "",
  field = "nickname: { type: string }",
  end = "",
}: Lines) => `
openapi: ${openapi}
info: { title: Vendor, version: 1.0.0, summary: A token API, license: { name: MIT, identifier: MIT } }
servers:
  - url: ${server}
${security}
paths:
  ${path}
    ${parameters}
    ${operation}
      operationId: exchange
      summary: Exchange a code
      ${source}
      ${request}
        ${required}
        content:
          ${body}
            ${schema}
            ${examples}
      ${responses}
        ${success}
          description: Exchanged
          ${answer}
          ${content}
        ${refused}
          description: Refused
          content: { application/json: { schema: { type: object }, examples: { refused: { value: {} } } } }
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
${end}
`

const source = "externalDocs: { url: https://vendor.test/docs }"
const scheme = "securitySchemes:\n    key: { type: http, scheme: bearer } # here"
const refusal =
  "{ description: Refused, content: { application/json: { schema: { type: object }, examples: { refused: { value: {} } } } } }"
const parameter = (where: string) => `{ name: page, in: ${where}, schema: { type: integer } }`
const nested = (...lines: ReadonlyArray<string>) => lines.join("\n          ")

const violations: ReadonlyArray<readonly [rule: string, what: string, lines: Lines]> = [
  ["openapi-is-3-1", "OpenAPI 3.0", { openapi: "3.0.3 # here" }],
  ["openapi-is-3-1", "OpenAPI 3.2", { openapi: "3.2.0 # here" }],
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
    "a mark that is neither true nor when-rotated",
    { field: nested("grant:", "type: string", "format: password", "x-one-time: once # here") },
  ],
  [
    "one-time-is-known",
    "a grant that is not a secret",
    { field: nested("grant:", "type: string", "x-one-time: when-rotated # here") },
  ],
  ["operation-has-source", "an operation without the vendor's page", { operation: "post: # here", source: "" }],
  [
    "body-has-example",
    "an example that is elsewhere",
    { examples: "examples: { published: { externalValue: https://vendor.test/example } } # here" },
  ],
  ["body-has-example", "a body without examples", { body: "application/json: # here", examples: "" }],
  ["body-has-example", "a body with an empty list", { body: "application/json: # here", examples: "examples: {}" }],
  [
    "body-has-example",
    "a body with an example without a name",
    { body: "application/json: # here", examples: "example: { code: abc }" },
  ],
  ["credentials-in-body", "a document without security", { security: "", operation: "post: # here" }],
  ["credentials-in-body", "a scheme that nothing uses", { scheme: scheme }],
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
    "a pattern that is not a regular expression in Unicode mode",
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
  ["carried-keywords", "items that are not a schema", { field: nested("some:", "type: array", "items: true # here") }],
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
  ["refusal-is-documented", "a required body without a refusal", { refused: '"401":', responses: "responses: # here" }],
  [
    "refusal-is-documented",
    "a required field without a refusal",
    { required: "", refused: '"500":', responses: "responses: # here" },
  ],
  [
    "carried-operations",
    "a query parameter of an operation",
    { source: `${source}\n      parameters:\n        - ${parameter("query")} # here` },
  ],
  ...["query", "header", "cookie"].map(
    (where) =>
      [
        "carried-operations",
        `a ${where} parameter of a path`,
        { parameters: `parameters:\n      - ${parameter(where)} # here` },
      ] as const,
  ),
  [
    "carried-operations",
    "a parameter behind a $ref",
    {
      parameters: 'parameters: [{ $ref: "#/components/parameters/Page" }]',
      end: `  parameters:\n    Page: ${parameter("query")} # here`,
    },
  ],
  [
    "carried-operations",
    "a path that is a template",
    {
      path: '"/token/{id}": # here',
      parameters: `parameters:\n      - { name: id, in: path, required: true, schema: { type: string } } # here`,
    },
  ],
  ...["put", "delete", "patch"].map(
    (method) =>
      ["carried-operations", `the method ${method.toUpperCase()}`, { operation: `${method}: # here` }] as const,
  ),
  [
    "carried-operations",
    "an operation without a body",
    { operation: "post: # here", request: "x-request:", body: "x-body:", examples: "" },
  ],
  ["carried-operations", "a form", { body: "application/x-www-form-urlencoded: # here" }],
  ["carried-operations", "JSON under a vendor's name", { body: "application/vnd.vendor+json: # here" }],
  [
    "carried-operations",
    "a second media type",
    {
      body: nested(
        "multipart/form-data: # here",
        "  schema: { type: object }",
        "  examples: { form: { value: {} } }",
        "application/json:",
      ),
    },
  ],
  [
    "carried-operations",
    "servers of an operation",
    { source: `${source}\n      servers: [{ url: https://other.vendor.test }] # here` },
  ],
  ["carried-operations", "servers of a path", { parameters: "servers: [{ url: https://other.vendor.test }] # here" }],
  [
    "carried-operations",
    "a server with a variable",
    { server: "https://{region}.vendor.test # here\n    variables: { region: { default: eu } }" },
  ],
  ["carried-operations", "a server without a host", { server: "/api # here" }],
  [
    "carried-operations",
    "callbacks",
    { source: `${source}\n      callbacks: { done: { "{$request.body#/url}": {} } } # here` },
  ],
  ["carried-operations", "webhooks", { end: "webhooks: { done: {} } # here" }],
  ["carried-operations", "a path behind a $ref", { end: "  pathItems: { Token: {} } # here" }],
  ...["204", "302", "304", "100"].map(
    (status) =>
      [
        "carried-operations",
        `an answer under ${status}`,
        { refused: `"${status}": ${refusal} # here\n        "400":` },
      ] as const,
  ),
  ["carried-operations", "a body whose schema says nothing", { schema: "schema: {} # here" }],
  ["carried-operations", "an answer without a body", { success: '"200": # here', content: "" }],
  ["carried-operations", "an answer with an empty body", { success: '"200": # here', content: "content: {}" }],
  ...["application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "'*/*'"].map(
    (mediaType) =>
      [
        "carried-operations",
        `an answer as ${mediaType}`,
        {
          content: `content:\n            ${mediaType}: # here\n              { schema: { type: object }, examples: { exchanged: { value: {} } } }`,
        },
      ] as const,
  ),
  [
    "carried-operations",
    "links",
    {
      content:
        "links: { next: { operationId: exchange } } # here\n          content: { text/html: { schema: { type: string }, examples: { ok: { value: yes } } } }",
    },
  ],
  ...[
    ["a list in a header", "{ schema: { type: array, items: { type: string } } }"],
    ["a header that may be null", '{ schema: { type: [string, "null"] } }'],
    [
      "a header by media type",
      "{ content: { text/plain: { schema: { type: string }, examples: { a: { value: a } } } } }",
    ],
  ].map(
    ([what = "", header = ""]) =>
      ["carried-operations", what, { answer: `headers:\n            x-list: ${header} # here` }] as const,
  ),
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
    "an answer as text",
    { content: "content: { text/html: { schema: { type: string }, examples: { ok: { value: yes } } } }" },
  ],
  [
    "an answer as another JSON",
    {
      content:
        "content: { application/problem+json: { schema: { type: object }, examples: { exchanged: { value: {} } } } }",
    },
  ],
  ["a header that is a number", { answer: "headers: { retry-after: { schema: { type: integer } } }" }],
  ...[
    '"422":',
    "4XX:",
    `default: ${refusal}
        "401":`,
  ].map((refused) => [`a refusal under ${refused.split(":")[0]}`, { refused }] as const),
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

describe("our lint rules", () => {
  it.each(violations.map((violation, index) => [...violation, `violation-${index}.yaml`] as const))(
    "%s rejects %s",
    (rule, _, lines, name) => {
      const meant = spec(lines)
        .split("\n")
        .flatMap((text, index) => (text.endsWith("# here") ? [[rule, index + 1]] : []))
      const found = problemsOf(name).map((problem) => [ours.exec(problem.message)?.groups?.rule, problem.line])
      expect(found.filter(([rule]) => rule !== undefined)).toEqual(meant)
      expect(meant.length).toBeGreaterThan(0)
    },
  )

  it.each(unobjectionable.map(([what], index) => [what, `clean-${index}.yaml`] as const))("accept %s", (_, name) => {
    expect(problemsOf(name)).toEqual([])
  })

  it("accept a whole spec of another vendor", async () => {
    expect(await lint(["scripts/fixtures/sample-bank.yaml"])).toEqual([])
  })
})
