/**
 * What belongs into `generated/`, and how it gets there: everything is made in memory and formatted in a folder
 * beside, and only when all of it stands is anything replaced.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import openapiTS, { astToString } from "openapi-typescript"
import { bin, run } from "../../contracts/process.ts"
import { BrokenSpec, findSpecs, readSpecs, root, type Spec } from "../../contracts/spec/specs.ts"
import { generateExamples } from "./examples.ts"
import { lint } from "./lint.ts"
import { generateSource } from "./source.ts"

export const folder = join(root, "generated")
const shipped = join(import.meta.dirname, "shipped")

/** File name → text, for every file that belongs into `generated/`. Fails with {@link BrokenSpec}. */
export type Files = ReadonlyMap<string, string>

export const generate = async (): Promise<Files> => {
  const [linted, made] = await Promise.allSettled([findSpecs().then(lint), make()])
  if (linted.status === "rejected") throw linted.reason
  const broken = made.status === "rejected" && made.reason instanceof BrokenSpec ? made.reason.problems : []
  if (linted.value.length > 0 || broken.length > 0) throw new BrokenSpec(distinct(linted.value, broken))
  if (made.status === "rejected") throw made.reason
  return format(made.value)
}

const make = async (): Promise<Files> => {
  const files = new Map(await shippedFiles())
  const specs = await readSpecs()
  for (const spec of specs) files.set(`${spec.provider}.schema.ts`, generateSource(spec))
  for (const spec of specs) files.set(`${spec.provider}.examples.ts`, generateExamples(spec))
  // Last, since it speaks for itself where a reference leads nowhere.
  for (const spec of specs) files.set(`${spec.provider}.ts`, await types(spec))
  return files
}

/** Files of our own that the generated ones import. */
const shippedFiles = async () =>
  Promise.all(
    (await readdir(shipped)).map(async (name) => [name, await readFile(join(shipped, name), "utf8")] as const),
  )

/** What Redocly says of a file comes first; the generator speaks of files that Redocly has nothing against. */
const distinct = (linted: BrokenSpec["problems"], broken: BrokenSpec["problems"]): BrokenSpec["problems"] => {
  const named = new Set(linted.map(({ file }) => file))
  return [...linted, ...broken.filter(({ file }) => !named.has(file))]
}

const types = async (spec: Spec): Promise<string> => {
  const nodes = await openapiTS(JSON.stringify(spec.document), {
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
  })
  return `/** Types of ${spec.file}, by openapi-typescript. Generated: change the spec, then \`npm run generate\`. */\n${astToString(nodes)}`
}

/** Biome formats in place, so the files stand in a folder of their own until they are right. */
const format = async (files: Files): Promise<Files> => {
  const staging = await mkdtemp(join(tmpdir(), "token-exchange-generate-"))
  try {
    for (const [name, text] of files) await writeFile(join(staging, name), text)
    const common = ["--write", "--log-level=error", "--vcs-enabled=false", `--config-path=${root}`, "."]
    // Effect spells regular expressions as calls; the linter makes literals of them.
    await biome(["lint", "--only=complexity/useRegexLiterals", ...common], staging)
    await biome(["check", "--linter-enabled=false", ...common], staging)
    const formatted = [...files.keys()].map(
      async (name) => [name, await readFile(join(staging, name), "utf8")] as const,
    )
    return new Map(await Promise.all(formatted))
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

const biome = async (args: ReadonlyArray<string>, cwd: string): Promise<void> => {
  const { code, stderr } = await run(bin("@biomejs/biome/bin/biome", ...args), { cwd })
  if (code !== 0) throw new Error(`biome failed:\n${stderr}`)
}

/** What differs between `files` and the folder: `stale`, `missing` or `orphaned` (its spec is gone). */
export const compare = async (
  files: Files,
): Promise<ReadonlyArray<{ readonly name: string; readonly state: string }>> => {
  const present = await readdir(folder).catch((): Array<string> => [])
  const differing = await Promise.all(
    [...files].map(async ([name, text]) => {
      if (!present.includes(name)) return [{ name, state: "missing" }]
      return (await readFile(join(folder, name), "utf8")) === text ? [] : [{ name, state: "stale" }]
    }),
  )
  const orphaned = present.filter((name) => !files.has(name)).map((name) => ({ name, state: "orphaned" }))
  return [...differing.flat(), ...orphaned]
}

/** Brings the folder in step and says what changed. Each file is replaced by a rename, so none is ever half-written. */
export const write = async (
  files: Files,
): Promise<ReadonlyArray<{ readonly name: string; readonly state: string }>> => {
  const changes = await compare(files)
  await mkdir(folder, { recursive: true })
  await mkdir(join(root, "node_modules/.cache"), { recursive: true })
  const staged = changes.filter(({ state }) => state !== "orphaned")
  const temporary = (name: string) => join(root, "node_modules/.cache", `${name}.${process.pid}`)
  await Promise.all(staged.map(({ name }) => writeFile(temporary(name), files.get(name) ?? "")))
  await Promise.all(staged.map(({ name }) => rename(temporary(name), join(folder, name))))
  await Promise.all(
    changes.filter(({ state }) => state === "orphaned").map(({ name }) => rm(join(folder, name), { recursive: true })),
  )
  return changes
}
