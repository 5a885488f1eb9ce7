/** Generates all files in memory, and formats them in a temporary folder. Fails with {@link BrokenSpec}. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import openapiTS, { astToString } from "openapi-typescript"
import { bin, run } from "../../contracts/process.ts"
import { BrokenSpec, readEach, root, type Spec } from "../../contracts/spec/specs.ts"
import { generateExamples } from "./examples.ts"
import { lint } from "./lint.ts"
import { generateRegistry } from "./registry.ts"
import { generateSource } from "./source.ts"
import { type Files, generated } from "./write.ts"

const shipped = join(import.meta.dirname, "shipped")

/** Everything that the specs of a folder and the providers of `src/` make. */
export const generate = async (folder?: string): Promise<Files> => {
  const { specs, problems } = await readEach(folder)
  const [linted, made] = await Promise.allSettled([lint(specs.map(({ path }) => path)), make(specs)])
  if (linted.status === "rejected") throw linted.reason
  const files = new Map(specs.map(({ path, file }) => [relative(root, path), file]))
  const found = [...problems, ...linted.value.map((one) => ({ ...one, file: files.get(one.file) ?? one.file }))]
  const broken = made.status === "rejected" && made.reason instanceof BrokenSpec ? made.reason.problems : []
  if (found.length > 0 || broken.length > 0) throw new BrokenSpec(distinct(found, broken))
  if (made.status === "rejected") throw made.reason
  return format(made.value)
}

const make = async (specs: ReadonlyArray<Spec>): Promise<Files> => {
  const files = new Map([...(await shippedFiles()), ...(await generateRegistry())])
  for (const spec of specs) files.set(`${generated}/${spec.provider}.schema.ts`, generateSource(spec))
  for (const spec of specs) files.set(`${generated}/${spec.provider}.examples.ts`, generateExamples(spec))
  // Last, since it reports broken references itself.
  for (const spec of specs) files.set(`${generated}/${spec.provider}.ts`, await types(spec))
  return files
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

const types = async (spec: Spec): Promise<string> => {
  const nodes = await openapiTS(JSON.stringify(spec.document), {
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
  })
  return `/** Types of ${spec.file}, by openapi-typescript. Generated: change the spec, then \`npm run generate\`. */\n${astToString(nodes)}`
}

/** Biome formats in place, so the files are formatted in a temporary folder. */
const format = async (files: Files): Promise<Files> => {
  const staging = await mkdtemp(join(tmpdir(), "token-exchange-generate-"))
  try {
    for (const [path, text] of files) {
      await mkdir(join(staging, dirname(path)), { recursive: true })
      await writeFile(join(staging, path), text)
    }
    const common = ["--write", "--log-level=error", "--vcs-enabled=false", `--config-path=${root}`, "."]
    // Effect writes regular expressions as calls; the linter turns them into literals.
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
