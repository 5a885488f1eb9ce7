/**
 * Redocly's plugin with the rules that our specs obey beyond `recommended-strict`. `redocly.yaml` switches them on.
 * Each rule says what is wrong and what to write instead; Redocly adds file, line and column.
 */
import { refusal } from "../generate/keywords.ts"
import type { Context, Node } from "./context.ts"
import { evidenceHasSource } from "./evidence.ts"

/** Names under which these APIs carry credentials, and under which another one would. */
const credential = /^(access|refresh|accessCode)$|(^|_)(password|secret|token)$|(Password|Secret|Token)$/

const credentialIsPassword = () => ({
  Schema(schema: Node, context: Context) {
    const properties = schema.properties
    if (typeof properties !== "object" || properties === null) return
    for (const [name, property] of Object.entries(properties)) {
      if (!credential.test(name)) continue
      if (textsOf(property, context).some(({ format }) => format !== "password")) {
        context.report({
          message: `\`${name}\` carries a credential: give it \`format: password\`, so that clients redact it.`,
          location: context.location.child("properties").child(name).key(),
        })
      }
    }
  },
})

/** The schemas of text that a schema is or may be. */
const textsOf = (schema: unknown, context: Context, depth = 0): ReadonlyArray<Node> => {
  const { node } = context.resolve(schema)
  if (node === undefined || depth > 8) return []
  const { type, allOf, anyOf, oneOf } = node
  const branches = [allOf, anyOf, oneOf].flatMap((some) => (Array.isArray(some) ? some : []))
  const isText = Array.isArray(type) ? type.includes("string") : type === "string"
  return [...(isText ? [node] : []), ...branches.flatMap((branch) => textsOf(branch, context, depth + 1))]
}

const evidence = ["documented", "observed", "assumed"]

const evidenceIsKnown = () => ({
  any(node: unknown, context: Context) {
    if (typeof node !== "object" || node === null || !("x-evidence" in node)) return
    const mark = node["x-evidence"]
    // A map of properties may have one of that name, which is a schema.
    if (typeof mark !== "object" && !evidence.includes(String(mark))) {
      context.report({
        message: `\`x-evidence\` is one of ${evidence.join(", ")}.`,
        location: context.location.child("x-evidence"),
      })
    }
  },
})

const oneTimeIsKnown = () => ({
  Schema(schema: Node, context: Context) {
    const mark = schema["x-one-time"]
    if (mark === undefined) return
    if (mark !== true && mark !== "when-rotated") {
      context.report({
        message: "`x-one-time` is true, where a success spends the field, or when-rotated, where it may.",
        location: context.location.child("x-one-time"),
      })
    } else if (schema.format !== "password") {
      context.report({
        message: "`x-one-time` marks a grant, and a grant is a secret: give it `format: password`.",
        location: context.location.child("x-one-time").key(),
      })
    }
  },
})

const operationHasSource = () => ({
  Operation(operation: Node, context: Context) {
    if (operation.externalDocs === undefined) {
      context.report({ message: "Name the vendor's page in `externalDocs`.", location: context.location.key() })
    }
  },
})

const bodyHasExample = () => ({
  MediaType(mediaType: Node, context: Context) {
    const examples = mediaType.examples
    if (typeof examples !== "object" || examples === null || Object.keys(examples).length === 0) {
      context.report({
        message: "Give every body a named example under `examples`: the contract suite is derived from them.",
        location: context.location.key(),
      })
    }
  },
})

const credentialsInBody = () => {
  let inherited: unknown
  const message = "These APIs take their credentials in the body: `security: []`."
  return {
    Root(root: Node) {
      inherited = root.security
    },
    Operation(operation: Node, context: Context) {
      const security = operation.security ?? inherited
      if (!Array.isArray(security) || security.length > 0) {
        context.report({ message, location: context.location.key() })
      }
    },
  }
}

const carriedKeywords = () => ({
  ref(node: Node & { readonly $ref: string }, context: Context) {
    for (const keyword of Object.keys(node)) {
      if (["$ref", "summary", "description"].includes(keyword)) continue
      context.report({
        message: `Beside a \`$ref\` the generator carries no \`${keyword}\`: put it where the reference leads.`,
        location: context.location.child(keyword).key(),
      })
    }
    if (!node.$ref.startsWith("#/")) {
      context.report({
        message: `A spec is one document: \`${node.$ref}\` is outside it.`,
        location: context.location.child("$ref"),
      })
    }
  },
  Schema(schema: Node, context: Context) {
    for (const keyword of Object.keys(schema)) {
      const message = refusal(keyword, schema)
      if (message !== undefined) context.report({ message, location: context.location.child(keyword).key() })
    }
  },
  Parameter(_: Node, context: Context) {
    context.report({ message: "The generator carries a body and no parameters.", location: context.location.key() })
  },
})

export default () => ({
  id: "token-exchange",
  rules: {
    oas3: {
      "credential-is-password": credentialIsPassword,
      "evidence-is-known": evidenceIsKnown,
      "evidence-has-source": evidenceHasSource,
      "one-time-is-known": oneTimeIsKnown,
      "operation-has-source": operationHasSource,
      "body-has-example": bodyHasExample,
      "credentials-in-body": credentialsInBody,
      "carried-keywords": carriedKeywords,
    },
  },
})
