/** `token-exchange redeem`: one redemption by hand. */
import * as Result from "effect/Result"
import type { RedemptionError } from "../errors.ts"
import type { AnyProvider } from "../operation.ts"
import { plainText } from "../token-set.ts"
import { variableOf } from "../variable.ts"
import { nearest } from "./nearest.ts"
import { readOptions, WrongUsage } from "./options.ts"
import { createFile, type TokenFile } from "./redeem/file.ts"
import { type Outcome, prepare } from "./redeem/send.ts"
import { masked, recoveredText } from "./redeem/shown.ts"
import { collect, type Field, fieldsOf } from "./redeem/values.ts"
import { type AnyOperation, registry } from "./registry.ts"
import { askOn, complain, paint, tell } from "./terminal.ts"

const operations = [...registry].flatMap(([provider, one]) =>
  Object.entries(one.operations).map(([operation, descriptor]) => ({
    provider,
    operation,
    fields: fieldsOf(descriptor),
  })),
)

const listed = operations.map(({ provider, operation, fields }) => {
  const variables = fields.map(
    ({ variable, isOneTime, isRequired }) => `${variable}${isOneTime ? "*" : ""}${isRequired ? "" : "?"}`,
  )
  return `  ${`${provider} ${operation}`.padEnd(24)} ${variables.join(" ")}`
})

const example = operations[0] ?? { provider: "", operation: "" }

export const help = `
Usage: npx token-exchange redeem <provider> <operation> [--base-url <url>] [--out <file>] [--yes]

Presents one grant by hand. Says what it will do, and asks before it sends a grant that a success spends.

  --base-url <url>  where the provider is; by default its variable, such as ${variableOf(example.provider, "baseUrl")}, or production
  --out <file>      takes the tokens as plain text (restoreTokens reads it). It is created with mode 0600 before anything
                    is sent; one that exists is refused. Without it the tokens are shown masked, and are then lost
  --yes             sends without asking

There is no option for a secret, since other users of a machine can read the options of a process. Each value comes from
its variable, and what is not set is asked for on a terminal, without an echo where it is secret:

${listed.join("\n")}

  * a success spends it, or may     ? may be left out     ${variableOf(example.provider, "timeout")}, such as "30 seconds", and the like are read too

For example:

  npx token-exchange redeem ${example.provider} ${example.operation} --out tokens.json
  npx token-exchange redeem ${example.provider} ${example.operation} --base-url http://127.0.0.1:4020

Ctrl-C before it is sent ends it. After that the grant may be spent, so the answer is waited for; a second Ctrl-C ends that.

Exit codes: 0 redeemed, 1 refused or failed, 2 a wrong option, a value that is missing, or a file that exists, 130 Ctrl-C.
`

const advice = "npx token-exchange redeem --help says more."

/** The provider and the operation of that name. */
const find = ([slug = "", name = ""]: ReadonlyArray<string>): { provider: AnyProvider; operation: AnyOperation } => {
  const provider = registry.get(slug)
  if (provider === undefined) {
    const problem = slug === "" ? "Say which provider." : "There is no such provider."
    throw new WrongUsage(`${problem}${nearest(slug, [...registry.keys()])}`, advice)
  }
  const operation = Object.hasOwn(provider.operations, name) ? provider.operations[name] : undefined
  if (operation === undefined) {
    const problem = name === "" ? "Say which operation." : `${slug} has no such operation.`
    throw new WrongUsage(`${problem}${nearest(name, Object.keys(provider.operations))}`, advice)
  }
  return { provider, operation }
}

/** For an option that would be a secret: its variable. */
const secretOption = (name: string): string | undefined => {
  const plain = name.replaceAll("-", "").toLowerCase()
  const fields = operations.flatMap(({ fields }) => fields).filter((field) => field.name.toLowerCase() === plain)
  const variables = [...new Set(fields.map(({ variable }) => variable))]
  return variables.length === 0
    ? undefined
    : `There is no option for this value, which others could read: set ${variables.join(" or ")}, or be asked for it.`
}

const createOut = (path: string | undefined): TokenFile | undefined => {
  const created = Result.try({ try: () => (path === undefined ? undefined : createFile(path)), catch: Object })
  if (Result.isSuccess(created)) return created.success
  const problem = created.failure.code === "EEXIST" ? "exists already" : `cannot be created (${created.failure.code})`
  throw new WrongUsage(`The file of --out ${problem}. Nothing was sent.`, "Name a new file.")
}

