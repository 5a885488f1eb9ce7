/**
 * Redocly's plugin with our lint rules beyond `recommended-strict`, enabled in `redocly.yaml`. Each rule says what is
 * wrong and what to write instead; Redocly adds file, line and column.
 */
import { isObject } from "../../contracts/spec/json.ts"
import { carriedKeywords, carriedOperations } from "./carried.ts"
import { type Context, type Node, nodesIn } from "./context.ts"
import { evidenceHasSource } from "./evidence.ts"
import { namesAreIdentifiers } from "./names.ts"
import { refusalIsDocumented } from "./refusals.ts"
import { credentialIsPassword } from "./secrets.ts"

const evidence = ["documented", "observed", "assumed"]

const evidenceIsKnown = () => ({
  any(node: unknown, { location, report }: Context) {
    const mark = isObject(node) ? node["x-evidence"] : undefined
    // A property may have that name; then its value is a schema.
    if (mark === undefined || isObject(mark) || evidence.includes(String(mark))) return
    report({ message: `\`x-evidence\` is one of ${evidence.join(", ")}.`, location: location.child("x-evidence") })
  },
})

const oneTimeIsKnown = () => ({
  Schema({ "x-one-time": mark, format }: Node, { location, report }: Context) {
    const at = location.child("x-one-time")
    const known = "`x-one-time` is true, where a success spends the field, or when-rotated, where it may."
    const secret = "`x-one-time` marks a grant, and a grant is a secret: give it `format: password`."
    if (mark === undefined) return
    if (mark !== true && mark !== "when-rotated") report({ message: known, location: at })
    else if (format !== "password") report({ message: secret, location: at.key() })
  },
})

const operationHasSource = () => ({
  Operation({ externalDocs }: Node, { location, report }: Context) {
    const message =
      "Name the vendor's page: `externalDocs: { url: https://… }`. What it says is cited in the vendor's section of specs/SOURCES.md."
    if (externalDocs === undefined) report({ message, location: location.key() })
  },
})

const bodyHasExample = () => ({
  RequestBody({ content }: Node, { location, report }: Context) {
    const message = "Give every request a named example under `examples`: the contract suite is derived from them."
    for (const [mediaType, { examples }] of nodesIn(content)) {
      if (nodesIn(examples).length === 0)
        report({ message, location: location.child("content").child(mediaType).key() })
    }
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
      "refusal-is-documented": refusalIsDocumented,
      "carried-keywords": carriedKeywords,
      "carried-operations": carriedOperations,
      "names-are-identifiers": namesAreIdentifiers,
    },
  },
})
