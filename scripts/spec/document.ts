/** A spec's text as a document in which every node knows its place, and every `$ref` leads somewhere. */
import { LineCounter, parseDocument } from "yaml"
import { isObject, type Json, type JsonObject } from "./json.ts"

/** Where something stands, as an editor opens it. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One thing wrong with a spec, and where. */
export interface Problem extends Place {
  readonly message: string
}

export const formatProblem = ({ file, line, column, message }: Problem) => `${file}:${line}:${column} ${message}`

/** A spec that cannot be read or carried. Holds every problem found, not the first only. */
export class BrokenSpec extends Error {
  readonly problems: ReadonlyArray<Problem>
  constructor(problems: ReadonlyArray<Problem>) {
    super(problems.map(formatProblem).join("\n"))
    this.problems = problems
  }
}

export interface Document {
  readonly root: JsonObject
  /** The place of a node, or of its nearest parent that stands in the file. */
  readonly place: (path: ReadonlyArray<string | number>) => Place
  /** Follows a `$ref` inside the document, however often. */
  readonly resolve: (node: Json | undefined) => JsonObject
}

export const readDocument = (file: string, text: string): Document => {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  // The first error only: those after it are mostly its consequences.
  const [broken] = yaml.errors
  if (broken !== undefined) {
    const message = broken.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? broken.code
    throw new BrokenSpec([{ ...placeAt(broken.pos[0]), message }])
  }
  const root: unknown = yaml.toJS()
  if (!isObject(root) || typeof root.openapi !== "string") {
    throw new BrokenSpec([{ ...placeAt(0), message: "This is no OpenAPI document: it has no `openapi`." }])
  }

  const place: Document["place"] = (path) => {
    for (let length = path.length; length > 0; length--) {
      const parent = yaml.getIn(path.slice(0, length - 1), true)
      const pairs = typeof parent === "object" && parent !== null && "items" in parent ? parent.items : []
      for (const pair of Array.isArray(pairs) ? pairs : []) {
        if (String(pair?.key?.value) === String(path[length - 1]) && pair.key.range) return placeAt(pair.key.range[0])
      }
    }
    return placeAt(0)
  }

  const follow = (reference: string): Json | undefined => {
    let target: Json | undefined = reference.startsWith("#/") ? root : undefined
    for (const key of reference.split("/").slice(1)) {
      target = isObject(target) ? target[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined
    }
    return target
  }
  const resolve: Document["resolve"] = (node) => {
    const seen = new Set<string>()
    let at: Json | undefined = node
    while (isObject(at) && typeof at.$ref === "string") {
      const reference = at.$ref
      at = seen.has(reference) ? undefined : follow(reference)
      seen.add(reference)
      if (at === undefined) throw new BrokenSpec([{ ...placeAt(0), message: `\`${reference}\` leads nowhere.` }])
    }
    return isObject(at) ? at : {}
  }
  return { root, place, resolve }
}
