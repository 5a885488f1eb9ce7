/**
 * What was made of a spec is kept, so that a spec that has not changed since is not processed again. A key is a digest of
 * everything that the output follows from, so that it is the same bytes either way.
 */
import { createHash } from "node:crypto"
import { globSync, readFileSync } from "node:fs"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root, type SpecText } from "../../contracts/spec/specs.ts"

const folder = join(root, "node_modules/.cache/token-exchange")

const digest = (...parts: ReadonlyArray<string | Buffer>): string => {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${part.length} `).update(part)
  return hash.digest("hex")
}

/** The generator, the lint rules, their settings, and the versions of what they use. */
const makers = [
  "scripts/generate/*.ts",
  "scripts/redocly/*.ts",
  "contracts/*.ts",
  "contracts/spec/*.ts",
  "contracts/evidence/leaves.ts",
  "*.{json,yaml}",
]

/** The key of each spec. */
export const keysOf = async (specs: ReadonlyArray<SpecText>): Promise<ReadonlyMap<SpecText, string>> => {
  const files = makers.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()
  const maker = digest(process.version, ...files.flatMap((file) => [file, readFileSync(join(root, file))]))
  const keys = specs.map(async (spec) => {
    const sources = await readFile(join(spec.path, "../SOURCES.md"), "utf8").catch(() => "")
    return [spec, digest(maker, sources, spec.file, spec.text)] as const
  })
  return new Map(await Promise.all(keys))
}

type Entries = ReadonlyArray<readonly [path: string, text: string]>

const pathOf = (spec: SpecText) => join(folder, `${spec.provider}.generated`)

/** The files that were made of a spec, if they were kept under this key. */
export const recall = async (spec: SpecText, key = ""): Promise<Entries | undefined> => {
  const kept = await readFile(pathOf(spec), "utf8").catch(() => "")
  const [check, text = ""] = kept.split("\n", 2)
  return check === digest(key, text) ? JSON.parse(text) : undefined
}

/** Keeps the files. Where that is not possible, they are made again the next time. */
export const keep = async (spec: SpecText, key = "", files: Entries): Promise<void> => {
  const text = JSON.stringify(files)
  const beside = `${pathOf(spec)}.${process.pid}`
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(beside, `${digest(key, text)}\n${text}`)
    await rename(beside, pathOf(spec))
  } catch {
    // A folder that cannot be written, or a full disk.
  }
}
