/** Finds the specs under `specs/`. Whatever is there and not read is a problem: nobody would notice that it is missing. */
import type { Dirent } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { BrokenSpec, type Problem } from "./document.ts"

/** The file under `specs/` that lists the accepted breaking changes. */
export const acceptedBreaks = "accepted-breaks.yaml"

/** The words of the vendors' pages: `npm run upstream` reads them. */
const published = /^specs\/published\/[^/]+\.txt$/

const ending = /\.(ya?ml|json)$/i

/** Whether a file of this name holds an OpenAPI document. */
export const isSpec = (name: string) => ending.test(name) && !name.endsWith(".arazzo.yaml") && name !== acceptedBreaks

/** The slug of a spec's provider: the file's name without its ending. */
export const slugOf = (file: string) => basename(file).replace(ending, "")

export interface SpecFile {
  /** Where it is read. */
  readonly path: string
  /** Relative to the repository. */
  readonly file: string
}

/** The specs of a folder and its subfolders in alphabetical order, and what cannot be one. */
export const specFiles = async (
  folder: string,
): Promise<{ readonly specs: ReadonlyArray<SpecFile>; readonly problems: ReadonlyArray<Problem> }> => {
  const entries = (await readdir(folder, { withFileTypes: true, recursive: true }))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return { entry, path, file: `specs${path.slice(folder.length).replaceAll("\\", "/")}` }
    })
    .sort((one, other) => (one.file < other.file ? -1 : 1))
  const taken = new Map<string, string>()
  const specs: Array<SpecFile> = []
  const problems: Array<Problem> = []
  for (const { entry, path, file } of entries) {
    if (isNoSpec(entry, file)) continue
    const message = refusal(entry) ?? clash(taken, file)
    if (message !== undefined) problems.push({ file, line: 1, column: 1, message })
    else if (entry.isFile()) specs.push({ path, file })
  }
  return { specs, problems }
}

/** Files that are read by their own readers, and notes. */
const isNoSpec = (entry: Dirent, file: string) =>
  entry.isFile() &&
  (entry.name.endsWith(".md") ||
    file === `specs/${acceptedBreaks}` ||
    published.test(file) ||
    /^specs\/[^/]+\.arazzo\.yaml$/.test(file) ||
    (/^\.|~$/.test(entry.name) && !ending.test(entry.name)))

/** Files in `generated/` that no spec makes. */
const reserved = ["agreement", "formats"]

const refusal = (entry: Dirent): string | undefined => {
  const slug = slugOf(entry.name)
  if (!entry.isFile() && !entry.isDirectory()) return "Only files and folders are read here: this is neither."
  if (entry.isFile() && slug === entry.name) return "This file is not read: a spec ends in .yaml, .yml or .json."
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug)) {
    return "This name becomes a name in code: use lower-case letters, digits and single hyphens."
  }
  return entry.isFile() && reserved.includes(slug)
    ? `generated/${slug}.ts is not made from a spec: choose another name.`
    : undefined
}

const clash = (taken: Map<string, string>, file: string): string | undefined => {
  const slug = slugOf(file)
  const other = taken.get(slug)
  if (slug !== basename(file)) taken.set(slug, file)
  return other && `${other} is named alike: both would become generated/${slug}.ts.`
}

/** Our largest spec has 0.02 MB; one of 1,000 operations has 2. */
const largest = 4_000_000

/** The text of a spec. Fails for one that is too large, or is not text. */
export const readText = async ({ path, file }: SpecFile): Promise<string> => {
  const fail = (message: string) => new BrokenSpec([{ file, line: 1, column: 1, message }])
  const { size } = await stat(path)
  if (size > largest) throw fail(`A spec has at most ${largest / 1e6} MB, and this one ${(size / 1e6).toFixed(1)}.`)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path))
  } catch {
    throw fail("This file is not UTF-8 text.")
  }
}
