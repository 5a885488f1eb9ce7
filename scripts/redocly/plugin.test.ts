import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Problem } from "../../contracts/spec/specs.ts"
import { lint } from "../generate/lint.ts"
import { below, type Lines, refusal, spec } from "./fixtures/vendor.ts"
import { violations } from "./fixtures/violations.ts"

const harmless: Readonly<Record<string, Lines>> = {
  "a spec that obeys every rule": {},
  "a secret behind a $ref to a password": { field: 'refresh: { $ref: "#/components/schemas/Secret" }' },
  "a description beside a $ref": { field: 'refresh: { $ref: "#/components/schemas/Secret", description: The next }' },
  "a property named like a mark": { field: "x-evidence: { type: string }" },
  "a time beside a token": { field: "access_expires: { type: string, format: date-time }" },
  "a count of tokens": { field: "token: { type: integer }" },
  "secrets that are not texts": {
    field:
      "access_token: { enum: [one, two] }\n        id_token: { type: object }\n        app_secret: { type: array, items: { type: string } }",
  },
  "a grant that may be rotated": { field: "grant: { type: string, format: password, x-one-time: when-rotated }" },
  "evidence that is observed": { answer: "x-evidence: observed" },
  "evidence that is assumed": { answer: "x-evidence: assumed" },
  "an answer as text": {
    content: "content: { text/html: { schema: { type: string }, examples: { ok: { value: yes } } } }",
  },
  "an answer as another JSON": {
    content: "content: { application/problem+json: { schema: { type: object }, examples: { done: { value: {} } } } }",
  },
  "a header that is a number": { answer: "headers: { retry-after: { schema: { type: integer } } }" },
  "a refusal under 422": { refused: `"422": ${refusal}` },
  "a refusal under 4XX": { refused: `4XX: ${refusal}` },
  "a refusal under default": { refused: `default: ${refusal}\n        "401": ${refusal}` },
  "an answer without a body": { refused: `"400": ${refusal}\n        "204": { description: Done }` },
  "an answer without an example": { content: "content: { application/json: { schema: { type: object } } }" },
  "HTTP Basic": {
    security: "security: [{ client: [] }, {}]",
    scheme: "securitySchemes:\n    client: { type: http, scheme: basic }",
  },
  "an API key in a header": {
    security: "security: [{ key: [] }]",
    scheme: "securitySchemes:\n    key: { type: apiKey, in: header, name: X-Key }",
  },
  "a form": { body: "application/x-www-form-urlencoded:" },
  "a query and a header": {
    parameters:
      "parameters:\n      - { name: page, in: query, schema: { type: integer } }\n      - { name: X-Tenant, in: header, schema: { type: string } }",
  },
  "a path with a parameter": {
    path: '"/tokens/{id}":',
    parameters: "parameters:\n      - { name: id, in: path, required: true, schema: { type: string }, example: a }",
  },
  "further properties of any kind beside properties": {
    field: "some: { type: object, properties: { name: { type: string } }, additionalProperties: true }",
  },
}

interface Evidence extends Lines {
  readonly rows: ReadonlyArray<string>
  readonly says?: string
}

/** Marks, rows of SOURCES.md (places in the spec, and evidence), and what is said of a mark or row without the other. */
const evidence: Readonly<Record<string, Evidence>> = {
  "a mark with its source": {
    answer: "x-evidence: assumed",
    field: "id: { type: string, x-evidence: observed }",
    rows: ["`Request.id` | a page | observed", "`exchange 200` | a page | documented, assumed"],
  },
  "neither mark nor source": { answer: "", rows: [" | a page | documented"] },
  "a mark that says documented": { rows: [" | a page | documented"] },
  "a mark without a source": {
    field: below(10, "id:", "type: string", "x-evidence: observed # here"),
    rows: [],
    says: "names no source for this: a row with `Request.id`",
  },
  "a mark that claims more than its source": {
    answer: "x-evidence: observed # here",
    rows: ["`exchange 200` | a page | assumed"],
    says: "names no source for this: a row with `exchange 200`",
  },
  "a source without its mark": {
    field: "id: { type: string } # here",
    rows: ["`Request.id` | a page | observed"],
    says: "says that `Request.id` is observed",
  },
  "a source of an answer without its mark": {
    ...{ success: '"200": # here', answer: "" },
    rows: ["`exchange 200` | a page | assumed"],
    says: "says that `exchange 200` is assumed",
  },
  "a source for a place that does not exist": {
    openapi: "openapi: 3.1.0 # here",
    rows: ["`Gone` | a page | observed"],
    says: "says that `Gone` is observed",
  },
}

const words = (text: string) => text.trim().split(/\s+/)

