/** Finds and reads the specs for the generator and the contract suite. */
import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { BrokenSpec, type Document, readDocument } from "./document.ts"
import { entries, isObject, items, type JsonObject } from "./json.ts"
import { type JsonSchema, type OperationName, type SpecOperation, specOperationsOf } from "./operations.ts"

export { BrokenSpec, formatProblem, type Place, type Problem } from "./document.ts"
export { isObject, items, type Json, type JsonObject } from "./json.ts"
export type { Content, DocumentedAnswer, Header, JsonSchema, OperationName, SpecOperation } from "./operations.ts"

/** The repository. */
export const root = join(import.meta.dirname, "../..")

export interface Spec extends Pick<Document, "place" | "resolve"> {
  /** The slug: file name without its ending. */
  readonly provider: string
  /** Relative to the repository. */
  readonly file: string
  readonly document: JsonObject
  readonly servers: ReadonlyArray<string>
  readonly schemas: Readonly<Record<string, JsonSchema>>
  readonly operations: ReadonlyArray<SpecOperation>
}

/** The file under `specs/` that lists the accepted breaking changes. */
export const acceptedBreaks = "accepted-breaks.yaml"

/** The files under `specs/` that hold an OpenAPI document, in alphabetical order. */
export const findSpecs = async (folder = join(root, "specs")): Promise<ReadonlyArray<string>> => {
  const names = await readdir(folder)
  return names
    .filter((name) => isSpec(name))
    .sort()
    .map((name) => join(folder, name))
}

/** Whether a file of this name holds an OpenAPI document. */
export const isSpec = (name: string) =>
  name.endsWith(".yaml") && !name.endsWith(".arazzo.yaml") && name !== acceptedBreaks

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

/** An operation with its spec, found by its name; nothing if no spec has it. */
export const findOperation = (
  specs: ReadonlyArray<Spec>,
  { provider, operationId }: OperationName,
): { readonly spec: Spec; readonly operation: SpecOperation } | undefined => {
  const spec = specs.find((one) => one.provider === provider)
  const operation = spec?.operations.find((one) => one.operationId === operationId)
  return spec && operation && { spec, operation }
}

export const readSpec = async (path: string): Promise<Spec> => {
  const file = `specs/${basename(path)}`
  const provider = basename(path, ".yaml")
  const document = readDocument(file, await readFile(path, "utf8"))
  const { root: node, place, resolve } = document
  const components = isObject(node.components) ? node.components : {}
  return {
    provider,
    file,
    document: node,
    servers: items(node.servers).map((server) => String(resolve(server).url)),
    schemas: Object.fromEntries(
      entries(components.schemas).flatMap(([name, schema]) => (isObject(schema) ? [[name, schema]] : [])),
    ),
    operations: specOperationsOf(provider, document),
    place,
    resolve,
  }
}
