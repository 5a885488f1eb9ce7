/** A command that runs until it is disposed of, once it has printed what it is waited for. */
import { run } from "../../contracts/process.ts"

export interface Started extends AsyncDisposable {
  /** What it printed that was waited for. */
  readonly match: string
  /** What it had printed until then. */
  readonly output: string
}

/** Rejects where the command ends before, with all that it printed. */
export const start = (
  command: ReadonlyArray<string>,
  wanted: RegExp,
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Started> =>
  new Promise((resolve, reject) => {
    const ending = new AbortController()
    let output = ""
    const heard = (text: string) => {
      output += text
      const [match] = wanted.exec(output) ?? []
      if (match !== undefined) resolve({ match, output, [Symbol.asyncDispose]: end })
    }
    const ran = run(command, { ...options, signal: ending.signal, heard })
    const end = async () => {
      ending.abort()
      await ran
    }
    ran.then(({ output }) => reject(new Error(`It ended before it was ready:\n${output}`)), reject)
  })
