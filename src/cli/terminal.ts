/** What is printed and asked. Colour, and questions, on a terminal only. */
import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { styleText } from "node:util"

/** Colours `text` if `stream` is a terminal and NO_COLOR is not set. */
export const paint = (
  style: Parameters<typeof styleText>[0],
  text: string,
  stream: NodeJS.WriteStream = process.stdout,
): string => styleText(style, text, { stream })

/** Prints a text, and gives the exit code 0. */
export const say = (text: string): number => {
  process.stdout.write(`${text.trim()}\n`)
  return 0
}

/** Prints what is wrong, and gives the exit code 1. */
export const complain = (text: string): number => {
  process.stderr.write(`${paint("red", text, process.stderr)}\n`)
  return 1
}

/** Prints what happens, beside the result. */
export const tell = (text: string): void => void process.stderr.write(`${text}\n`)

/** Asks a question and gives the answer; `isSecret` shows nothing of it. */
export type Ask = (question: string, isSecret: boolean) => Promise<string>

/** Whether a stream is one. */
interface Terminal {
  readonly isTTY?: boolean
}

/** None without a terminal. Ctrl-C at a question ends the process. */
export const askOn = (
  input: NodeJS.ReadableStream & Terminal = process.stdin,
  output: NodeJS.WritableStream & Terminal = process.stderr,
): Ask | undefined => {
  if (!input.isTTY || !output.isTTY) return undefined
  return async (question, isSecret) => {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    // Made before the question is shown, so that typing ahead is not echoed.
    const terminal = createInterface({ input, output: isSecret ? silent : output, terminal: true })
    // Ctrl-C, or the end of what is typed.
    for (const event of ["SIGINT", "close"]) terminal.once(event, () => process.exit(130))
    if (isSecret) output.write(question)
    const answer = await terminal.question(isSecret ? "" : question)
    terminal.removeAllListeners("close").close()
    if (isSecret) output.write("\n")
    return answer.trim()
  }
}
