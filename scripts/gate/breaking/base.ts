/** The base of the comparison: a commit and its files. */
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Ran, run } from "../../../contracts/process.ts"
import { root } from "../../../contracts/spec/specs.ts"

const git = (repository: string, ...args: ReadonlyArray<string>): Promise<Ran> =>
  run(["git", ...args], { cwd: repository })

export interface Base {
  /** The commit, or the given ref. */
  readonly ref: string
  /** A description: `the merge base with origin/main, 75393cd`. */
  readonly label: string
}

/**
 * The given ref; else the merge base with main; else the newest release. Nothing if there is none: the first version
 * breaks nobody.
 */
export const findBase = async (given: string | undefined, repository = root): Promise<Base | undefined> => {
  if (given !== undefined) return { ref: given, label: given }
  for (const main of ["origin/main", "main"]) {
    const { code, stdout } = await git(repository, "merge-base", "HEAD", main)
    const commit = stdout.trim()
    if (code === 0) return { ref: commit, label: `the merge base with ${main}, ${commit.slice(0, 7)}` }
  }
  const { stdout } = await git(repository, "tag", "--list", "v*", "--sort=-version:refname")
  const release = stdout.split("\n").find((tag) => /^v\d+\.\d+\.\d+$/.test(tag))
  return release === undefined ? undefined : { ref: release, label: `the last release, ${release}` }
}

/** A commit whose files can be read. */
export interface Commit {
  /** The files under a folder, by their paths from the repository's root. */
  readonly filesUnder: (folder: string) => Promise<ReadonlyArray<string>>
  /** Those that the working tree lacks or changed. */
  readonly changedUnder: (folder: string) => Promise<ReadonlyArray<string>>
  readonly textOf: (file: string) => Promise<string>
}

/** The commit of a ref, if there is one. */
export const readCommit = async (ref: string, repository = root): Promise<Commit | undefined> => {
  const found = await git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`)
  if (found.code !== 0) return undefined
  const commit = found.stdout.trim()
  return {
    filesUnder: async (folder) => {
      const { stdout } = await git(
        repository,
        "ls-tree",
        "-r",
        "-z",
        "--name-only",
        "--full-tree",
        commit,
        `${folder}/`,
      )
      return stdout.split("\0").filter((file) => file !== "")
    },
    changedUnder: async (folder) => {
      const names = ["--name-only", "--no-renames", "--diff-filter=a", "-z"]
      const { stdout } = await git(repository, "diff", ...names, commit, "--", `${folder}/`)
      return stdout.split("\0").filter((file) => file !== "")
    },
    textOf: async (file) => {
      const { code, stdout, stderr } = await git(repository, "show", `${commit}:${file}`)
      if (code !== 0) throw new Error(`git cannot show ${file} of ${ref}: ${stderr.trim()}`)
      return stdout
    },
  }
}

/** Writes the specs of a commit into a folder. */
export const writeSpecsOf = async ({ filesUnder, textOf }: Commit, folder: string): Promise<void> => {
  const files = (await filesUnder("specs")).filter((file) => file.endsWith(".yaml"))
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, await textOf(file))
    }),
  )
}
