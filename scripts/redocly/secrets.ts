/** The rule that a text is `format: password` when its name marks it as a secret. */
import { isObject, type Json } from "../../contracts/spec/json.ts"
import { type Context, type Node, nodesIn } from "./context.ts"

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

export const credentialIsPassword = () => {
  /** Texts named `code`: a grant in a request, and in an answer the name of an error. */
  const codes: Array<readonly [schema: Node, report: () => void]> = []
  const sent = new Set<Node>()
  const collect = (node: Json | undefined, context: Context): void => {
    const { node: target } = context.resolve(node)
    if (target === undefined || sent.has(target)) return
    sent.add(target)
    for (const inner of Object.values(target).flatMap((value) => (Array.isArray(value) ? value : [value])))
      if (isObject(inner)) collect(inner, context)
  }
  return {
    Schema(schema: Node, context: Context) {
      for (const [name, property] of nodesIn(schema.properties)) {
        if (textsOf(property, context).every(({ format }) => format === "password")) continue
        const location = context.location.child("properties").child(name).key()
        const message = `\`${name}\` carries a credential: give it \`type: string\` and \`format: password\`, so that clients redact it.`
        if (isSecret(name)) context.report({ message, location })
        else if (wordsOf(name) === "code") codes.push([schema, () => context.report({ message, location })])
      }
    },
    RequestBody(body: Node, context: Context) {
      for (const [, { schema }] of nodesIn(body.content)) collect(schema, context)
    },
    Root: {
      leave() {
        for (const [schema, report] of codes) if (sent.has(schema)) report()
      },
    },
  }
}

const unions = ["allOf", "anyOf", "oneOf"]

/** The texts of a property, which may be one where it has no type. An `enum` or a `const` is not a secret. */
const textsOf = (schema: Json | undefined, context: Context, depth = 0): ReadonlyArray<Node> => {
  const { node } = context.resolve(schema)
  if (node === undefined || depth > 8 || "enum" in node || "const" in node) return []
  const isUntyped = depth === 0 && !["type", "properties", "items", ...unions].some((keyword) => keyword in node)
  const isText = isUntyped || [node.type].flat().includes("string")
  const branches = unions.flatMap((name) => nodesIn(node[name]).map(([, branch]) => branch))
  return [...(isText ? [node] : []), ...branches.flatMap((branch) => textsOf(branch, context, depth + 1))]
}
