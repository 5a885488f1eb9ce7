/** Puts the specs of another repository beside ours, so that the gate says whether its change breaks callers. */
import { existsSync } from "node:fs"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { run } from "../../contracts/process.ts"
import { acceptedBreaks, root } from "../../contracts/spec/specs.ts"
import { paint, readOptions, refuse } from "../terminal.ts"
import { filesOf, git, NoBase, specsFrom } from "./breaking/base.ts"

const beginAgain = "git reset --hard HEAD^1 && git clean -fd"

const help = `
Usage: npm run specs-from -- --repository <folder> [--specs <folder in it>] [--base <git ref>]

For a clone of this repository that is thrown away, as .github/workflows/gate.yml makes one. Takes the specs of
another repository: commits those of its base here, then puts those of its HEAD in their place. What is not committed
there is not read. Its SOURCES.md is added to ours, its ${acceptedBreaks} takes the place of ours; a file with the name
of another of ours is refused.

Then: npm run breaking -- --base HEAD    who breaks, in a second
      npm run generate, then npm run gate -- --base HEAD
To begin again, or with other specs: ${beginAgain}

  --repository <folder>  a clone of the other repository, with its history
  --specs <folder>       where its specs are, in it; by default specs
  --base <git ref>       what its HEAD is compared with; by default HEAD^1

Exit codes: 0 done, 1 refused, and nothing was changed, 2 a wrong option.
`

/** The files of a folder at a commit, by their paths in it. None if the folder did not exist then. */
const filesAt = async (repository: string, ref: string, folder: string): Promise<ReadonlyMap<string, string>> => {
  const { under, textOf } = await filesOf({ ref }, repository)
  const files = new Map<string, string>()
  for (const path of await under(folder)) files.set(path.slice(folder.length + 1), await textOf(path))
  return files
}

const sources = "SOURCES.md"

const mustBeFresh = async (tool: string): Promise<void> => {
  if (
    (await git(tool, "rev-parse", "HEAD")) ===
    (await git(tool, "config", "--local", "--default", "", "--get", specsFrom))
  )
    throw new NoBase(
      `An earlier run of specs-from has committed specs here, and put others in their place. To begin again: ${beginAgain}`,
    )
  if ((await git(tool, "status", "--porcelain")) !== "")
    throw new NoBase(`${tool} has changes that are not committed. Commit them, or use a clone that can be thrown away.`)
}

/** Both commits, of a repository that is one. */
const mustHave = async (repository: string, base: string): Promise<void> => {
  if (!existsSync(repository)) throw new NoBase(`${repository}: there is no such folder.`)
  const knows = async (...args: ReadonlyArray<string>) =>
    (await run(["git", "rev-parse", "--quiet", ...args], { cwd: repository })).code === 0
  if (!(await knows("--git-dir")))
    throw new NoBase(`${repository} is not a git repository, and the gate compares two commits of one.`)
  const has = (ref: string) => knows("--verify", "--end-of-options", `${ref}^{commit}`)
  if (!(await has("HEAD")))
    throw new NoBase(`${repository} has no commit HEAD. Only what is committed is read: commit its specs.`)
  if (!(await has(base)))
    throw new NoBase(
      `${repository} has no commit ${base}. The base is a commit before the change: commit the change on top, or name one with --base. A shallow clone lacks earlier commits: git fetch --unshallow.`,
    )
}

export const takeSpecs = async (
  tool: string,
  { repository, specs, base }: { readonly repository: string; readonly specs: string; readonly base: string },
): Promise<ReadonlyArray<string>> => {
  await mustBeFresh(tool)
  await mustHave(repository, base)
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
  await git(tool, "config", "--local", specsFrom, (await git(tool, "rev-parse", "HEAD")).trim())
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
    process.stdout.write(`${files.join(", ")}
The specs of the base are committed here, those of the change are not: the base is HEAD.
Next: npm run breaking -- --base HEAD, or npm run generate, then npm run gate -- --base HEAD
To begin again: ${beginAgain}
`)
  } catch (cause) {
    if (!(cause instanceof NoBase)) throw cause
    process.stderr.write(`${paint("red", cause.message, process.stderr)}\n`)
    process.exitCode = 1
  }
}
