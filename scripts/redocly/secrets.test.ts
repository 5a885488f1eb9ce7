import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { lint } from "../generate/lint.ts"

/** Names of secrets in requests and answers. */
const secrets = [
  ..."password passwd pwd passphrase passcode pass newPassword password2 password_confirmation user-password".split(
    " ",
  ),
  ..."secret app_secret clientSecret CLIENT_SECRET clientsecret secret_value".split(" "),
  ..."token access_token accessToken refresh-token refreshtoken id_token idToken IDToken bearer_token jwt accessJwt".split(
    " ",
  ),
  ..."access refresh authorization bearer credential credentials userCredential".split(" "),
  ..."secret_key secretKey api_key apiKey apikey APIKey API_KEY x-api-key private_key privateKey access_key".split(" "),
  ..."auth_code authCode authcode authorization_code access_code accessCode device_code one_time_code sms_code".split(
    " ",
  ),
  ..."code_verifier codeVerifier code-verifier oauth_verifier assertion client_assertion clientAssertion".split(" "),
  ..."pin userPin otp sms_otp OTP one_time_password totp".split(" "),
]

/** Names that resemble those of secrets. */
const others = [
  ..."token_type tokenType token_id tokenID credentials_id secret_id key_id access_key_id".split(" "),
  ..."expires_in access_expires refresh_expires_at password_changed_at pin_length".split(" "),
  ..."client_assertion_type code_challenge country_code currencyCode error_code statusCode postal_code".split(" "),
  ..."public_key publishable_key idempotency_key key shipping mapping accessibility refreshed_by username".split(" "),
]

const body = (fields: ReadonlyArray<string>) =>
  `application/json:
            schema:
              type: object
              properties:
${fields.map((field) => `                ${field}`).join("\n")}
            examples: { sample: { value: {} } }`

const spec = (sent: ReadonlyArray<string>, answered: ReadonlyArray<string>) => `openapi: 3.1.0
info: { title: Vendor, version: 1.0.0, summary: A token API, license: { name: MIT, identifier: MIT } }
servers: [{ url: https://api.vendor.test }]
security: []
paths:
  /token:
    post:
      operationId: exchange
      summary: Exchange a code
      externalDocs: { url: https://vendor.test/docs }
      requestBody:
        content:
          ${body(sent)}
      responses:
        "200":
          description: Exchanged
          content:
          ${body(answered).replaceAll("\n", "\n  ").replace("application", "  application")}
        "400":
          description: Refused
          content:
            application/json: { schema: { type: object }, examples: { refused: { value: {} } } }
`

const text = (name: string) => `${name}: { type: string }`
const all = [...secrets, ...others]

const specs = {
  sent: spec([...all, "code"].map(text), [text("id")]),
  answered: spec([text("id")], [...all, "code"].map(text)),
  kinds: spec(
    [
      "codes: { type: object, properties: { code: { type: string } } }",
      "token: { minLength: 1 }",
      "access_token: { enum: [one, two] }",
      "id_token: { type: object, properties: { id: { type: string } } }",
      "pin: { type: integer }",
      "otp: { oneOf: [{ type: integer }, { type: string }] }",
      "secret: { type: array, items: { type: string } }",
      "password: { type: string, format: password }",
    ],
    [text("id")],
  ),
}

let folder: string
const named = new Map<string, ReadonlyArray<string>>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-secrets-"))
  const files = Object.entries(specs).map(([name, yaml]) => [join(folder, `${name}.yaml`), yaml] as const)
  for (const [file, yaml] of files) await writeFile(file, yaml)
  const problems = await lint(files.map(([file]) => file))
  for (const name of Object.keys(specs)) {
    const own = problems.filter(({ file }) => file.endsWith(`/${name}.yaml`))
    named.set(
      name,
      own.map(({ message }) => /^`(.+?)` carries a credential/.exec(message)?.[1] ?? message),
    )
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe("the rule that a text with a secret's name is a password", () => {
  it.each(["sent", "answered"])("applies to %s", (name) => {
    const found = named.get(name) ?? []
    expect(secrets.filter((secret) => !found.includes(secret))).toEqual([])
    expect(found.filter((secret) => others.includes(secret))).toEqual([])
  })

  it("applies to `code` in a request, not in an answer, where it names an error", () => {
    expect(named.get("sent")).toContain("code")
    expect(named.get("answered")).not.toContain("code")
  })

  it("applies at any depth and without a type, but not to listed values or other types", () => {
    expect(named.get("kinds")).toEqual(expect.arrayContaining(["code", "token", "otp"]))
    expect(named.get("kinds")).toHaveLength(3)
  })
})
