/**
 * What a spec must be before anything else reads it. YAML's readers do not agree about anchors, merge keys and tags;
 * some follow references to other files and hosts; and a small text can stand for a very large document.
 */
import { CST, isMap, isPair, isScalar, isSeq, Lexer, type Document as Yaml } from "yaml"
import { isObject, type Json, type JsonObject } from "./json.ts"

/** How deep a document may be nested. Ours are 14 deep. */
const deepest = 64
export const tooDeep = `A spec is nested ${deepest} deep at most.`

/** How many signs and texts a document may have. One of 1,000 operations has half as many. */
const mostTokens = 1_000_000

/** How many nodes a schema may stand for when its references are written out, and how many may follow one another. */
const most = 10_000
const longest = 100

/** Characters that change how a text reads, in an editor or in code. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u

interface Refusal {
  readonly offset: number
  readonly message: string
}

const notRead = "YAML's anchors, aliases, tags and directives are not read: write it out, or use `$ref`."

/** What a token may not be, before the parser, for which a line of brackets is minutes of work, has the text. */
export const refusedToken = (text: string): Refusal | undefined => {
  let offset = 0
  let depth = 0
  let inLine = 0
  let documents = 0
  let tokens = 0
  let commas = 0
  let isText = false
  for (const token of new Lexer().lex(text)) {
    // A plain text may look like a sign; this says that it follows.
    const type: string | null = isText ? null : CST.tokenType(token)
    isText = type === "scalar"
    if (type === "flow-seq-start" || type === "flow-map-start") depth += 1
    if (type === "flow-seq-end" || type === "flow-map-end") depth -= 1
    if (type === "newline") inLine = 0
    if (type === "seq-item-ind" || type === "explicit-key-ind" || (type === "map-value-ind" && depth <= 0)) inLine += 1
    if (type === "doc-start") documents += 1
    if (type === "comma") commas += 1
    else if (type !== "space" && type !== "newline" && type !== "comment") commas = 0
    if (commas > 1) return { offset, message: "Unexpected , in flow sequence" }
    if (depth > deepest || inLine > deepest) return { offset, message: tooDeep }
    if (["anchor", "alias", "tag", "directive-line"].includes(String(type))) return { offset, message: notRead }
    if (tokens++ > mostTokens) return { offset, message: "A spec is not that large: the parser would take minutes." }
    if (documents > 1) return { offset, message: "A spec is one YAML document." }
    // These stand for something between tokens, and not in the text.
    if (type !== "doc-mode" && type !== "flow-error-end" && type !== "scalar") offset += token.length
  }
  return undefined
}

/** The first thing in a document that it may not have. */
export const refusedNode = (yaml: Yaml): Refusal | undefined => {
  const found: Array<Refusal> = []
  const pending: Array<readonly [node: unknown, depth: number]> = [[yaml.contents, 1]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth] = next
    const message = depth > deepest ? tooDeep : nodeRefusal(node)
    if (message !== undefined) found.push({ offset: offsetOf(node), message })
    else if (isMap(node)) {
      const keys = new Set<string>()
      for (const { key, value } of node.items) {
        const message = keys.has(nameOf(key)) ? "Map keys must be unique" : pairRefusal(key, value)
        if (message !== undefined) found.push({ offset: offsetOf(key) || offsetOf(node), message })
        keys.add(nameOf(key))
        pending.push([value, depth + 1], [key, depth + 1])
      }
    } else if (isSeq(node)) for (const item of node.items) pending.push([item, depth + 1])
  }
  return found.sort((one, other) => one.offset - other.offset)[0]
}

const nameOf = (key: unknown) => String(isScalar(key) ? key.value : key)

const offsetOf = (node: unknown): number => {
  if (isPair(node)) return offsetOf(node.key)
  return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0
}

const nodeRefusal = (node: unknown): string | undefined => {
  if (!isScalar(node)) return undefined
  if (typeof node.value === "number" && !Number.isFinite(node.value)) return "JSON has no such number."
  return typeof node.value === "string" && invisible.test(node.value)
    ? "This text has control characters, or others that readers do not see."
    : undefined
}

const pairRefusal = (key: unknown, value: unknown): string | undefined => {
  if (!isScalar(key) || key.value === null) return "The key of a map is a text."
  const text = isScalar(value) ? value.value : undefined
  switch (key.value) {
    case "<<":
      return "YAML's merge keys are not read: write the fields out, or use `$ref`."
    case "__proto__":
      return "JavaScript reserves this name."
    case "externalValue":
      return typeof text === "string" ? "Nothing is fetched: write the example out under `value`." : undefined
    case "$ref":
      if (typeof text !== "string") return "A `$ref` is a text."
      return text.startsWith("#/") ? undefined : `A spec is one document: \`${text}\` is outside it.`
    default:
      return undefined
  }
}

/** The path of the first schema that stands for too much when its references are written out. */
export const bombIn = ({ components }: JsonObject): ReadonlyArray<string> | undefined => {
  const schemas = isObject(components) && isObject(components.schemas) ? components.schemas : {}
  const sizes = new Map<string, number>()
  const sizeOf = (node: Json | undefined, followed: number): number => {
    if (typeof node !== "object" || node === null) return 0
    const { $ref } = isObject(node) ? node : {}
    if (typeof $ref === "string") return sizeOfNamed($ref.replace("#/components/schemas/", ""), followed + 1)
    return Object.values(node).reduce<number>((sum, inner) => sum + sizeOf(inner, followed), 1)
  }
  const sizeOfNamed = (name: string, followed = 0): number => {
    const known = followed > longest ? Number.POSITIVE_INFINITY : sizes.get(name)
    if (known !== undefined) return known
    // A schema within itself is followed once.
    sizes.set(name, 1)
    const size = sizeOf(Object.hasOwn(schemas, name) ? schemas[name] : undefined, followed)
    sizes.set(name, size)
    return size
  }
  const name = Object.keys(schemas).find((name) => sizeOfNamed(name) > most)
  return name === undefined ? undefined : ["components", "schemas", name]
}
