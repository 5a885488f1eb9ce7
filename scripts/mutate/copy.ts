/**
 * A copy of the repository to break: tracked and untracked files, links to the installed packages, and one commit to
 * compare with and to reset to.
 */
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { type Ran, run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import type { Mutant } from "./mutant.ts"

export interface Copy {
  readonly folder: string
  /** Inserts a mutant as the only difference to the repository. */
  readonly put: (mutant: Mutant) => Promise<void>
  /** Resets the copy, and keeps the tools' caches. */
  readonly restore: () => Promise<void>
}

const makeCopy = async (folder: string): Promise<Copy> => {
  const git = async (...args: ReadonlyArray<string>): Promise<Ran> => {
    const ran = await run(["git", "-c", "user.name=mutate", "-c", "user.email=mutate@localhost", ...args], {
      cwd: folder,
    })
    if (ran.code !== 0) throw new Error(`git ${args[0]} failed:\n${ran.output}`)
    return ran
  }
  const { stdout } = await run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
  for (const file of stdout.split("\0").filter((name) => name !== "")) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    // A deleted file that is still tracked cannot be copied.
    await cp(join(root, file), join(folder, file)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOENT") throw cause
    })
  }
  // Its own folder, since tools keep their caches in it.
  await mkdir(join(folder, "node_modules"))
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name.startsWith(".") && name !== ".bin") continue
    await symlink(join(root, "node_modules", name), join(folder, "node_modules", name))
  }
  await git("init", "--quiet", "--initial-branch=main")
  await git("add", "--all")
  await git("commit", "--quiet", "--no-verify", "--message", "As it is")
  return {
    folder,
    put: ({ file, text }) => writeFile(join(folder, file), text()),
    restore: async () => {
      await git("checkout", "--quiet", "--", ".")
      await git("clean", "--quiet", "--force", "-d")
    },
  }
}

/** Copies in a temporary folder, and their removal. */
export const makeCopies = async (
  count: number,
): Promise<{ readonly copies: ReadonlyArray<Copy>; readonly parent: string }> => {
  const parent = await mkdtemp(join(tmpdir(), "token-exchange-mutate-"))
  try {
    const folders = Array.from({ length: count }, (_, index) => join(parent, String(index + 1)))
    await Promise.all(folders.map((folder) => mkdir(folder)))
    return { copies: await Promise.all(folders.map(makeCopy)), parent }
  } catch (cause) {
    await rm(parent, { recursive: true, force: true })
    throw cause
  }
}
