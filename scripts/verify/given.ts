/**
 * The real values of an allowed operation, from the environment or a prompt. The spec tells which fields there are and
 * which a success spends.
 */
import { variableOf } from "../../src/config.ts"
import type { Allowed, Field, Verifiable } from "./cases.ts"

/** Missing values of an allowed operation. */
export class ValuesMissing extends Error {
  constructor(
    missing: ReadonlyArray<{ readonly variable: string; readonly operation: string; readonly field: Field }>,
  ) {
    const lines = missing.map(({ variable, operation, field }) => {
      const spent = field.isOneTime ? ", which a success spends" : ""
      return `  ${variable}: \`${field.name}\` of ${operation}${spent}`
    })
    super(`Set these variables, or run on a terminal to be asked for them:\n${lines.join("\n")}`)
  }
}

/** A malformed line of `CREDENTIALS`: its number, without its text. */
export class CredentialsUnreadable extends Error {
  constructor(line: number) {
    super(`CREDENTIALS: line ${line} is not NAME=value.`)
  }
}

/** Splits the variable `CREDENTIALS`, lines of NAME=value, into variables. A variable that is already set is kept. */
export const spreadCredentials = (environment: NodeJS.ProcessEnv): void => {
  const lines = (environment.CREDENTIALS ?? "").split(/\r?\n/)
  delete environment.CREDENTIALS
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue
    const [, name, value] = /^([A-Z]\w*)=(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new CredentialsUnreadable(index + 1)
    environment[name] ??= value
  }
}

/** Prompts for a value without showing it. Absent without a terminal. */
export type Ask = ((question: string) => Promise<string>) | undefined

/**
 * The real values of each allowed operation, by field. A one-time field that an earlier operation answers with is not
 * needed: `refresh` comes from a login in the same run. Each value is removed from the environment.
 */
export const collect = async (
  allowed: ReadonlyArray<Verifiable>,
  answered: (operation: Verifiable) => ReadonlyArray<string>,
  environment: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<ReadonlyArray<Allowed>> => {
  const coming = new Set<string>()
  const wanted = allowed.map((verifiable) => {
    const { provider, operationId } = verifiable.operation
    const fields = verifiable.fields.map((field) => {
      const variable = variableOf(provider, field.name)
      const isAsked = field.isRequired && !(field.isOneTime && coming.has(field.name))
      return { field, variable, operation: operationId, value: environment[variable] ?? "", isAsked }
    })
    for (const name of answered(verifiable)) coming.add(name)
    return { verifiable, fields }
  })
  const missing = wanted.flatMap(({ fields }) => fields.filter(({ value, isAsked }) => isAsked && value === ""))
  if (missing.length > 0 && ask === undefined) throw new ValuesMissing(missing)
  const asked = new Map<string, string>()
  for (const { variable, field, operation } of missing) {
    if (ask === undefined || asked.has(variable)) continue
    const spent = field.isOneTime ? ", which a success spends" : ""
    const value = await ask(`\`${field.name}\` of ${operation}${spent} (${variable} is not set): `)
    if (value === "") throw new ValuesMissing([{ variable, operation, field }])
    asked.set(variable, value)
  }
  for (const { variable } of wanted.flatMap(({ fields }) => fields)) delete environment[variable]
  return wanted.map(({ verifiable, fields }) => ({
    verifiable,
    values: new Map(
      fields.flatMap(({ field, variable, value }) => {
        const given = value === "" ? asked.get(variable) : value
        return given === undefined ? [] : [[field.name, given]]
      }),
    ),
  }))
}

/** Prompts on a terminal, without an echo. Ctrl-C ends the run. */
export const askOnTerminal = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask => {
  if (!input.isTTY || !output.isTTY) return undefined
  return (question) =>
    new Promise((resolve) => {
      let typed = ""
      // First, so that typing ahead is not echoed.
      input.setRawMode(true).setEncoding("utf8").resume()
      output.write(question)
      const done = () => {
        input.off("data", read).pause().setRawMode(false)
        output.write("\n")
      }
      const read = (text: string) => {
        for (const letter of text) {
          if (letter === "\u0003") {
            done()
            process.exit(130)
          }
          if (letter === "\r" || letter === "\n") {
            done()
            return resolve(typed.trim())
          }
          typed = letter === "\u007f" || letter === "\b" ? typed.slice(0, -1) : typed + letter
        }
      }
      input.on("data", read)
    })
}
