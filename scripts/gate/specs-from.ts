/** Puts the specs of another repository beside ours, so that the gate says whether its change breaks callers. */
import { mkdir, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { acceptedBreaks, root } from "../../contracts/spec/specs.ts"
import { paint, readOptions, refuse } from "../terminal.ts"
import { filesOf, git, NoBase } from "./breaking/base.ts"

const help = `
Usage: npm run specs-from -- --repository <folder> [--specs <folder in it>] [--base <git ref>]

For a checkout of this repository that is thrown away, as .github/workflows/gate.yml makes one. Takes the specs of
another repository: commits those of its base here, then puts those of its HEAD in their place. The next are
\`npm run generate\` and \`npm run gate -- --base HEAD\`. Its SOURCES.md is added to ours, its ${acceptedBreaks}
takes the place of ours; a file with the name of another of ours is refused.

  --repository <folder>  a checkout of the other repository, with its history
  --specs <folder>       where its specs are, in it; by default specs
  --base <git ref>       what its HEAD is compared with; by default HEAD^1

Exit codes: 0 done, 1 refused, and nothing was changed, 2 a wrong option.
`

/** The files of a folder at a commit, by their paths in it. None if the folder did not exist then. */
const filesAt = async (repository: string, ref: string, folder: string): Promise<ReadonlyMap<string, string>> => {
  const { under, textOf } = await filesOf({ ref }, repository)
  const read = (await under(folder)).map(async (path) => [path.slice(folder.length + 1), await textOf(path)] as const)
  return new Map(await Promise.all(read))
}

const sources = "SOURCES.md"

export const takeSpecs = async (
  tool: string,
  { repository, specs, base }: { readonly repository: string; readonly specs: string; readonly base: string },
): Promise<ReadonlyArray<string>> => {
  if ((await git(tool, "status", "--porcelain")) !== "")
    throw new NoBase(`${tool} has changes that are not committed: use a checkout that can be thrown away.`)
  const [before, after] = [await filesAt(repository, base, specs), await filesAt(repository, "HEAD", specs)]
  if (after.size === 0)
    throw new NoBase(`${repository} has no files in ${specs}/ at HEAD: name their folder with --specs.`)
  const ours = await filesAt(tool, "HEAD", "specs")
  const isTaken = (path: string) => ours.has(path) && path !== sources && path !== acceptedBreaks
  const taken = [...before.keys(), ...after.keys()].find(isTaken)
  if (taken !== undefined) throw new NoBase(`${specs}/${taken} has the name of a file of the gate's own: rename it.`)

  /** Their sources follow ours. */
  const put = async (theirs: ReadonlyMap<string, string>) => {
    for (const [path, text] of theirs) {
      const file = join(tool, "specs", path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, path === sources && ours.has(path) ? `${ours.get(path)}\n${text}` : text)
    }
  }
  await rm(join(tool, "specs", acceptedBreaks), { force: true })
  await put(before)
  await git(tool, "add", "--all", "specs")
  const author = ["-c", "user.name=gate", "-c", "user.email=gate@localhost", "-c", "commit.gpgsign=false"]
  await git(tool, ...author, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", `specs at ${basename(base)}`)
  for (const path of before.keys()) await rm(join(tool, "specs", path))
  await put(after)
  return [...after.keys()]
}

if (import.meta.main) {
  const text = { type: "string" } as const
  const given = readOptions(help, { repository: text, specs: text, base: text })
  const repository = given.repository ?? refuse(help, "--repository is missing.")
  try {
    const files = await takeSpecs(root, { repository, specs: given.specs ?? "specs", base: given.base ?? "HEAD^1" })
    process.stdout.write(`${files.join(", ")}\nNext: npm run generate, then npm run gate -- --base HEAD\n`)
  } catch (cause) {
    if (!(cause instanceof NoBase)) throw cause
    process.stderr.write(`${paint("red", cause.message, process.stderr)}\n`)
    process.exitCode = 1
  }
}
