/** Lints files with Redocly, and returns problems with places. */
import { existsSync } from "node:fs"
import { copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative, resolve } from "node:path"
import { redocly } from "../../contracts/redocly.ts"
import { type Problem, readEach, readTexts, root } from "../../contracts/spec/specs.ts"

interface RedoclyOutput {
  readonly problems: ReadonlyArray<{
    readonly message: string
    readonly ruleId: string
    readonly location: ReadonlyArray<{
      readonly source: { readonly ref: string }
      readonly start?: { readonly line: number; readonly col: number }
    }>
  }>
}

/** Redocly reports a file it cannot parse on stderr only: `… in "file" (line:column)`. */
const unreadable = /^\s*-?\s*(?<message>.+?) in "(?<file>[^"]+)" \((?<line>\d+):(?<column>\d+)\)/m

/** Lints every spec and every flow. A spec that cannot be read is not given to Redocly, which might follow it elsewhere. */
export const lintSpecs = async (): Promise<{ readonly files: number; readonly problems: ReadonlyArray<Problem> }> => {
  const flows = (await readdir(join(root, "specs"))).filter((name) => name.endsWith(".arazzo.yaml")).sort()
  const texts = await readTexts()
  const { read, problems } = await readEach(texts.read)
  const files = [...read.map(({ file }) => file), ...flows.map((name) => `specs/${name}`)]
  return { files: files.length, problems: [...silenced(), ...texts.problems, ...problems, ...(await lint(files))] }
}

/** Redocly hides what its ignore file lists, so there must be none. */
export const silenced = (folder = root): ReadonlyArray<Problem> => {
  const file = ".redocly.lint-ignore.yaml"
  if (!existsSync(join(folder, file))) return []
  return [{ file, line: 1, column: 1, message: "This file hides what lint finds: mend the specs, and remove it." }]
}

/**
 * Whether a text certainly leads no reader elsewhere, before it is parsed: each `$ref` in it is one of its own, and no key is
 * written by escapes.
 */
export const isOwnText = (text: string): boolean => {
  const references = text.match(/\$ref/g) ?? []
  const own = text.match(/\$ref["']?: *["']?#\//g) ?? []
  return references.length === own.length && !/externalValue|\\[xuU\r\n]/.test(text)
}

/** Lints these files, named from the root. */
export const lint = async (files: ReadonlyArray<string>, signal?: AbortSignal): Promise<ReadonlyArray<Problem>> => {
  if (files.length === 0) return []
  // Redocly takes what follows a `#` in a path for a place in the file, so it gets copies elsewhere.
  const folder = root.includes("#") ? await mkdtemp(join(tmpdir(), "token-exchange-lint-")) : root
  try {
    if (folder !== root) await copy(files, folder)
    return await lintIn(folder, files, signal)
  } finally {
    if (folder !== root) await rm(folder, { recursive: true, force: true })
  }
}

const copy = async (files: ReadonlyArray<string>, folder: string): Promise<void> => {
  for (const file of new Set([...files, "specs/SOURCES.md"])) {
    const to = resolve(folder, relative(root, resolve(root, file)))
    await mkdir(dirname(to), { recursive: true })
    await copyFile(resolve(root, file), to)
  }
}

const lintIn = async (
  folder: string,
  files: ReadonlyArray<string>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyArray<Problem>> => {
  const paths = files.map((file) => (folder === root ? file : resolve(folder, relative(root, resolve(root, file)))))
  const { stdout, stderr } = await redocly(["lint", ...paths, "--format", "json"], signal)
  const { message, file, line, column } = unreadable.exec(stderr)?.groups ?? {}
  // A file that cannot be parsed ends the run: Redocly prints nothing about those after it.
  const unparsable =
    message === undefined || file === undefined
      ? []
      : [{ file: relative(folder, file), line: Number(line), column: Number(column), message }]
  if (unparsable.length === 0 && stdout.trim() === "") throw new Error(`redocly lint printed no JSON:\n${stderr}`)
  // One JSON object per file, one after the other; only the outermost braces stand at the start of a line.
  const objects = stdout.split(/(?<=^\})\s*(?=\{)/m).filter((text) => text.trim() !== "")
  const problems = objects.flatMap((text) => (JSON.parse(text) as RedoclyOutput).problems)
  return [
    ...unparsable,
    ...problems.map(({ message, ruleId, location: [at] }) => ({
      file: relative(folder, resolve(root, at?.source.ref ?? "redocly.yaml")),
      line: at?.start?.line ?? 1,
      column: at?.start?.col ?? 1,
      message: `${message.replaceAll("\n", " ").trim()} (${ruleId})`,
    })),
  ]
}
