/**
 * Redocly's plugin with our lint rules beyond `recommended-strict`, enabled in `redocly.yaml`. Each rule says what is
 * wrong and what to write instead; Redocly adds file, line and column.
 */
import { carriedKeywords, carriedOperations } from "./carried.ts"
import { type Context, type Node, nodesIn } from "./context.ts"
import { evidenceHasSource } from "./evidence.ts"
import { namesAreIdentifiers } from "./names.ts"
import { refusalIsDocumented } from "./refusals.ts"
import { credentialIsPassword } from "./secrets.ts"

const evidence = ["documented", "observed", "assumed"]

const evidenceIsKnown = () => ({
  any(node: unknown, context: Context) {
    if (typeof node !== "object" || node === null || !("x-evidence" in node)) return
    const mark = node["x-evidence"]
    // A property may have that name; then its value is a schema.
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
      context.report({
        message:
          "Name the vendor's page: `externalDocs: { url: https://… }`. What it says is cited in the vendor's section of specs/SOURCES.md.",
        location: context.location.key(),
      })
    }
  },
})

const bodyHasExample = () => ({
  MediaType(mediaType: Node, context: Context) {
    if (nodesIn(mediaType.examples).length === 0) {
      context.report({
        message: "Give every body a named example under `examples`: the contract suite is derived from them.",
        location: context.location.key(),
      })
    }
  },
})

const credentialsInBody = () => {
  let inherited: unknown
  const message =
    "These APIs take their credentials in the body: `security: []`. Credentials in headers are not carried yet."
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
    SecurityScheme(_: Node, context: Context) {
      context.report({ message, location: context.location.key() })
    },
  }
}

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
      "refusal-is-documented": refusalIsDocumented,
      "carried-keywords": carriedKeywords,
      "carried-operations": carriedOperations,
      "names-are-identifiers": namesAreIdentifiers,
    },
  },
})
