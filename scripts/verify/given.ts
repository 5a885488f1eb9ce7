/**
 * The real values of an allowed operation, from the environment or a prompt. The spec tells which fields there are and
 * which a success spends.
 */

import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import type { Contract } from "../../contracts/evidence/located.ts"
import { variableOf } from "../../src/config.ts"
import type { Allowed, Field, Verifiable } from "./cases.ts"
import { secretNames } from "./run.ts"

/** A value that is missing, or a malformed line of `CREDENTIALS`. Without any value. */
export class ValuesUnreadable extends Error {}

interface Wanted {
  readonly field: Field
  readonly variable: string
  readonly operation: string
}

const wordsOf = ({ field, operation }: Wanted) =>
  `\`${field.name}\` of ${operation}${field.isOneTime ? ", which a success spends" : ""}`

const missingValues = (missing: ReadonlyArray<Wanted>) => {
  const lines = missing.map((one) => `  ${one.variable}: ${wordsOf(one)}`)
  return new ValuesUnreadable(`Set these variables, or run on a terminal to be asked for them:\n${lines.join("\n")}`)
}

/** Splits the variable `CREDENTIALS`, lines of NAME=value, into variables. A variable that is already set is kept. */
const spreadCredentials = (environment: NodeJS.ProcessEnv): void => {
  const lines = (environment.CREDENTIALS ?? "").split(/\r?\n/)
  delete environment.CREDENTIALS
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue
    const [, name, value] = /^([A-Z]\w*)=(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined)
      throw new ValuesUnreadable(`CREDENTIALS: line ${index + 1} is not NAME=value.`)
    environment[name] ??= value
  }
}

/** Prompts for a value without showing it. Absent without a terminal. */
export type Ask = ((question: string) => Promise<string>) | undefined

/**
 * The real values of each allowed operation, by field, from the variables, from `CREDENTIALS`, and then from the terminal.
 * A one-time field that an earlier operation answers with is not needed: `refresh` comes from a login in the same run.
 * Each value is removed from the environment.
 */
export const collect = async (
  contract: Contract,
  allowed: ReadonlyArray<Verifiable>,
  environment: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<ReadonlyArray<Allowed>> => {
  spreadCredentials(environment)
  const coming = new Set<string>()
  const wanted = allowed.map((verifiable) => {
    const { provider, operationId: operation } = verifiable.operation
    const fields = verifiable.fields.map((field) => ({
      field,
      variable: variableOf(provider, field.name),
      operation,
      isNeeded: field.isRequired && !(field.isOneTime && coming.has(field.name)),
    }))
    for (const name of secretNames(contract, verifiable.operation)) coming.add(name)
    return { verifiable, fields }
  })
  const every = wanted.flatMap(({ fields }) => fields)
  const values = new Map(every.map(({ variable }) => [variable, environment[variable] ?? ""]))
  for (const { variable } of every) delete environment[variable]
  const missing = every.filter(({ variable, isNeeded }) => isNeeded && values.get(variable) === "")
  if (missing.length > 0 && ask === undefined) throw missingValues(missing)
  for (const one of missing) {
    if (values.get(one.variable) !== "") continue
    const value = (await ask?.(`${wordsOf(one)} (${one.variable} is not set): `)) ?? ""
    if (value === "") throw missingValues([one])
    values.set(one.variable, value)
  }
  return wanted.map(({ verifiable, fields }) => ({
    verifiable,
    values: new Map(
      fields.flatMap(({ field, variable }) => {
        const value = values.get(variable) ?? ""
        return value === "" ? [] : [[field.name, value]]
      }),
    ),
  }))
}

/** Prompts on a terminal, without an echo. Ctrl-C ends the run. */
export const askOnTerminal = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask => {
  if (!input.isTTY || !output.isTTY) return undefined
  return async (question) => {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    // Before the question, so that typing ahead is not echoed.
    const terminal = createInterface({ input, output: silent, terminal: true })
    terminal.once("SIGINT", () => process.exit(130))
    output.write(question)
    const value = await terminal.question("")
    terminal.close()
    output.write("\n")
    return value.trim()
  }
}
