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

export interface Refusal {
  readonly offset: number
  readonly message: string
}

const notRead = "YAML's anchors, aliases, tags and directives are not read: write it out, or use `$ref`."

/**
 * The tokens of a text, up to the first that a spec may not have: the parser would have minutes of work with a line of
 * brackets.
 */
export function* admittedTokens(text: string, refuse: (refusal: Refusal) => Error): Generator<string> {
  const counts = { offset: 0, depth: 0, inLine: 0, tokens: 0, commas: 0 }
  let isText = false
  for (const token of new Lexer().lex(text)) {
    // A plain text may look like a sign; this says that it follows.
    const type: string | null = isText ? null : CST.tokenType(token)
    isText = type === "scalar"
    const message = tokenRefusal(type, counts)
    if (message !== undefined) throw refuse({ offset: counts.offset, message })
    // These stand for something between tokens, and not in the text.
    if (type !== "doc-mode" && type !== "flow-error-end" && type !== "scalar") counts.offset += token.length
    yield token
  }
}

interface Counts {
  /** Open brackets, signs that may nest in this line, commas in a row, and all signs and texts. */
  depth: number
  inLine: number
  commas: number
  tokens: number
}

const tokenRefusal = (type: string | null, counts: Counts): string | undefined => {
  counts.tokens += 1
  if (counts.tokens > mostTokens) return "A spec is not that large: the parser would take minutes."
  switch (type) {
    case "flow-seq-start":
    case "flow-map-start":
      counts.depth += 1
      break
    case "flow-seq-end":
    case "flow-map-end":
      counts.depth -= 1
      break
    case "map-value-ind":
      if (counts.depth <= 0) counts.inLine += 1
      break
    case "seq-item-ind":
    case "explicit-key-ind":
      counts.inLine += 1
      break
    case "newline":
      counts.inLine = 0
      return undefined
    case "anchor":
    case "alias":
    case "tag":
    case "directive-line":
      return notRead
    case "comma":
      counts.commas += 1
      return counts.commas > 1 ? "Unexpected , in flow sequence" : undefined
    case "space":
    case "comment":
      return undefined
  }
  counts.commas = 0
  return counts.depth > deepest || counts.inLine > deepest ? tooDeep : undefined
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