/** What will be sent, where, and what becomes of the tokens. */
const plan = ({ descriptor }: AnyOperation, fields: ReadonlyArray<Field>, baseUrl: string, out: string | undefined) => {
  const named = (some: ReadonlyArray<Field>) => some.map(({ name }) => name).join(", ")
  const spent = fields.filter(({ isOneTime }) => isOneTime)
  return [
    `${descriptor.provider}.${descriptor.operationId} at ${baseUrl} is sent ${named(fields)}.`,
    ...(spent.length === 0 ? [] : [`A success spends ${named(spent)}, or may.`]),
    descriptor.tokens.length === 0
      ? "It yields no tokens: it deletes or revokes."
      : out === undefined
        ? "Its tokens are shown masked, and are then lost: --out <file> keeps them."
        : `Its tokens go to ${out}, as plain text, with mode 0600.`,
  ].join("\n")
}

/** Prints what came, and keeps what can be kept. The exit code. */
const report = (
  { tokens, isLate, errors }: Outcome,
  provider: AnyProvider,
  file: TokenFile | undefined,
  success: string,
): number => {
  for (const error of errors) (tokens === undefined ? complain : tell)(described(error))
  if (tokens !== undefined) {
    const path = file?.write(`${plainText(provider.tokens).serializeTokens(tokens)}\n`)
    const what = `${success}${isLate ? ", late" : ""}${path === undefined ? "" : `, and kept in ${path}`}:`
    process.stdout.write(`${paint("green", what)}\n${masked(tokens)}\n`)
    return 0
  }
  for (const error of errors) {
    if (error._tag !== "UnexpectedResponse" || error.recovered === undefined) continue
    const path = file?.write(`${recoveredText(error, error.recovered)}\n`)
    const what = `Of the answer this could be read${path === undefined ? "" : `, and is kept in ${path}`}:`
    process.stdout.write(`${what}\n${masked(error.recovered)}\n`)
    break
  }
  return 1
}

const described = ({ _tag, message }: RedemptionError) => `${_tag}: ${message}`

export const run = async (args: ReadonlyArray<string>): Promise<number> => {
  const { values, words } = readOptions(args, {
    options: { "base-url": { type: "string" }, out: { type: "string" }, yes: { type: "boolean" } },
    places: 2,
    advice,
    unknown: secretOption,
  })
  const { provider, operation } = find(words)
  const { descriptor } = operation
  if (values.out !== undefined && descriptor.tokens.length === 0)
    throw new WrongUsage(`${descriptor.operationId} yields no tokens: leave out --out.`, advice)
  const ask = askOn()
  const fields = fieldsOf(operation)
  const { texts, missing } = await collect(fields, process.env, ask)
  if (missing.length > 0) {
    const lines = missing.map(({ variable, name }) => `\n  ${variable}  ${name}`)
    throw new WrongUsage(`Set these variables, or run on a terminal to be asked for them:${lines.join("")}`, advice)
  }
  const present = fields.filter(({ variable }) => texts.has(variable))
  // Not into the environment itself, where others could read what was typed.
  const baseUrl = variableOf(provider.name, "baseUrl")
  const environment = {
    ...process.env,
    ...Object.fromEntries(texts),
    ...(values["base-url"] !== undefined && { [baseUrl]: values["base-url"] }),
  }
  const prepared = await prepare(provider, descriptor.operationId, environment)
  if (Result.isFailure(prepared)) throw new WrongUsage(prepared.failure.message, advice)
  const { send } = prepared.success

  const asks = fields.some(({ isOneTime }) => isOneTime) || descriptor.tokens.length === 0
  if (asks && !values.yes && ask === undefined)
    throw new WrongUsage("It is sent without asking only with --yes, and there is no terminal to ask on.", advice)
  const { signal, sending, waiting } = endOnSignals()
  const file = createOut(values.out)
  tell(plan(operation, present, prepared.success.baseUrl, values.out))
  if (asks && !values.yes && !/^y(es)?$/i.test((await ask?.("Send it? [y/N] ", false)) ?? ""))
    return complain("Nothing was sent.")

  const given = present.filter(({ isCredential }) => !isCredential)
  const input = Object.fromEntries(given.map(({ name, variable, read }) => [name, read(texts.get(variable) ?? "")]))
  sending()
  const outcome = await send(input, signal, waiting)
  return report(outcome, provider, file, descriptor.tokens.length > 0 ? "Redeemed" : "Done")
}

/**
 * A signal before anything is sent ends the process. The first one after that aborts, which leaves what was sent to its
 * outcome; one while that is waited for ends the process.
 */
const endOnSignals = () => {
  const controller = new AbortController()
  let isUnderWay = false
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (!isUnderWay || controller.signal.aborted) process.exit(130)
      controller.abort()
    })
  }
  const sending = () => {
    isUnderWay = true
  }
  const waiting = () => {
    isUnderWay = false
    tell("It was sent, and there is no answer yet. One that comes late is waited for; Ctrl-C ends that.")
  }
  return { signal: controller.signal, sending, waiting }
}
