/** Command-line output: help, colour on a terminal only, one line of progress, exit codes. */
import { type ParseArgsConfig, parseArgs, styleText } from "node:util"

type Style = Parameters<typeof styleText>[0]

/** Colours `text` if `stream` is a terminal and NO_COLOR is not set. What reads specs alone, such as `breaking`, needs no src/. */
export const paint = (style: Style, text: string, stream: NodeJS.WriteStream = process.stdout) =>
  styleText(style, text, { stream })

/** Ends the process for a wrong option: the problem, then the help, and exit 2. */
export const refuse = (help: string, problem: string): never => {
  process.stderr.write(`${problem}\n\n${help.trim()}\n`)
  process.exit(2)
}

/** Reads the command line. Prints `help` for `--help`; an unknown option is exit 2, with the help. */
export const readOptions = <Options extends NonNullable<ParseArgsConfig["options"]>>(
  help: string,
  options: Options,
) => {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } }, strict: true })
    if ("help" in values && values.help === true) {
      process.stdout.write(`${help.trim()}\n`)
      process.exit(0)
    }
    return values
  } catch (cause) {
    return refuse(help, cause instanceof Error ? cause.message : String(cause))
  }
}

export const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** One line that is rewritten on a terminal, and written once per change elsewhere. */
export const progress = (stream: NodeJS.WriteStream = process.stderr) => {
  let last = ""
  return {
    show(text: string) {
      if (text === last) return
      last = text
      if (stream.isTTY) stream.write(`\r\x1b[2K${paint("dim", text, stream)}`)
      else stream.write(`${text}\n`)
    },
    clear() {
      if (stream.isTTY) stream.write("\r\x1b[2K")
    },
  }
}

/** On Ctrl-C, or when its terminal goes, runs the exit handlers and ends the process as a shell expects. */
export const endOnSignals = () => {
  process.once("SIGHUP", () => process.exit(129))
  process.once("SIGINT", () => process.exit(130))
  process.once("SIGTERM", () => process.exit(143))
}
