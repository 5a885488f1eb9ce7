/**
 * Options of a command. Node's own parser reads them: Effect's needs `@effect/platform-node`, which nobody should have to
 * install for two commands.
 */
import { type ParseArgsConfig, parseArgs } from "node:util"
import { nearest } from "./nearest.ts"

/** The command line is wrong: exit 2. `advice` is how it is right. Neither quotes a value, which may be a secret. */
export class WrongUsage extends Error {
  readonly advice: string
  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

interface Usage<Options> {
  readonly options: Options
  /** What may stand beside the options, at most. */
  readonly places: number
  readonly advice: string
  /** What to say of an option that is unknown, if there is more to say. */
  readonly unknown?: (name: string) => string | undefined
}

/** @throws {WrongUsage} for an unknown option, a missing value, or a word too many. */
export const readOptions = <const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: ReadonlyArray<string>,
  { options, places, advice, unknown }: Usage<Options>,
) => {
  const refuse = (problem: string): never => {
    throw new WrongUsage(problem, advice)
  }
  const known: NonNullable<ParseArgsConfig["options"]> = options
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true })
  for (const token of tokens) {
    if (token.kind !== "option") continue
    const { name, value } = token
    const option = Object.hasOwn(known, name) ? known[name] : undefined
    if (option === undefined)
      return refuse(unknown?.(name) ?? `There is no such option.${nearest(`--${name}`, namesOf(known))}`)
    if (option.type === "boolean" && value !== undefined) return refuse(`--${name} takes no value.`)
    if (option.type === "string" && (value === undefined || value === "" || value.startsWith("-")))
      return refuse(`--${name} takes a value.`)
  }
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  if (positionals.length > places) return refuse("There is a word too many.")
  return { values, words: positionals }
}

const namesOf = (options: object) => [...Object.keys(options), "help"].map((name) => `--${name}`)
