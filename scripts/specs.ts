/**
 * Finds the specs and reads each as what the generator and the contract suite want to know: its operations, what they
 * take, what they answer, and where in the file a thing stands.
 */
import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { LineCounter, parseDocument } from "yaml"

export const root = join(import.meta.dirname, "..")

export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}
export type JsonSchema = JsonObject

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

/** A spec that cannot be read or carried. Holds every problem found, not the first only. */
export class BrokenSpec extends Error {
  readonly problems: ReadonlyArray<Problem>
  constructor(problems: ReadonlyArray<Problem>) {
    super(problems.map(formatProblem).join("\n"))
    this.problems = problems
  }
}

export const formatProblem = ({ file, line, column, message }: Problem) => `${file}:${line}:${column} ${message}`

export interface Content {
  readonly mediaType: string
  readonly schema: JsonSchema
  readonly examples: ReadonlyArray<{ readonly name: string; readonly value: Json }>
}

export interface Header {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

export interface Answer {
  /** As the spec writes it: `200`, `4XX`, `default`. */
  readonly status: string
  readonly headers: ReadonlyArray<Header>
  readonly contents: ReadonlyArray<Content>
}

export interface Operation {
  readonly provider: string
  readonly operationId: string
  /** Lower case, as in the spec. */
  readonly method: string
  readonly path: string
  readonly body: { readonly required: boolean; readonly contents: ReadonlyArray<Content> } | undefined
  readonly answers: ReadonlyArray<Answer>
}

export interface Spec {
  /** The slug: file name without its ending. */
  readonly provider: string
  /** Relative to the repository. */
  readonly file: string
  readonly document: JsonObject
  readonly servers: ReadonlyArray<string>
  readonly schemas: Readonly<Record<string, JsonSchema>>
  readonly operations: ReadonlyArray<Operation>
  /** The place of a node, or of its nearest parent that stands in the file. */
  place(path: ReadonlyArray<string | number>): Place
  /** Follows a `$ref` inside the document, however often. */
  resolve(node: Json | undefined): JsonObject
}

/** The files under `specs/` that hold an OpenAPI document, in alphabetical order. */
export const findSpecs = async (folder = join(root, "specs")): Promise<ReadonlyArray<string>> => {
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".arazzo.yaml"))
    .sort()
    .map((name) => join(folder, name))
}

/** Reads every spec. Fails with {@link BrokenSpec} for all of them together. */
export const readSpecs = async (folder?: string): Promise<ReadonlyArray<Spec>> => {
  const read = await Promise.allSettled((await findSpecs(folder)).map(readSpec))
  const problems = read.flatMap((result) => {
    if (result.status === "fulfilled") return []
    if (result.reason instanceof BrokenSpec) return result.reason.problems
    throw result.reason
  })
  if (problems.length > 0) throw new BrokenSpec(problems)
  return read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
}

export const isObject = (node: unknown): node is JsonObject =>
  typeof node === "object" && node !== null && !Array.isArray(node)

/** The items of an array, and none of anything else. */
export const items = (node: Json | undefined): ReadonlyArray<Json> => (Array.isArray(node) ? node : [])

const entries = (node: Json | undefined) => (isObject(node) ? Object.entries(node) : [])

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

export const readSpec = async (path: string): Promise<Spec> => {
  const file = `specs/${basename(path)}`
  const provider = basename(path, ".yaml")
  const lines = new LineCounter()
  const yaml = parseDocument(await readFile(path, "utf8"), { lineCounter: lines })
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
  const place: Spec["place"] = (path) => {
    for (let length = path.length; length > 0; length--) {
      const parent = yaml.getIn(path.slice(0, length - 1), true)
      const key = path[length - 1]
      const items = typeof parent === "object" && parent !== null && "items" in parent ? parent.items : []
      for (const item of Array.isArray(items) ? items : []) {
        if (String(item?.key?.value) === String(key) && item.key.range) return placeAt(item.key.range[0])
      }
    }
    return { file, line: 1, column: 1 }
  }

  const document: unknown = yaml.toJS()
  if (!isObject(document) || typeof document.openapi !== "string") {
    throw new BrokenSpec([{ file, line: 1, column: 1, message: "This is no OpenAPI document: it has no `openapi`." }])
  }
  const resolve: Spec["resolve"] = (node) => {
    const seen = new Set<string>()
    let at: Json | undefined = node
    while (isObject(at) && typeof at.$ref === "string") {
      const reference = at.$ref
      const keys = reference.split("/").slice(1)
      let target: Json | undefined = seen.has(reference) || !reference.startsWith("#/") ? undefined : document
      for (const key of keys) {
        target = isObject(target) ? target[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined
      }
      if (target === undefined) {
        throw new BrokenSpec([{ file, line: 1, column: 1, message: `\`${reference}\` leads nowhere.` }])
      }
      seen.add(reference)
      at = target
    }
    return isObject(at) ? at : {}
  }

  const contents = (node: Json | undefined): ReadonlyArray<Content> =>
    entries(node).map(([mediaType, content]) => ({
      mediaType,
      schema: isObject(content) && isObject(content.schema) ? content.schema : {},
      examples: entries(isObject(content) ? content.examples : undefined).map(([name, example]) => ({
        name,
        value: resolve(example).value ?? null,
      })),
    }))

  const answers = (node: Json | undefined): ReadonlyArray<Answer> =>
    entries(node).map(([status, response]) => {
      const { headers, content } = resolve(response)
      return {
        status,
        headers: entries(headers).map(([name, header]) => {
          const { required, schema } = resolve(header)
          return { name: name.toLowerCase(), required: required === true, schema: isObject(schema) ? schema : {} }
        }),
        contents: contents(content),
      }
    })

  const operations = entries(document.paths).flatMap(([path, item]) =>
    entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]): Operation => {
        const { operationId, requestBody, responses } = resolve(operation)
        const body = requestBody === undefined ? undefined : resolve(requestBody)
        return {
          provider,
          operationId: String(operationId),
          method,
          path,
          body: body && { required: body.required === true, contents: contents(body.content) },
          answers: answers(responses),
        }
      }),
  )
  const components = isObject(document.components) ? document.components : {}
  return {
    provider,
    file,
    document,
    servers: items(document.servers).map((server) => String(resolve(server).url)),
    schemas: Object.fromEntries(
      entries(components.schemas).flatMap(([name, schema]) => (isObject(schema) ? [[name, schema]] : [])),
    ),
    operations,
    place,
    resolve,
  }
}
