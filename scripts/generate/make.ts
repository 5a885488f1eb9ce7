/** Makes the files of specs in memory, and formats them in a temporary folder. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { bin, run } from "../../contracts/process.ts"
import { root, type Spec } from "../../contracts/spec/specs.ts"
import { generateExamples } from "./examples.ts"
import { generateHttp } from "./http.ts"
import { generateSource } from "./source.ts"
import type { TypesMaker } from "./types.ts"
import { type Files, generated } from "./write.ts"

/** The files of each spec. Fails with {@link BrokenSpec}. */
export const make = async (specs: ReadonlyArray<Spec>, { typesOf }: TypesMaker): Promise<Files> => {
  const files = new Map<string, string>()
  const typed = typesOf(specs)
  for (const spec of specs) files.set(`${generated}/${spec.provider}.schema.ts`, generateSource(spec))
  for (const spec of specs) files.set(`${generated}/${spec.provider}.examples.ts`, generateExamples(spec))
  for (const spec of specs) files.set(`${generated}/${spec.provider}.http`, generateHttp(spec))
  for (const [provider, text] of await typed) files.set(`${generated}/${provider}.ts`, text)
  return format(files)
}

/** Biome formats in place, so the files are formatted in a temporary folder. */
const format = async (files: Files): Promise<Files> => {
  const staging = await mkdtemp(join(tmpdir(), "token-exchange-generate-"))
  try {
    for (const [path, text] of files) await writeFile(join(staging, basename(path)), text)
    await biome(
      ["format", "--write", "--log-level=error", "--vcs-enabled=false", `--config-path=${root}`, "."],
      staging,
    )
    const formatted = [...files.keys()].map(
      async (name) => [name, await readFile(join(staging, basename(name)), "utf8")] as const,
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
