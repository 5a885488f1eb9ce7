/** `npm run verify`: where a live provider departs from its spec. */
import type { Contract } from "../contracts/evidence/located.ts"
import { bin, run } from "../contracts/process.ts"
import { judgeOf } from "../contracts/spec/judge.ts"
import { BrokenSpec, readSpecs, type Spec } from "../contracts/spec/specs.ts"
import { askOn } from "../src/cli/terminal.ts"
import { variableOf } from "../src/variable.ts"
import { endOnSignals, paint, progress, readOptions } from "./terminal.ts"
import { casesOf, groups, verifiableOf } from "./verify/cases.ts"
import { collect, ValuesUnreadable } from "./verify/given.ts"
import { record } from "./verify/record.ts"
import { summary, table, writeReport } from "./verify/report.ts"
import { verify } from "./verify/run.ts"
import { makeWitness } from "./verify/witness.ts"

const specs = await readSpecs().catch((cause: unknown) => {
  if (!(cause instanceof BrokenSpec)) throw cause
  process.stderr.write(`${paint("red", cause.message, process.stderr)}\n`)
  process.exit(1)
})
const contracts = new Map(specs.map((spec): [string, Contract] => [spec.provider, { spec, judge: judgeOf(spec) }]))
/** The variables of an operation, for the help. */
const variables = [...contracts.values()].flatMap((contract) =>
  verifiableOf(contract).map(({ operation, fields }) => {
    const open = fields.filter(({ constant }) => constant === undefined)
    const names = open.map(({ name, isOneTime }) => `${variableOf(operation.provider, name)}${isOneTime ? "*" : ""}`)
    return `  ${`${operation.provider} ${operation.operationId}`.padEnd(24)} ${names.join(" ")}`
  }),
)

const help = `
Usage: npm run verify -- --provider <provider> --base-url <url> [options]

Sends requests to a live provider or a sandbox, and reports where its answers depart from its spec. Each request is sent
once; a check of our own and Prism's judge the answer.

What is sent:
  always               requests that the spec refuses, and one well-formed request per operation; every value in them is
                       fake, so that nothing can be granted or spent
  with --allow <op>    also, to that operation, your credentials with a fake grant, and then one redemption of your
                       own grant. It is spent; the tokens that come back are checked, and thrown away
Nothing is sent twice. No redirect is followed.

Options:
  --provider <name>    ${specs.map(({ provider }) => provider).join(", ")}
  --base-url <url>     its base URL. Production: ${specs.map(({ servers }) => servers[0]).join(", ")}
  --allow <operation>  an operation that may be redeemed for real; again, or with commas, for several
  --slow <ms>          an answer that takes longer is a departure; by default 10000
  --record             keep what was observed, with made-up values, as new files in contracts/recorded/

Values for --allow come from the environment, each from its variable or from a line NAME=value of the variable
CREDENTIALS. A value that is not set is prompted for on a terminal, without an echo.
A star marks a one-time value; \`refresh\` may also come from an operation that was allowed before it.
${variables.join("\n")}

Report: reports/verify.json. It and what --record keeps have the spec's own names and words, and of everything else the
shape.

Exit codes: 0 no departure, 1 departures, 2 a wrong option or a value that is missing.
`

const options = readOptions(help, {
  provider: { type: "string" },
  "base-url": { type: "string" },
  allow: { type: "string", multiple: true },
  slow: { type: "string", default: "10000" },
  record: { type: "boolean" },
})
endOnSignals()

const refuse = (message: string): never => {
  process.stderr.write(`${paint("red", message, process.stderr)}\nnpm run verify -- --help says more.\n`)
  process.exit(2)
}

/** Checks the base URL: no user, query or fragment; with real credentials https, except on this machine. */
const readBaseUrl = (given: string | undefined, spec: Spec, isReal: boolean): string => {
  if (given === undefined)
    return refuse(`Say where ${spec.provider} is: --base-url ${spec.servers.map(({ url }) => url).join(" or ")}`)
  const url = URL.canParse(given) ? new URL(given) : refuse("--base-url is no URL, such as https://host.")
  if (!/^https?:$/.test(url.protocol)) return refuse("--base-url begins with https:// or http://.")
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return refuse("--base-url is a host and at most a path: no user, no query, no fragment.")
  }
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname)
  if (isReal && url.protocol === "http:" && !isHere) {
    return refuse("--allow sends real credentials: beyond this machine that takes https://.")
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "")
}

const known = `one of ${[...contracts.keys()].join(", ")}`
const contract =
  contracts.get(options.provider ?? "") ??
  refuse(options.provider ? `There is no provider ${options.provider}: ${known}.` : `Say --provider: ${known}.`)
const { spec } = contract
const slow = Number(options.slow)
if (!Number.isInteger(slow) || slow <= 0) refuse("--slow is a whole number of milliseconds, such as 10000.")
const operations = verifiableOf(contract)
const names = operations.map(({ operation }) => operation.operationId)
const wanted = (options.allow ?? []).flatMap((text) => text.split(",")).map((name) => name.trim())
const unknown = wanted.find((name) => !names.includes(name))
if (unknown !== undefined) refuse(`${spec.provider} has no operation ${unknown || '""'} to allow: ${names.join(", ")}.`)
const baseUrl = readBaseUrl(options["base-url"], spec, wanted.length > 0)

const allowed = operations.filter(({ operation }) => wanted.includes(operation.operationId))
const ask = askOn()
const given = await collect(contract, allowed, process.env, ask).catch((cause: unknown) => {
  if (cause instanceof ValuesUnreadable) return refuse(cause.message)
  throw cause
})

const cases = casesOf(contract, operations, given)
process.stderr.write(`${spec.provider} at ${baseUrl} is sent ${cases.length} requests:\n`)
for (const [group, description] of Object.entries(groups)) {
  const some = cases.filter((one) => one.group === group)
  const where = [...new Set(some.map(({ operation }) => operation.operationId))].join(", ")
  if (some.length > 0) process.stderr.write(`  ${String(some.length).padStart(3)} ${description} (${where})\n`)
}

const line = progress()
const results = await verify({ contract, baseUrl, cases, slow, witness: await makeWitness(spec), show: line.show })
line.clear()

const at = new Date()
const report = { provider: spec.provider, baseUrl, at, results }
await writeReport(report)
process.stdout.write(table(report))
if (options.record) {
  const files = await record(results, { contract, baseUrl, at })
  if (files.length > 0) await run(bin("@biomejs/biome/bin/biome", "format", "--write", ...files))
  process.stdout.write(`${files.length} exchanges recorded in contracts/recorded/\n`)
}
const isFine = results.every(({ departures }) => departures.length === 0)
const verdict = paint(isFine ? "green" : "red", `${spec.provider}: ${summary(report)}`)
process.stdout.write(`${verdict}\nreports/verify.json has every exchange.\n`)
process.exitCode = isFine ? 0 : 1
