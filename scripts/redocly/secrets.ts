/** The rule that a text is `format: password` when its name marks it as a secret. */
import { type Context, type Location, type Node, nodesIn, schemasIn } from "./context.ts"

/** Endings of a secret's name, even without separators: `clientsecret`. */
const credential =
  /(password|passwd|passphrase|passcode|secret|token|credentials?|assertion|jwt|(code|oauth) ?verifier)$/

/** Short words that mark a secret only as the last word: `sms_otp`, and not `mapping`. */
const word = /(^| )(pwd|pin|otp|totp)$/

/** A key or a code is a secret by the word before it: `api_key` and `auth_code`, not `public_key` nor `country_code`. */
const key = /(api|secret|private|access|signing|encryption|master|shared|auth|session|subscription) ?key$/
const code =
  /(auth|authorization|authorisation|access|grant|device|login|verification|activation|recovery|backup|temp|temporary|one ?time|otp|mfa|sms) ?code$/

/** Names that are secrets only as a whole: `access_expires` is a time. */
const whole = /^(access|refresh|authorization|bearer|pass)$/

/** Last words that do not change the meaning: `token_value`, `password_confirmation`, `password2`. */
const ending = / ?(value|string|hash|confirmation|confirm|repeat|again|\d+)$/

/** A name in lower-case words: `clientSecret`, `client-secret` and `CLIENT_SECRET` are one name. */
const wordsOf = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z\d]+/g, " ")
    .trim()
    .toLowerCase()
    .replace(ending, "")

const isSecret = (name: string): boolean =>
  [credential, word, key, code, whole].some((pattern) => pattern.test(wordsOf(name)))

/** The `code` of a request is a grant; in an answer it names an error. */
const isGrantCode = (name: string): boolean => wordsOf(name) === "code"

export const credentialIsPassword = () => {
  const reported = new Set<string>()
  const check = (schema: Node, location: Location, context: Context, isMeant: (name: string) => boolean) => {
    for (const [name, property] of nodesIn(schema.properties)) {
      const at = location.child("properties").child(name)
      if (!isMeant(name) || reported.has(at.pointer) || isRedacted(property, context)) continue
      // Two requests may share a schema.
      reported.add(at.pointer)
      context.report({
        message: `\`${name}\` carries a credential: give it \`type: string\` and \`format: password\`, so that clients redact it.`,
        location: at.key(),
      })
    }
  }
  return {
    Schema(schema: Node, context: Context) {
      check(schema, context.location, context, isSecret)
    },
    RequestBody(body: Node, context: Context) {
      for (const [mediaType, { schema }] of nodesIn(body.content)) {
        const location = context.location.child("content").child(mediaType).child("schema")
        for (const part of schemasIn(schema, location, context)) check(part.schema, part.location, context, isGrantCode)
      }
    },
  }
}

/** Whether every text of a property is redacted. An `enum` or a `const` is not a secret. */
const isRedacted = (property: unknown, context: Context): boolean =>
  [...textsOf(property, context)].every(({ format }) => format === "password")

const textsOf = (schema: unknown, context: Context, depth = 0): ReadonlyArray<Node> => {
  const { node } = context.resolve(schema)
  if (node === undefined || depth > 8 || "enum" in node || "const" in node) return []
  const { type } = node
  const isText = Array.isArray(type) ? type.includes("string") : type === "string" || isUntyped(node, depth)
  const branches = ["allOf", "anyOf", "oneOf"].flatMap((name) => nodesIn(node[name]).map(([, branch]) => branch))
  return [...(isText ? [node] : []), ...branches.flatMap((branch) => textsOf(branch, context, depth + 1))]
}

/** A property without a type may be a text. */
const isUntyped = (node: Node, depth: number): boolean =>
  depth === 0 && !["type", "properties", "items", "allOf", "anyOf", "oneOf"].some((keyword) => keyword in node)
