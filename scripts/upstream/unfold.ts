/**
 * Restores an OpenAPI document without line ends, as some renderings of a page have it: `paths: /token/: post:
 * responses: '200': …`. OpenAPI's structure tells which key belongs under which.
 */
import type { Json, JsonObject } from "../../contracts/spec/specs.ts"

/** The keys that a place allows beside its present ones, and the kind of each value. */
type Map = (key: string, text: string, beside: JsonObject) => Kind | undefined

/** A leaf holds text. */
type Kind = "leaf" | Map

const keys =
  (kinds: Readonly<Record<string, Kind>>): Map =>
  (key) =>
    Object.hasOwn(kinds, key) ? kinds[key] : undefined

const leaves = (...names: ReadonlyArray<string>) =>
  Object.fromEntries(names.map((name): [string, Kind] => [name, "leaf"]))

/** A free name is followed by its schema, never by text: so `required: - name` is not a property. */
const named: Map = (_key, text) => (text === "" ? schema : undefined)
const schema: Map = (key, text, beside) => {
  if (key === "properties") return named
  if (key === "items") return schema
  // A list of names belongs to the object, not to its last property.
  return key === "required" && !("properties" in beside) ? undefined : keyword(key, text, beside)
}
const keyword = keys(
  leaves("$ref", "type", "format", "title", "description", "required", "enum", "default", "readOnly", "writeOnly"),
)
const content: Kind = (key) => (key.includes("/") ? keys({ schema, ...leaves("example", "examples") }) : undefined)
const answers: Kind = (key) =>
  /^([1-5](\d\d|XX)|default)$/.test(key) ? keys({ content, ...leaves("description", "headers") }) : undefined
const operation = keys({
  ...leaves("operationId", "summary", "description", "tags", "parameters", "security", "servers"),
  requestBody: keys({ content, ...leaves("description", "required") }),
  responses: answers,
})
const paths: Kind = (key) =>
  key.startsWith("/")
    ? keys({ get: operation, post: operation, put: operation, patch: operation, delete: operation })
    : undefined
const document = keys({
  ...leaves("openapi", "servers", "tags", "security"),
  info: keys(leaves("title", "version", "description", "summary")),
  paths,
  components: keys({ schemas: named, securitySchemes: "leaf" }),
})

const scalar = (text: string): Json => {
  const unquoted = (one: string) => one.trim().replace(/^(['"])(.*)\1$/s, "$2")
  if (text.startsWith("- ")) return text.slice(2).split(/\s- /).map(unquoted)
  return unquoted(text.replace(/^[>|]-?\s/, ""))
}

export const unfold = (line: string): JsonObject => {
  const tokens = [...line.matchAll(/(?:^|\s)('[^']*'|"[^"]*"|[^\s:'"]+):(?=\s|$)/g)]
  const root: Record<string, Json> = {}
  const open: Array<{ map: Map; node: Record<string, Json> }> = [{ map: document, node: root }]
  let last: { node: Record<string, Json>; key: string; text: string } | undefined
  for (const [index, token] of tokens.entries()) {
    const key = (token[1] ?? "").replace(/^['"]|['"]$/g, "")
    const text = line.slice(token.index + token[0].length, tokens[index + 1]?.index).trim()
    const depth = open.findLastIndex(({ map, node }) => map(key, text, node) !== undefined)
    const parent = open[depth]
    const kind = parent?.map(key, text, parent.node)
    if (parent === undefined || kind === undefined) {
      // Part of a sentence: `Note: …`.
      if (last !== undefined) last.text += ` ${token[0].trim()} ${text}`
    } else if (kind === "leaf") {
      open.length = depth + 1
      last = { node: parent.node, key, text }
    } else {
      const node: Record<string, Json> = {}
      open.length = depth + 1
      open.push({ map: kind, node })
      parent.node[key] = node
    }
    if (last !== undefined) last.node[last.key] = scalar(last.text)
  }
  return root
}
