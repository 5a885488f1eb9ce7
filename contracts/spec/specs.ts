/** Finds and reads the specs for the generator and the contract suite. */
import { basename, join } from "node:path"
import { BrokenSpec, type Document, type Problem, readAdmitted } from "./document.ts"
import { readText, type SpecFile, slugOf, specFiles } from "./files.ts"
import { entries, isObject, items, type JsonObject } from "./json.ts"
import { type JsonSchema, type OperationName, type SpecOperation, specOperationsOf } from "./operations.ts"
import { withSamples } from "./sample.ts"

export { BrokenSpec, formatProblem, type Place, type Problem } from "./document.ts"
export { acceptedBreaks, isSpec, slugOf } from "./files.ts"
export { isObject, items, type Json, type JsonObject } from "./json.ts"
export type {
  Content,
  DocumentedAnswer,
  Header,
  JsonSchema,
  OperationName,
  ShownAnswer,
  SpecOperation,
} from "./operations.ts"
export { answerTo, askedAs, noBody, shownIn } from "./operations.ts"

/** The repository. */
export const root = join(import.meta.dirname, "../..")

/** The file of a spec. */
export interface SpecText extends SpecFile {
  /** The slug: the file's name without its ending. */
  readonly provider: string
  readonly text: string
}

/** Where a provider is. */
export interface Server {
  /** Its description where that is one word, in lower case, such as `staging`; else its URL. */
  readonly name: string
  readonly url: string
}

export interface Spec extends SpecText, Pick<Document, "place" | "resolve"> {
  readonly document: JsonObject
  readonly servers: ReadonlyArray<Server>
  readonly schemas: Readonly<Record<string, JsonSchema>>
  readonly operations: ReadonlyArray<SpecOperation>
}

/** The specs of the repository, or of another folder, in alphabetical order. */
export const findSpecs = async (folder = join(root, "specs")): Promise<ReadonlyArray<string>> =>
  (await specFiles(folder)).specs.map(({ path }) => path)

/** What could be read, and what is wrong with the rest. */
interface Read<T> {
  readonly read: ReadonlyArray<T>
  readonly problems: ReadonlyArray<Problem>
}

const readable = async <T>(work: ReadonlyArray<Promise<T>>): Promise<Read<T>> => {
  const settled = await Promise.allSettled(work)
  const problems = settled.flatMap((result) => {
    if (result.status === "fulfilled") return []
    if (result.reason instanceof BrokenSpec) return result.reason.problems
    throw result.reason
  })
  return { read: settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])), problems }
}

/** The text of every spec. */
export const readTexts = async (folder = join(root, "specs")): Promise<Read<SpecText>> => {
  const { specs, problems } = await specFiles(folder)
  const texts = await readable(specs.map(textOf))
  return { ...texts, problems: [...problems, ...texts.problems] }
}

/** The specs with these texts. */
export const readEach = (texts: ReadonlyArray<SpecText>): Promise<Read<Spec>> => readable(texts.map(specOf))

/** Reads every spec. Fails with {@link BrokenSpec} for all of them together. */
export const readSpecs = async (folder?: string): Promise<ReadonlyArray<Spec>> => {
  const texts = await readTexts(folder)
  const { read, problems } = await readEach(texts.read)
  if (texts.problems.length + problems.length > 0) throw new BrokenSpec([...texts.problems, ...problems])
  return read
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

export const readSpec = async (path: string): Promise<Spec> =>
  specOf(await textOf({ path, file: `specs/${basename(path)}` }))

const textOf = async (found: SpecFile): Promise<SpecText> => ({
  ...found,
  provider: slugOf(found.file),
  text: await readText(found),
})

/** A server that a spec lists. */
export const serverOf = ({ url, description }: JsonObject): Server => {
  const isWord = typeof description === "string" && /^[A-Za-z]\w*$/.test(description)
  return { url: String(url), name: isWord ? description.toLowerCase() : String(url) }
}

const specOf = async (source: SpecText): Promise<Spec> => {
  const { provider, file, text } = source
  const document = withSamples(readAdmitted(file, text))
  const { root: node, place, resolve } = document
  const components = isObject(node.components) ? node.components : {}
  return {
    ...source,
    document: node,
    servers: items(node.servers).map((server) => serverOf(resolve(server))),
    schemas: Object.fromEntries(
      entries(components.schemas).flatMap(([name, schema]) => (isObject(schema) ? [[name, schema]] : [])),
    ),
    operations: specOperationsOf(provider, document),
    place,
    resolve,
  }
}
