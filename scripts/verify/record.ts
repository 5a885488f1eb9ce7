/**
 * Writes observed exchanges, scrubbed, as new recorded exchanges, which the contract suite then compares with spec and
 * client. Of a redemption only shapes, times and the spec's words are kept.
 */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { parsed } from "../../contracts/evidence/exchange.ts"
import { bin, run } from "../../contracts/process.ts"
import type { RecordedExchange } from "../../contracts/recorded.ts"
import { isObject, items, type Json, type JsonObject, root } from "../../contracts/spec/specs.ts"
import { fake } from "./fake.ts"
import { type Contract, closest, type Located, propertiesOf, schemaAt } from "./located.ts"
import type { Mask } from "./mask.ts"
import type { Result } from "./run.ts"

interface Recording {
  readonly contract: Contract
  readonly mask: Mask
  readonly origin: string
  readonly at: Date
  readonly folder?: string
}

/** Writes a file for each whole readable exchange, never over an existing one. Returns their names. */
export const record = async (results: ReadonlyArray<Result>, recording: Recording): Promise<ReadonlyArray<string>> => {
  const { contract, folder = join(root, "contracts/recorded") } = recording
  await mkdir(folder, { recursive: true })
  const written: Array<string> = []
  for (const result of results) {
    const exchange = scrubbed(result, recording)
    if (exchange === undefined) continue
    const what = `${result.operationId}-observed-${slug(result.name)}`
    written.push(
      await writeNew(folder, `${contract.spec.provider}-${what}`, `${JSON.stringify(exchange, undefined, 2)}\n`),
    )
  }
  const paths = written.map((file) => join(folder, file))
  if (paths.length > 0) await run(bin("@biomejs/biome/bin/biome", "format", "--write", ...paths))
  return written
}

const slug = (name: string) => name.replace(/\W+/g, "-").replace(/^-|-$/g, "")

/** Writes a new file, with the next number if the name is taken. */
const writeNew = async (folder: string, name: string, text: string, number = 1): Promise<string> => {
  const file = `${name}${number === 1 ? "" : `-${number}`}.json`
  try {
    await writeFile(join(folder, file), text, { flag: "wx" })
    return file
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") {
      return writeNew(folder, name, text, number + 1)
    }
    throw cause
  }
}

const scrubbed = ({ raw }: Result, recording: Recording): Omit<RecordedExchange, "file" | "name"> | undefined => {
  const { contract, mask, origin, at } = recording
  if (raw === undefined) return undefined
  const { one, sent, seen, judged } = raw
  const { body, located } = judged
  if (body === undefined || located === undefined || seen.status === undefined) return undefined
  const { provider, servers } = contract.spec
  const isReal = one.group === "redemption" || one.group === "fake grant"
  const scrub = scrubber(contract, mask, documentedTexts(one.operation.answers), isReal)
  const documented = one.operation.answers.find(({ status }) => status === String(seen.status))
  const headers = (documented?.headers ?? []).flatMap(({ name }) => {
    const value = seen.headers[name]
    return value === undefined ? [] : [[name, mask.shown(value)] as const]
  })
  const verdict = one.group === "malformed" ? "malformed" : judged.isGranted ? "accepted" : "refused"
  return {
    provider,
    operationId: one.operation.operationId,
    source: `verify run on ${at.toISOString().slice(0, 10)} at ${origin}`,
    evidence: "observed",
    request: {
      method: sent.method,
      url: `${servers[0]}${one.operation.path}`,
      contentType: sent.contentType,
      body: recordedBody(sent.body, (body) => scrub(one.located, body)),
      verdict,
    },
    answer: {
      status: seen.status,
      contentType: seen.headers["content-type"]?.split(";")[0] ?? "",
      ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
      body: scrub(located, body),
    },
  }
}

/** A body in a recorded exchange: JSON as its value, anything else and a JSON string as raw text. */
const recordedBody = (text = "", scrub: (body: Json) => Json): Json => {
  const body = parsed(text)
  return body === undefined || typeof body === "string" ? text : scrub(body)
}

/** Every text in the documented answers: the vendor's words, not secrets. */
const documentedTexts = (answers: RecordedAnswers): ReadonlySet<string> => {
  const texts = (value: Json): ReadonlyArray<string> => {
    if (typeof value === "string") return [value]
    return Object.values(isObject(value) ? value : items(value)).flatMap((inner) => texts(inner))
  }
  return new Set(
    answers.flatMap(({ contents }) => contents.flatMap(({ examples }) => examples.flatMap((one) => texts(one.value)))),
  )
}
type RecordedAnswers = NonNullable<Result["raw"]>["one"]["operation"]["answers"]

/**
 * Replaces secrets and texts that contain one by fake values; in a real exchange, every text except times, documented
 * words and listed values.
 */
const scrubber = (contract: Contract, mask: Mask, documented: ReadonlySet<string>, isReal: boolean) => {
  const made = new Map<string, string>()
  const replaced = (text: string) => {
    const other = made.get(text) ?? fake(text)
    made.set(text, other)
    return other
  }
  const isTelling = (text: string, { schema }: Located) =>
    documented.has(text) || items(schema.enum).includes(text) || schema.const === text || schema.format === "date-time"
  const scrub = (located: Located | undefined, value: Json): Json => {
    if (typeof value === "string") {
      const meant = located && closest(contract, located, value)
      if (meant === undefined || meant.schema.format === "password") return replaced(value)
      if (isTelling(value, meant)) return value
      return isReal || mask.shown(value) !== value ? replaced(value) : value
    }
    const meant = located && closest(contract, located, value)
    if (Array.isArray(value)) {
      const item = meant && schemaAt(contract.spec, meant.schema.items, [...meant.at, "items"])
      return value.map((inner) => scrub(item, inner))
    }
    if (!isObject(value)) return value
    const named = located ? propertiesOf(contract, located, value) : new Map<string, Located>()
    const fields = Object.entries(value).map(([name, inner]) => {
      const shown = named.has(name) || mask.shown(name) === name ? name : replaced(name)
      return [shown, scrub(named.get(name), inner)] as const
    })
    return Object.fromEntries<Json>(fields) satisfies JsonObject
  }
  return scrub
}
