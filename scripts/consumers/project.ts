/** Projects of consumers: empty folders outside the repository with the tarball installed. */
import { rmSync } from "node:fs"
import { copyFile, mkdir, mkdtemp, readdir, realpath, rename, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import type { Consumer, Findings } from "./checks.ts"

/** A folder that is removed when this process ends. */
export const makeFolder = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "consumers-")))
  // Retries, since an interrupted installation may still write for a moment.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  return folder
}

/** The path of the packed tarball. */
export const packedIn = (folder: string): string => join(folder, "packed.tgz")

/** Builds the package and packs it, as `npm publish` would. */
export const pack = async (folder: string): Promise<Findings> => {
  const ran = await run(["npm", "pack", "--pack-destination", folder])
  const name = (await readdir(folder)).find((file) => file.endsWith(".tgz"))
  if (ran.code !== 0 || name === undefined) return [ran.output]
  await rename(join(folder, name), packedIn(folder))
  return []
}

/** Creates the project of a consumer in a folder, and installs what it depends on. */
export const install = async (
  project: string,
  tarball: string,
  { dependencies, programs = [], written = {} }: Consumer,
): Promise<Findings> => {
  await mkdir(project)
  await writeJson(join(project, "package.json"), {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { "token-exchange": `file:${tarball}`, ...dependencies },
    // Packages of runtimes fetch their binary in an install script.
    allowScripts: { node: true, bun: true, deno: true, workerd: true },
  })
  const folder = join(root, "scripts/consumers/programs")
  for (const program of programs) await copyFile(join(folder, program), join(project, basename(program)))
  for (const [name, text] of Object.entries(written)) await writeFile(join(project, name), text)
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--no-update-notifier"]
  return complaints(await run(["npm", "install", "--prefix", project, ...quiet], { cwd: project }))
}

/** The output of a failed command. */
export const complaints = ({ code, output }: { readonly code: number; readonly output: string }): Findings =>
  code === 0 ? [] : [output.trim() || `exit code ${code}`]

export const writeJson = (path: string, value: unknown): Promise<void> => writeFile(path, JSON.stringify(value))

/** The simulator of the installed tarball. Typed by the source: the tarball's own types are for the compilers to check. */
export const loadSimulator = (project: string): Promise<typeof import("../../src/testing.ts")> =>
  import(pathToFileURL(createRequire(join(project, "package.json")).resolve("token-exchange/testing")).href)
