/** What a working tree is compared with: a commit, and the specs as they stood there. */
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Ran, run } from "../../command.ts"

const git = (...args: ReadonlyArray<string>): Promise<Ran> => run(["git", ...args])

export interface Base {
  /** The commit, or what was given for it. */
  readonly ref: string
  /** Where it comes from, in words: `the merge base with origin/main, 75393cd`. */
  readonly said: string
}

/**
 * What is given; else where this branch left main; else, without such a history, the newest release. Nothing where
 * there is none of these: the first version breaks nobody.
 */
export const findBase = async (given: string | undefined): Promise<Base | undefined> => {
  if (given !== undefined) return { ref: given, said: given }
  for (const main of ["origin/main", "main"]) {
    const { code, stdout } = await git("merge-base", "HEAD", main)
    const commit = stdout.trim()
    if (code === 0) return { ref: commit, said: `the merge base with ${main}, ${commit.slice(0, 7)}` }
  }
  const { stdout } = await git("tag", "--list", "v*", "--sort=-version:refname")
  const release = stdout.split("\n").find((tag) => /^v\d+\.\d+\.\d+$/.test(tag))
  return release === undefined ? undefined : { ref: release, said: `the last release, ${release}` }
}

/** Writes the specs of a commit into a folder, as they stood there. Says whether there is such a commit. */
export const writeSpecsOf = async (base: string, folder: string): Promise<boolean> => {
  const { code, stdout: commit } = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`)
  if (code !== 0) return false
  const { stdout } = await git("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit.trim(), "specs/")
  const files = stdout.split("\0").filter((file) => file.endsWith(".yaml"))
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file)
      const shown = await git("show", `${commit.trim()}:${file}`)
      if (shown.code !== 0) throw new Error(`git cannot show ${file} of ${base}: ${shown.stderr.trim()}`)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, shown.stdout)
    }),
  )
  return true
}
