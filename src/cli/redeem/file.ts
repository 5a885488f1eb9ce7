/** The file that takes the tokens. It is there, and its owner's alone, before anything is sent. */
import { fsyncSync, openSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface TokenFile {
  /** Writes all, and gives the path once it is on the disk: of another file, where this one cannot be written. */
  readonly write: (text: string) => string
}

/** Creates the file with mode 0600. It is removed again when the process ends and nothing was written. */
export const createFile = (path: string, writeTo: (file: number, text: string) => void = writeFileSync): TokenFile => {
  const file = openSync(path, "wx", 0o600)
  let isWritten = false
  process.once("exit", () => {
    if (!isWritten) rmSync(path, { force: true })
  })
  return {
    write: (text) => {
      try {
        writeTo(file, text)
        fsyncSync(file)
        isWritten = true
        return path
      } catch {
        // The user has no other copy of the tokens: another disk may take them.
        const other = join(tmpdir(), `token-exchange-${crypto.randomUUID()}.json`)
        writeFileSync(other, text, { flag: "wx", mode: 0o600, flush: true })
        return other
      }
    },
  }
}
