/**
 * Recorded exchanges that stood in a commit and are gone. No caller breaks by that, and the suite passes where the
 * citation is gone as well; but nothing holds the spec to what the provider did any more.
 */
import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { root } from "../../specs.ts"
import type { Commit } from "./base.ts"
import { theDocument } from "./change.ts"
import type { Compared, Located } from "./compare.ts"
import { judge } from "./judged.ts"

const folder = "contracts/recorded"

/** The proofs of a commit that the working tree has not. One under another name is not gone. */
export const removedProofs = async ({ filesUnder, textOf }: Commit, repository = root): Promise<Compared> => {
  const here = join(repository, folder)
  const names = await readdir(here).catch((): ReadonlyArray<string> => [])
  const missing = (await filesUnder(folder)).filter((file) => isProof(file) && !names.includes(basename(file)))
  if (missing.length === 0) return { changes: [], version: undefined }
  const texts = await Promise.all(names.filter(isProof).map((name) => readFile(join(here, name), "utf8")))
  const gone = await Promise.all(missing.map(async (file) => (texts.includes(await textOf(file)) ? [] : [file])))
  return { changes: gone.flat().flatMap(withoutProof), version: undefined }
}

const isProof = (file: string) => file.endsWith(".json")

/** A recorded exchange is named by provider, operation, and what happened. */
export const withoutProof = (file: string): ReadonlyArray<Located> => {
  const name = basename(file, ".json")
  const [provider = ""] = name.split("-")
  const change = { ...theDocument, rule: "proof removed" as const, became: "removed", base: [], head: [], also: [] }
  return judge(provider, [{ ...change, what: `recorded ${name}` }], []).map((one) => ({
    ...one,
    said: `${provider}: ${file} is gone, and what it proved of the provider has no proof any more`,
    place: { file, line: 1, column: 1 },
  }))
}
