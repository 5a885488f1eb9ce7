/**
 * Recorded exchanges that a commit had and the working tree lacks or changed. No caller breaks, and the suite may pass,
 * but no test holds the spec to what the provider did any more.
 */
import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { isObject, type Json, root } from "../../../contracts/spec/specs.ts"
import type { Files } from "./base.ts"
import { type Located, wholeFile } from "./compare.ts"

const folder = "contracts/recorded"

/** Recorded exchanges of a commit that the working tree lacks or changed. A renamed one is not lost. */
export const lostRecordings = async (
  { changedUnder, textOf }: Files,
  repository = root,
): Promise<ReadonlyArray<Located>> => {
  const isRecording = (file: string) => file.endsWith(".json")
  const touched = (await changedUnder(folder)).filter(isRecording)
  if (touched.length === 0) return []
  const names = await readdir(join(repository, folder)).catch((): ReadonlyArray<string> => [])
  const here = new Map<string, Json>()
  for (const name of names.filter(isRecording)) {
    here.set(name, exchangeIn(await readFile(join(repository, folder, name), "utf8")))
  }
  const lost = touched.map(async (file): Promise<ReadonlyArray<Located>> => {
    const before = exchangeIn(await textOf(file))
    const after = here.get(basename(file))
    const places = after === undefined ? [...here.values()] : [after]
    if (places.some((one) => isDeepStrictEqual(one, before))) return []
    return [lostRecording(file, after === undefined ? "removed" : "changed")]
  })
  return (await Promise.all(lost)).flat()
}

/** The request and the answer without our annotations. The text itself where it is not JSON. */
const exchangeIn = (text: string): Json => {
  try {
    const { request = null, answer = null }: { request?: Json; answer?: Json } = JSON.parse(text)
    return [request, answer].map((message) => {
      if (!isObject(message)) return message
      const { verdict: _, ruledOut: __, ...exchanged } = message
      return exchanged
    })
  } catch {
    return text
  }
}

/** A recorded exchange is named by provider, operation, and what happened. */
export const lostRecording = (file: string, became: "removed" | "changed"): Located => {
  const name = basename(file, ".json")
  const provider = name.replace(/-.*/, "")
  const lost =
    became === "removed"
      ? "was removed: no test holds the spec to it any more"
      : "was changed, but what the provider once sent cannot change"
  const change = wholeFile(provider, file, `recorded exchange ${became}`, `recorded ${name}`)
  return { ...change, message: `${provider}: ${file} ${lost}` }
}
