/** Finds and reads the specs for the generator and the contract suite. */
import { basename, join } from "node:path"
import { BrokenSpec, type Document, type Problem, readAdmitted } from "./document.ts"
import { readText, type SpecFile, slugOf, specFiles } from "./files.ts"
import { entries, isObject, items, type JsonObject } from "./json.ts"
import { type JsonSchema, type OperationName, type SpecOperation, specOperationsOf } from "./operations.ts"

export { BrokenSpec, formatProblem, type Place, type Problem } from "./document.ts"
export { acceptedBreaks, isSpec, slugOf } from "./files.ts"
export { isObject, items, type Json, type JsonObject } from "./json.ts"
export type { Content, DocumentedAnswer, Header, JsonSchema, OperationName, SpecOperation } from "./operations.ts"
export { answerTo, askedAs } from "./operations.ts"

/** The repository. */
export const root = join(import.meta.dirname, "../..")

export interface Spec extends Pick<Document, "place" | "resolve"> {
  /** The slug: the file's name without its ending. */
  readonly provider: string
  /** Relative to the repository. */
  readonly file: string
  /** Where it is read. */
  readonly path: string
  /** As it stands in the file. */
  readonly text: string
  readonly document: JsonObject
  readonly servers: ReadonlyArray<string>
  readonly schemas: Readonly<Record<string, JsonSchema>>
  readonly operations: ReadonlyArray<SpecOperation>
}

/** The specs of the repository, or of another folder, in alphabetical order. */
export const findSpecs = async (folder = join(root, "specs")): Promise<ReadonlyArray<string>> =>
  (await specFiles(folder)).specs.map(({ path }) => path)

/** Reads every spec that can be read, and says what is wrong with the others. */
export const readEach = async (
  folder = join(root, "specs"),
): Promise<{ readonly specs: ReadonlyArray<Spec>; readonly problems: ReadonlyArray<Problem> }> => {
  const found = await specFiles(folder)
  const read = await Promise.allSettled(found.specs.map(specOf))
  const problems = read.flatMap((result) => {
    if (result.status === "fulfilled") return []
    if (result.reason instanceof BrokenSpec) return result.reason.problems
    throw result.reason
  })
  const specs = read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
  return { specs, problems: [...found.problems, ...problems] }
}

/** Reads every spec. Fails with {@link BrokenSpec} for all of them together. */
export const readSpecs = async (folder?: string): Promise<ReadonlyArray<Spec>> => {
  const { specs, problems } = await readEach(folder)
  if (problems.length > 0) throw new BrokenSpec(problems)
  return specs
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

export const readSpec = (path: string): Promise<Spec> => specOf({ path, file: `specs/${basename(path)}` })

const specOf = async (found: SpecFile): Promise<Spec> => {
  const { path, file } = found
  const provider = slugOf(file)
  const text = await readText(found)
  const document = readAdmitted(file, text)
  const { root: node, place, resolve } = document
  const components = isObject(node.components) ? node.components : {}
  return {
    provider,
    file,
    path,
    text,
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
