/** Everything that `npm run generate` makes. Only of specs that changed since the last time is it made again. */
import { readdir, readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { BrokenSpec, type Problem, readEach, readTexts, root, type SpecText } from "../../contracts/spec/specs.ts"
import { keep, keysOf, recall } from "./cache.ts"
import { isOwnText, lint } from "./lint.ts"
import { generateRegistry } from "./registry.ts"
import { startTypes } from "./types.ts"
import { type Files, generated } from "./write.ts"

const shipped = join(import.meta.dirname, "shipped")

/**
 * All files that the specs of a folder make, and in the repository the providers of `src/`. Fails with {@link BrokenSpec}.
 *
 * @param home Where `specs/` and `generated/` are.
 */
export const generate = async (folder?: string, home = root): Promise<Files> => {
  const texts = await readTexts(folder ?? join(home, "specs"))
  const keys = await keysOf(texts.read)
  const kept = new Map(
    await Promise.all(texts.read.map(async (text) => [text, await recall(text, keys.get(text))] as const)),
  )
  const changed = texts.read.filter((text) => kept.get(text) === undefined)
  const made = changed.length + texts.problems.length === 0 ? new Map() : await makeOf(changed, texts.problems)
  const files = texts.read.flatMap((text) => kept.get(text) ?? own(text, made))
  await Promise.all(changed.map((text) => keep(text, keys.get(text), own(text, made))))
  const registry = home === root ? await generateRegistry() : []
  return new Map([...(await shippedFiles()), ...registry, ...files])
}

/** The files of one spec. */
const own = ({ provider }: SpecText, files: Files) =>
  ["schema.ts", "examples.ts", "http", "ts"]
    .map((ending) => `${generated}/${provider}.${ending}`)
    .map((path) => [path, files.get(path) ?? ""] as const)

/** Makes and lints at the same time. What makes code takes long to load. */
const makeOf = async (changed: ReadonlyArray<SpecText>, unread: ReadonlyArray<Problem>): Promise<Files> => {
  const types = startTypes()
  const refused = new AbortController()
  // Redocly takes as long as all the rest: it begins before the specs are parsed, where they are safe to read.
  const early = changed.every(({ text }) => isOwnText(text))
    ? lint(
        changed.map(({ path }) => path),
        refused.signal,
      )
    : undefined
  early?.catch(() => {})
  try {
    const { read, problems } = await readEach(changed)
    if (problems.length > 0) refused.abort()
    const linting = problems.length === 0 && early !== undefined ? early : lint(read.map(({ path }) => path))
    const [linted, made] = await Promise.allSettled([
      linting,
      import("./make.ts").then(({ make }) => make(read, types)),
    ])
    if (linted.status === "rejected") throw linted.reason
    const files = new Map(read.map(({ path, file }) => [relative(root, path), file]))
    const named = linted.value.map((one) => ({ ...one, file: files.get(one.file) ?? one.file }))
    const found = [...unread, ...problems, ...named]
    const broken = made.status === "rejected" && made.reason instanceof BrokenSpec ? made.reason.problems : []
    if (found.length > 0 || broken.length > 0) throw new BrokenSpec(distinct(found, broken))
    if (made.status === "rejected") throw made.reason
    return made.value
  } finally {
    await types.stop()
  }
}

/** Handwritten files that the generated ones import. */
const shippedFiles = async () =>
  Promise.all(
    (await readdir(shipped)).map(
      async (name) => [`${generated}/${name}`, await readFile(join(shipped, name), "utf8")] as const,
    ),
  )

/** Redocly's findings come first; the generator reports only on files without any. */
const distinct = (linted: BrokenSpec["problems"], broken: BrokenSpec["problems"]): BrokenSpec["problems"] => {
  const named = new Set(linted.map(({ file }) => file))
  return [...linted, ...broken.filter(({ file }) => !named.has(file))]
}
