/** Projects of consumers: empty folders outside the repository with the tarball installed. */
import { rmSync } from "node:fs"
import { copyFile, mkdir, mkdtemp, readdir, realpath, rename, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"

/** Findings of a check. */
export type Findings = ReadonlyArray<string>

export interface Workplace {
  readonly folder: string
  readonly tarball: string
}

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

export interface Manifest {
  readonly dependencies: { readonly [name: string]: string }
  /** Programs to copy into the project, by their names in `programs/`. */
  readonly programs?: ReadonlyArray<string>
  /** Programs to write into the project, by name. */
  readonly written?: { readonly [name: string]: string }
}

/** Creates a project with these dependencies and programs, and returns its folder. */
export const makeProject = async (
  { folder, tarball }: Workplace,
  name: string,
  { dependencies, programs = [], written = {} }: Manifest,
): Promise<string> => {
  const project = join(folder, name)
  await mkdir(project)
  await writeJson(join(project, "package.json"), {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { "token-exchange": `file:${tarball}`, ...dependencies },
    // Packages of runtimes fetch their binary in an install script.
    allowScripts: { node: true, bun: true, deno: true, workerd: true },
  })
  for (const program of programs) {
    await copyFile(join(root, "scripts/consumers/programs", program), join(project, basename(program)))
  }
  for (const [name, text] of Object.entries(written)) await writeFile(join(project, name), text)
  return project
}

/** Installs what a project depends on. */
export const install = async (project: string): Promise<Findings> => {
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--no-update-notifier"]
  return complaints(await run(["npm", "install", "--prefix", project, ...quiet], { cwd: project }))
}

/** The output of a failed command. */
export const complaints = ({ code, output }: { readonly code: number; readonly output: string }): Findings =>
  code === 0 ? [] : [output.trim() || `exit code ${code}`]

export const writeJson = (path: string, value: unknown): Promise<void> => writeFile(path, JSON.stringify(value))
