/** Reads a spec as a document in which every node has its place and every `$ref` resolves. */
import { Composer, isMap, isNode, isSeq, LineCounter, Parser, parseDocument, type Document as Yaml } from "yaml"
import { admittedTokens, bombIn, type Refusal, refusedNode, tooDeep } from "./admission.ts"
import { isObject, type Json, type JsonObject } from "./json.ts"

/** A place in a file, as an editor opens it. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A problem of a spec, and its place. */
export interface Problem extends Place {
  readonly message: string
}

export const formatProblem = ({ file, line, column, message }: Problem) => `${file}:${line}:${column} ${message}`

/** A spec that cannot be read or generated from. Holds every problem found. */
export class BrokenSpec extends Error {
  readonly problems: ReadonlyArray<Problem>
  constructor(problems: ReadonlyArray<Problem>) {
    super(problems.map(formatProblem).join("\n"))
    this.problems = problems
  }
}

export interface Document {
  readonly root: JsonObject
  /** The place of a node, or of its nearest parent in the file. */
  readonly place: (path: ReadonlyArray<string | number>) => Place
  /** Follows chains of `$ref` inside the document. */
  readonly resolve: (node: Json | undefined) => JsonObject
}

/**
 * Reads YAML and the place of each node. Throws {@link BrokenSpec} when the text is not YAML; a spec of ours may not have
 * in it what no other reader should see.
 */
export const readYaml = (
  file: string,
  text: string,
  isOurs = false,
): { readonly root: unknown; readonly place: Document["place"] } => {
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const refuse = ({ offset, message }: Refusal) => new BrokenSpec([{ ...placeAt(offset), message }])
  const yaml = isOurs ? parseOurs(text, lines, refuse) : parseDocument(text, { lineCounter: lines, merge: true })
  // Only the first error: later ones are mostly its consequences.
  const [broken] = yaml.errors
  if (broken !== undefined) {
    const [line = ""] = broken.message.replace(/ at line \d+, column \d+:?$/m, "").split("\n")
    const message = line.startsWith("Maximum call stack") ? tooDeep : line
    throw refuse({ offset: broken.pos[0], message })
  }
  const node = isOurs ? refusedNode(yaml) : undefined
  if (node !== undefined) throw refuse(node)
  const place: Document["place"] = (path) => {
    let found = placeAt(0)
    let node: unknown = yaml.contents
    for (const key of path) {
      const pair = pairsOf(node).find((one) => String(one.key?.value ?? one.key) === String(key))
      if (pair === undefined) break
      if (pair.key?.range) found = placeAt(pair.key.range[0])
      node = pair.value
    }
    return found
  }
  return { root: yaml.toJS(), place }
}

/** Keys that come twice are left to {@link refusedNode}: the parser takes minutes for those of a large map. */
const parseOurs = (text: string, lines: LineCounter, refuse: (refusal: Refusal) => Error): Yaml => {
  const parser = new Parser(lines.addNewLine)
  function* tokens() {
    lines.addNewLine(0)
    for (const token of admittedTokens(text, refuse)) yield* parser.next(token)
    yield* parser.end()
  }
  const [document, second] = new Composer({ uniqueKeys: false }).compose(tokens(), true, text.length)
  if (document === undefined || second !== undefined) {
    throw refuse({ offset: second?.range[0] ?? 0, message: "A spec is one YAML document." })
  }
  return document
}

/** Reads a spec of ours, which may do less than a spec of anybody's. */
export const readAdmitted = (file: string, text: string): Document => {
  const document = readDocument(file, text, true)
  const { root, place } = document
  const refuse = (path: ReadonlyArray<string>, message: string) => new BrokenSpec([{ ...place(path), message }])
  if (!/^3\.1\.\d+$/.test(String(root.openapi))) {
    throw refuse(
      ["openapi"],
      "Our rules and the generator read OpenAPI 3.1: convert the spec, and write `openapi: 3.1.0`.",
    )
  }
  const bomb = bombIn(root)
  if (bomb !== undefined) throw refuse(bomb, "Written out, the references of this schema stand for too many others.")
  return document
}

export const readDocument = (file: string, text: string, isOurs = false): Document => {
  const { root, place } = readYaml(file, text, isOurs)
  if (!isObject(root) || typeof root.openapi !== "string") {
    throw new BrokenSpec([{ ...place([]), message: "This is not an OpenAPI document: it has no `openapi`." }])
  }

  return { root, place, resolve: resolverOf(root, place) }
}

/** Follows the references of a document. */
export const resolverOf = (root: JsonObject, place: Document["place"]): Document["resolve"] => {
  const follow = (reference: string): Json | undefined => {
    let target: Json | undefined = reference.startsWith("#/") ? root : undefined
    for (const key of reference.split("/").slice(1)) {
      target = isObject(target) ? target[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined
    }
    return target
  }
  return (node) => {
    const seen = new Set<string>()
    let at: Json | undefined = node
    while (isObject(at) && typeof at.$ref === "string") {
      const reference = at.$ref
      at = seen.has(reference) ? undefined : follow(reference)
      seen.add(reference)
      if (at === undefined) throw new BrokenSpec([{ ...place([]), message: `\`${reference}\` leads nowhere.` }])
    }
    return isObject(at) ? at : {}
  }
}

interface Pair {
  readonly key?: {
    readonly value?: unknown
    readonly range?: readonly [number, ...ReadonlyArray<number>] | null
  } | null
  readonly value?: unknown
}

/** The entries of a map or a list in the YAML tree. */
const pairsOf = (node: unknown): ReadonlyArray<Pair> => {
  if (isMap(node)) return node.items as ReadonlyArray<Pair>
  if (!isSeq(node)) return []
  return node.items.map((value, index) => ({
    key: { value: index, range: isNode(value) ? (value.range ?? null) : null },
    value,
  }))
}
