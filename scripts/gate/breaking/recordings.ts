/**
 * Recorded exchanges that a commit had and the working tree lacks or changed. No caller breaks, and the suite may pass,
 * but no test holds the spec to what the provider did any more.
 */
import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { isObject, type Json, root } from "../../../contracts/spec/specs.ts"
import type { Files } from "./base.ts"
import { theDocument } from "./change.ts"
import type { Compared, Located } from "./compare.ts"
import { judge } from "./judged.ts"

const folder = "contracts/recorded"

/** Recorded exchanges of a commit that the working tree lacks or changed. A renamed one is not lost. */
export const lostRecordings = async ({ changedUnder, textOf }: Files, repository = root): Promise<Compared> => {
  const touched = (await changedUnder(folder)).filter(isRecording)
  if (touched.length === 0) return { changes: [] }
  const names = await readdir(join(repository, folder)).catch((): ReadonlyArray<string> => [])
  const read = names.filter(isRecording).map(async (name) => {
    const text = await readFile(join(repository, folder, name), "utf8")
    return [name, exchangeIn(text)] as const
  })
  const here = new Map(await Promise.all(read))
  const lost = touched.map(async (file): Promise<ReadonlyArray<Located>> => {
    const before = exchangeIn(await textOf(file))
    const isSame = (after: Json) => isDeepStrictEqual(before, after)
    const after = here.get(basename(file))
    if (after === undefined) return [...here.values()].some(isSame) ? [] : lostRecording(file, "removed")
    return isSame(after) ? [] : lostRecording(file, "changed")
  })
  return { changes: (await Promise.all(lost)).flat() }
}

const isRecording = (file: string) => file.endsWith(".json")

/** The request and the answer without our annotations. The text itself where it is not JSON. */
const exchangeIn = (text: string): Json => {
  const messages = (): Json => {
    const recorded: Json = JSON.parse(text)
    const { request = null, answer = null } = isObject(recorded) ? recorded : {}
    return [request, answer].map((message) => {
      if (!isObject(message)) return message
      const { verdict: _, ruledOut: __, ...exchanged } = message
      return exchanged
    })
  }
  try {
    return messages()
  } catch {
    return text
  }
}

const texts = {
  removed: "was removed: no test holds the spec to it any more",
  changed: "was changed, but what the provider once sent cannot change",
}

/** A recorded exchange is named by provider, operation, and what happened. */
export const lostRecording = (file: string, became: keyof typeof texts): ReadonlyArray<Located> => {
  const name = basename(file, ".json")
  const [provider = ""] = name.split("-")
  const change = { ...theDocument, rule: `recorded exchange ${became}` as const, became, base: [], head: [], also: [] }
  return judge(provider, [{ ...change, what: `recorded ${name}` }], "").map((one) => ({
    ...one,
    message: `${provider}: ${file} ${texts[became]}`,
    place: { file, line: 1, column: 1 },
  }))
}