/** Names of secrets in requests and answers. */
const secrets = words(`password passwd pwd passphrase passcode pass newPassword password2 password_confirmation
  user-password secret app_secret clientSecret CLIENT_SECRET clientsecret secret_value token access_token accessToken
  refresh-token refreshtoken id_token idToken IDToken bearer_token jwt accessJwt access refresh authorization bearer
  credential credentials userCredential secret_key secretKey api_key apiKey apikey APIKey API_KEY x-api-key private_key
  privateKey access_key auth_code authCode authcode authorization_code access_code accessCode device_code one_time_code
  sms_code code_verifier codeVerifier code-verifier oauth_verifier assertion client_assertion clientAssertion
  pin userPin otp sms_otp OTP one_time_password totp`)

/** Names that resemble those of secrets. */
const others = words(`token_type tokenType token_id tokenID credentials_id secret_id key_id access_key_id expires_in
  access_expires refresh_expires_at password_changed_at pin_length client_assertion_type code_challenge country_code
  currencyCode error_code statusCode postal_code public_key publishable_key idempotency_key key shipping mapping
  accessibility refreshed_by username`)

const named = (names: ReadonlyArray<string>) => {
  const fields = names.map((name) => `${name}: { type: string }`).join(", ")
  return `{ type: object, properties: { ${fields}, untyped_token: {}, otps: { properties: { otp: { oneOf: [{ type: integer }, { type: string }] } } } } }`
}
const all = [...secrets.filter((name) => name !== "otp"), ...others, "code"]

/** Each spec under the name of its file. */
const specs = new Map<string, Lines>([
  ...Object.entries(harmless),
  ...Object.entries(evidence),
  ...Object.values(violations).flatMap((lines) => Object.entries(lines)),
  ["secrets in a request", { schema: `schema: ${named(all)}` }],
  [
    "secrets in an answer",
    { content: `content: { application/json: { schema: ${named(all)}, examples: { done: { value: {} } } } }` },
  ],
])
const fileOf = (what: string) => `spec-${[...specs.keys()].indexOf(what)}.yaml`

let folder: string
let problems: ReadonlyArray<Problem>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-lint-"))
  const sources = Object.entries(evidence).map(([what, { rows }]) => {
    const lines = rows.map((row) => `| a claim | ${row} |\n`)
    return `## ${fileOf(what).replace(".yaml", "").toUpperCase()}\n\n${lines.join("")}`
  })
  await writeFile(join(folder, "SOURCES.md"), `# Sources\n\n${sources.join("\n")}`)
  for (const [what, lines] of specs) await writeFile(join(folder, fileOf(what)), spec(lines))
  problems = await lint([...specs.keys()].map((what) => join(folder, fileOf(what))))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const problemsOf = (what: string) => problems.filter(({ file }) => basename(file) === fileOf(what))

/** Our rules that a spec breaks, each with its line. */
const brokenBy = (what: string) =>
  problemsOf(what).flatMap(({ line, message }) => {
    const rule = /\(token-exchange\/([\w-]+)\)$/.exec(message)?.[1]
    return rule === undefined ? [] : [[rule, line]]
  })

/** A rule, at each line that ends with `# here`. */
const meant = (rule: string, lines: Lines) =>
  spec(lines)
    .split("\n")
    .flatMap((text, index) => (text.endsWith("# here") ? [[rule, index + 1]] : []))

const rows = Object.entries(violations).flatMap(([rule, cases]) =>
  Object.entries(cases).map(([what, lines]) => [rule, what, lines] as const),
)

it.each(rows)("%s rejects %s", (rule, what, lines) => {
  expect(brokenBy(what)).toEqual(meant(rule, lines))
  expect(brokenBy(what)).not.toEqual([])
})

it.each(Object.entries(evidence))("evidence-has-source is asked about %s", (what, { says, ...lines }) => {
  expect(brokenBy(what)).toEqual(meant("evidence-has-source", lines))
  const messages = says === undefined ? [] : [expect.stringContaining(`SOURCES.md ${says}`)]
  expect(problemsOf(what).map(({ message }) => message)).toEqual(messages)
})

it.each(Object.keys(harmless))("nothing rejects %s", (what) => expect(problemsOf(what)).toEqual([]))

it.each([
  ["a request", [...secrets, "code"]],
  ["an answer, where a code names an error", secrets],
])("credential-is-password knows the names of secrets in %s", (where, expected) => {
  const found = problemsOf(`secrets in ${where.split(",")[0]}`).flatMap(
    ({ message }) => /^`(.+?)` carries a credential/.exec(message)?.[1] ?? [],
  )
  expect(found.sort()).toEqual([...expected, "untyped_token"].sort())
})

it("nothing rejects a whole spec of another vendor", async () => {
  expect(await lint(["scripts/fixtures/sample-bank.yaml"])).toEqual([])
})
