/**
 * Recorded exchanges that stood in a commit and are gone, or tell something else. No caller breaks by that, and the
 * suite may pass; but nothing holds the spec to what the provider did any more.
 */
import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { isObject, type Json, root } from "../../../contracts/spec/specs.ts"
import type { Commit } from "./base.ts"
import { theDocument } from "./change.ts"
import type { Compared, Located } from "./compare.ts"
import { judge } from "./judged.ts"

const folder = "contracts/recorded"

/** The proofs of a commit that the working tree has not, or not as they were. One under another name is not gone. */
export const lostProofs = async ({ changedUnder, textOf }: Commit, repository = root): Promise<Compared> => {
  const touched = (await changedUnder(folder)).filter(isProof)
  if (touched.length === 0) return { changes: [], version: undefined }
  const names = await readdir(join(repository, folder)).catch((): ReadonlyArray<string> => [])
  const read = names.filter(isProof).map(async (name) => {
    const text = await readFile(join(repository, folder, name), "utf8")
    return [name, exchangeIn(text)] as const
  })
  const here = new Map(await Promise.all(read))
  const lost = touched.map(async (file): Promise<ReadonlyArray<Located>> => {
    const before = exchangeIn(await textOf(file))
    const isSame = (after: Json) => isDeepStrictEqual(before, after)
    const after = here.get(basename(file))
    if (after === undefined) return [...here.values()].some(isSame) ? [] : withoutProof(file, "removed")
    return isSame(after) ? [] : withoutProof(file, "changed")
  })
  return { changes: (await Promise.all(lost)).flat(), version: undefined }
}

const isProof = (file: string) => file.endsWith(".json")

/** What went to the provider and what came back, without what we say of it. What cannot be read is nothing of the kind. */
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

const said = {
  removed: "is gone, and what it proved of the provider has no proof any more",
  changed: "tells something else than it did, and what a provider once did does not change",
}

/** A recorded exchange is named by provider, operation, and what happened. */
export const withoutProof = (file: string, became: keyof typeof said): ReadonlyArray<Located> => {
  const name = basename(file, ".json")
  const [provider = ""] = name.split("-")
  const change = { ...theDocument, rule: `proof ${became}` as const, became, base: [], head: [], also: [] }
  return judge(provider, [{ ...change, what: `recorded ${name}` }], []).map((one) => ({
    ...one,
    said: `${provider}: ${file} ${said[became]}`,
    place: { file, line: 1, column: 1 },
  }))
}
