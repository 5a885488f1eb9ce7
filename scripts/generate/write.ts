/** Compares generated files with those in the repository, and replaces them: all or none, whatever ends the process. */
import { renameSync } from "node:fs"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"

const root = join(import.meta.dirname, "../..")

/** This folder contains only generated files. */
export const generated = "generated"

/** Path from the root → text, for every generated file. */
export type Files = ReadonlyMap<string, string>

export type Changes = ReadonlyArray<{ readonly path: string; readonly state: "stale" | "missing" | "orphaned" }>

/** What differs between `files` and the repository. An orphaned file has no spec any more. */
export const compare = async (files: Files, at = root): Promise<Changes> => {
  const present = await readdir(join(at, generated)).catch((): Array<string> => [])
  const differing = await Promise.all(
    [...files].map(async ([path, text]): Promise<Changes> => {
      const found = await readFile(join(at, path), "utf8").catch(() => undefined)
      return found === text ? [] : [{ path, state: found === undefined ? "missing" : "stale" }]
    }),
  )
  const orphaned = present
    .map((name) => `${generated}/${name}`)
    .filter((path) => !files.has(path))
    .map((path) => ({ path, state: "orphaned" as const }))
  return [...differing.flat(), ...orphaned]
}

/** Updates the files and returns what changed. The folder is replaced as a whole: there is never a part of it. */
export const write = async (files: Files, at = root): Promise<Changes> => {
  const changes = await compare(files, at)
  const changed = changes.filter(({ state }) => state !== "orphaned").map(({ path }) => path)
  const inFolder = (path: string) => path.startsWith(`${generated}/`)
  for (const path of changed) if (!inFolder(path)) await replaceFile(join(at, path), files.get(path) ?? "")
  if (!changes.some(({ path }) => inFolder(path))) return changes
  await clearStagings(at)
  // Beside the folder, since a rename does not cross file systems.
  const staging = join(at, `${prefix}${process.pid}`)
  try {
    await mkdir(join(staging, "new"), { recursive: true })
    for (const [path, text] of files) {
      if (inFolder(path)) await writeFile(join(staging, "new", basename(path)), text)
    }
    if (swap(join(at, generated), staging)) return changes
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  for (const path of changed) if (inFolder(path)) await replaceFile(join(at, path), files.get(path) ?? "")
  const orphaned = changes.filter(({ state }) => state === "orphaned")
  for (const { path } of orphaned) await rm(join(at, path), { recursive: true })
  return changes
}

/** Puts the new folder in place. `false` where the old one cannot be moved, such as a mounted one. */
const swap = (folder: string, staging: string): boolean => {
  try {
    renameSync(folder, join(staging, "old"))
  } catch (cause) {
    if (codeOf(cause) !== "ENOENT") return false
  }
  try {
    renameSync(join(staging, "new"), folder)
    return true
  } catch (cause) {
    renameSync(join(staging, "old"), folder)
    throw cause
  }
}

/** Replaces one file by a rename, so that it is never half-written. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}`)
  await writeFile(beside, text)
  await rename(beside, path)
}

const prefix = ".generated-"

/** Removes what processes left that were killed. */
const clearStagings = async (at: string): Promise<void> => {
  for (const name of await readdir(at)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      await rm(join(at, name), { recursive: true, force: true })
    }
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return codeOf(cause) === "EPERM"
  }
}

const codeOf = (cause: unknown) => (cause instanceof Error && "code" in cause ? cause.code : undefined)
