/** The file of a SQLite database: only its owner may read it, and an error about it says what to do. */

/** What an operator does about an error, by what SQLite or the file system says. */
const advice: ReadonlyArray<readonly [pattern: RegExp, then: string]> = [
  [/ENOENT/, "Its folder does not exist: create it first, or give another path."],
  [/EISDIR/, "Give the path of a file in that folder."],
  [/EROFS|readonly/, "Give a path where this user may write."],
  [/EACCES|EPERM|unable to open/, "This user must own the file and may write to its folder, where the journal is."],
  [/not a database/, "Give another path, or restore a backup: the file is another one, or damaged."],
  [/locked/, "Another process has it locked. Let no console hold a transaction, and no older runtime share the file."],
  [/full/, "Make room on the disk, for the journal too."],
]

/** An error of the database at `path`. It quotes no row. */
export const unusable = (path: string, cause: unknown): Error => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const then = advice.find(([pattern]) => pattern.test(reason))?.[1] ?? ""
  return new Error(`The SQLite database ${JSON.stringify(path)} cannot be used: ${reason}. ${then}`.trim(), { cause })
}

/**
 * Creates the file with mode 0600, or takes the rights of group and others from a file that exists. This comes before
 * SQLite opens it: SQLite gives its journal the mode of the database.
 */
export const keepFromOthers = (path: string): void => {
  if (path === "") throw new Error("its path is empty")
  if (path.startsWith("file:")) throw new Error("this is a URI, give the path alone")
  const fs = process.getBuiltinModule("node:fs")
  // A file that exists is never opened here: closing it again would end every lock that SQLite has on it in this
  // process, and another process could then corrupt it.
  if (fs.existsSync(path)) {
    const real = fs.realpathSync(path)
    if (fs.statSync(real).isDirectory()) throw new Error("EISDIR: this is a folder")
    for (const file of ["", "-journal", "-wal", "-shm"].map((end) => `${real}${end}`)) {
      const mode = fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0
      if ((mode & 0o077) !== 0) fs.chmodSync(file, 0o600)
    }
  } else create(fs, path)
}

/** Creates an empty file. Another process may be faster: it has then created it in the same way. */
const create = (fs: typeof import("node:fs"), path: string): void => {
  try {
    fs.closeSync(fs.openSync(path, "wx", 0o600))
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST"
    if (isThere && !fs.existsSync(path))
      throw new Error("this is a link to a file that does not exist", { cause: error })
    if (!isThere) throw error
  }
}
