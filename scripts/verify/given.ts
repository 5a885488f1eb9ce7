/**
 * The real values of an allowed operation, from the environment or a prompt. The spec tells which fields there are and
 * which a success spends.
 */
import type { Contract } from "../../contracts/evidence/located.ts"
import type { Ask } from "../../src/cli/terminal.ts"
import { variableOf } from "../../src/variable.ts"
import { type Allowed, secretNames, type Verifiable } from "./cases.ts"

/** A value that is missing, or a malformed line of `CREDENTIALS`. Without any value. */
export class ValuesUnreadable extends Error {}

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

/** Nothing else is certain to arrive as it was, and what sends it would quote it in an error. */
const isHeaderText = (text: string) => /^([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?$/.test(text)

/**
 * The real values of each allowed operation, by field, from the variables, from `CREDENTIALS`, and then from the terminal.
 * A one-time field that an earlier operation answers with is not needed: `refresh` comes from a login in the same run.
 * Each value is removed from the environment.
 */
export const collect = async (
  contract: Contract,
  allowed: ReadonlyArray<Verifiable>,
  environment: NodeJS.ProcessEnv,
  ask: Ask | undefined,
): Promise<ReadonlyArray<Allowed>> => {
  spreadCredentials(environment)
  const coming = new Set<string>()
  const wanted = allowed.flatMap((verifiable) => {
    const { provider, operationId } = verifiable.operation
    const open = verifiable.fields.filter(({ constant }) => constant === undefined)
    const fields = open.map(({ name, isRequired, isOneTime, isInHeader }) => ({
      verifiable,
      name,
      isInHeader,
      variable: variableOf(provider, name),
      what: `\`${name}\` of ${operationId}${isOneTime ? ", which a success spends" : ""}`,
      isNeeded: isRequired && !(isOneTime && coming.has(name)),
    }))
    for (const name of secretNames(contract, verifiable.operation)) coming.add(name)
    return fields
  })
  const values = new Map(wanted.map(({ variable }) => [variable, environment[variable] ?? ""]))
  for (const { variable } of wanted) delete environment[variable]
  const isMissing = ({ variable, isNeeded }: (typeof wanted)[number]) => isNeeded && values.get(variable) === ""
  if (ask !== undefined) {
    for (const one of wanted)
      if (isMissing(one)) values.set(one.variable, await ask(`${one.what} (${one.variable} is not set): `, true))
  }
  const missing = wanted.filter(isMissing).map(({ variable, what }) => `\n  ${variable}: ${what}`)
  if (missing.length > 0)
    throw new ValuesUnreadable(`Set these variables, or run on a terminal to be asked for them:${missing.join("")}`)
  const unfit = wanted.find(({ variable, isInHeader }) => isInHeader && !isHeaderText(values.get(variable) ?? ""))
  if (unfit !== undefined)
    throw new ValuesUnreadable(`${unfit.variable} goes into a header: it must be one line of visible ASCII.`)
  return allowed.map((verifiable) => {
    const own = wanted.filter((one) => one.verifiable === verifiable)
    const given = own.map(({ name, variable }) => [name, values.get(variable) ?? ""] as const)
    return { verifiable, values: new Map(given.filter(([, value]) => value !== "")) }
  })
}
