/**
 * Writes observed exchanges as new recorded exchanges, which the contract suite then compares with spec and client. Only
 * shapes and the spec's own names and words are kept: every other value is made up.
 */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { mediaTypeOf } from "../../contracts/evidence/exchange.ts"
import type { Contract } from "../../contracts/evidence/located.ts"
import { headerLeaf, maskMediaType } from "../../contracts/evidence/masked.ts"
import { wordsOf } from "../../contracts/evidence/words.ts"
import type { RecordedExchange } from "../../contracts/recorded.ts"
import { answerTo, root } from "../../contracts/spec/specs.ts"
import { read } from "../../contracts/spec/wire.ts"
import { makeUp } from "./made-up.ts"
import type { Result } from "./run.ts"

interface Recording {
  readonly contract: Contract
  readonly baseUrl: string
  readonly at: Date
  readonly folder?: string
}

/** Writes a file for each whole readable exchange, never over an existing one. Returns their paths. */
export const record = async (results: ReadonlyArray<Result>, recording: Recording): Promise<ReadonlyArray<string>> => {
  const { contract, folder = join(root, "contracts/recorded") } = recording
  await mkdir(folder, { recursive: true })
  const written: Array<string> = []
  for (const result of results) {
    const exchange = recordable(result, recording)
    if (exchange === undefined) continue
    const what = `${result.operationId}-observed-${result.name.replace(/\W+/g, "-").replace(/^-|-$/g, "")}`
    const text = `${JSON.stringify(exchange, undefined, 2)}\n`
    written.push(await writeNew(join(folder, `${contract.spec.provider}-${what}`), text))
  }
  return written
}

/** Writes a new file, with the next number if the name is taken. */
const writeNew = async (path: string, text: string, number = 1): Promise<string> => {
  const file = `${path}${number === 1 ? "" : `-${number}`}.json`
  try {
    await writeFile(file, text, { flag: "wx" })
    return file
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return writeNew(path, text, number + 1)
    throw cause
  }
}

const recordable = (
  { raw }: Result,
  { contract, baseUrl, at }: Recording,
): Omit<RecordedExchange, "file" | "name"> | undefined => {
  if (raw === undefined) return undefined
  const { one, wire, request, seen, judged } = raw
  const { body, located, isEmpty } = judged
  const { answer } = seen
  if (answer === undefined || !(isEmpty || (body !== undefined && located !== undefined))) return undefined
  const { provider, servers } = contract.spec
  const words = wordsOf(contract.spec)
  const made = makeUp(contract)
  const isReal = one.group === "redemption" || one.group === "fake grant"
  const asked = read(contract.spec, one.operation, wire)
  const isParsed = asked !== undefined && typeof asked !== "string"
  const headers = (answerTo(one.operation, answer.status)?.headers ?? []).flatMap(({ name, schema }) => {
    const value = answer.headers.get(name)
    if (value === null) return []
    return [[name, words.isValue(value) ? value : String(made.body([schema], headerLeaf(value, schema)))]]
  })
  return {
    provider,
    operationId: one.operation.operationId,
    source: `verify run on ${at.toISOString().slice(0, 10)} at ${servers.some(({ url }) => url === baseUrl) ? baseUrl : "another base URL"}`,
    evidence: "observed",
    request: {
      method: request.method,
      url: `${servers[0]?.url}${one.operation.path}`,
      ...contentTypeOf(request.headers),
      // Where nothing in it is real, it stays as it was sent: what is wrong with it must stay wrong.
      body: isReal ? made.body([one.located.schema], asked ?? null) : isParsed ? asked : request.body,
      verdict: one.group === "malformed" ? "malformed" : judged.isGranted ? "accepted" : "refused",
    },
    answer: {
      status: answer.status,
      ...(!isEmpty && contentTypeOf(answer.headers, (mediaType) => maskMediaType(words, mediaType))),
      ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
      ...(located !== undefined && body !== undefined && { body: made.body([located.schema], body) }),
    },
  }
}

const contentTypeOf = (headers: Headers, shown = (mediaType: string) => mediaType) => {
  const mediaType = mediaTypeOf(headers)
  return mediaType === "" ? {} : { contentType: shown(mediaType) }
}
