/** Programs that are timed as a whole: they only import an entry, or redeem once in a fresh process. */
import { pathToFileURL } from "node:url"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { type SuccessExample, successExamples } from "./examples.ts"
import { target, withSpread } from "./figures.ts"
import { peers, shipped, versionOf } from "./peers.ts"
import { differences, median, ratios, shuffled } from "./spread.ts"

interface Program {
  readonly name: string
  readonly code: string
  /** The folder in which its imports are resolved. */
  readonly cwd: string
  /** The time of each round, in milliseconds. */
  readonly times: Array<number>
}

const program = (name: string, code: string, cwd = peers): Program => ({ name, code, cwd, times: [] })

const empty = () => program("an empty program", "")

/** Every program once per round, in random order. A first start, which fills caches, is not counted. */
const timed = async (programs: ReadonlyArray<Program>, what: string, { rounds, say }: Options) => {
  for (const one of programs) await start(one)
  for (let round = 0; round < rounds; round++) {
    say(`${what}: round ${round + 1} of ${rounds} …`)
    for (const next of shuffled(programs)) next.times.push(await start(next))
  }
}

const start = async ({ name, code, cwd }: Program): Promise<number> => {
  const since = performance.now()
  const { code: exit, output } = await run([process.execPath, "--input-type=module", "--eval", code], { cwd })
  const took = performance.now() - since
  if (exit !== 0) throw new Error(`the program of ${name} failed:\n${output}`)
  return took
}

const method = (rounds: number) =>
  `${rounds} rounds of all programs, in an order that is drawn each time. Ratios and differences are taken within a round.`

const fileUrl = (entry: string, folder?: string) => JSON.stringify(pathToFileURL(shipped(entry, folder)).href)

/** The time of a program that only imports an entry, compared with an empty program. */
export const imports = async (options: Options): Promise<string> => {
  const base = empty()
  const dapiNode = "@dapi-co/dapi-node"
  const all = [
    base,
    ...["", ...[...registry.keys(), "effect", "testing"].map((name) => `/${name}`)].map((name) =>
      program(`\`token-exchange${name}\``, `import ${fileUrl(`token-exchange${name}`)}`),
    ),
    program("`effect/Schema` alone", `import "effect/Schema"`, root),
    program(`${dapiNode} ${versionOf(dapiNode)}`, `import "${dapiNode}"`),
  ]
  await timed(all, "import", options)
  const rows = all.map(({ name, times }) => [
    name,
    withSpread(differences(times, base.times), 0),
    withSpread(ratios(times, base.times)),
  ])
  return [
    "## Import",
    `Time of a whole Node process, from its start to its end, that imports an entry and does nothing with it; as shipped,
unbundled. ${method(options.rounds)}`,
    table(["", "ms more than empty", "× empty"], rows),
    `The empty program takes ${median(base.times).toFixed(0)} ms.`,
  ].join("\n\n")
}

/** A first redemption in a fresh process, for each provider, with this build and, if given, with another. */
export const firstRedemptions = async (options: Options, against: string | undefined): Promise<string> => {
  const base = empty()
  const all = (await successExamples()).map((example) => ({
    provider: example.provider,
    whole: program("`token-exchange`", whole(example)),
    alone: program(`\`token-exchange/${example.provider}\``, alone(example)),
    older: against === undefined ? [] : [program("`token-exchange`, the other build", whole(example, against))],
  }))
  await timed([base, ...all.flatMap(({ whole, alone, older }) => [whole, alone, ...older])], "first", options)
  const rows = all.flatMap(({ provider, whole, alone, older }) =>
    [whole, alone, ...older].map(({ name, times }) => [
      `${provider}: ${name}`,
      withSpread(differences(times, base.times), 0),
      ...older.map((other) => withSpread(ratios(times, other.times))),
    ]),
  )
  const compared = all.flatMap(({ provider, whole, older }) =>
    older.map((other) => {
      const ratio = ratios(whole.times, other.times)
      const claim = `first redemption at ${provider}: not slower than the other build`
      return target(claim, ratio.median <= 1, withSpread(ratio))
    }),
  )
  return [
    "## First redemption",
    `Time of a whole Node process that makes a client, redeems once with a mocked transport, and ends. ${method(options.rounds)}`,
    ...(compared.length === 0 ? [] : [compared.join("\n")]),
    table(["", "ms more than empty", ...(against === undefined ? [] : ["× the other build"])], rows),
    `The empty program takes ${median(base.times).toFixed(0)} ms.`,
  ].join("\n\n")
}

const whole = (example: SuccessExample, folder?: string) =>
  redeeming(
    `import { createTokenExchange } from ${fileUrl("token-exchange", folder)}`,
    `createTokenExchange({ ${example.provider}: credentials, fetch }).${example.provider}`,
    example,
  )

/** The entry has one `create…` function. */
const alone = (example: SuccessExample) =>
  redeeming(
    `import * as entry from ${fileUrl(`token-exchange/${example.provider}`)}`,
    `Object.entries(entry).find(([name]) => name.startsWith("create"))[1]({ ...credentials, fetch })`,
    example,
  )

/** Redeems once with a mocked transport. `client` is an expression for the provider's client. */
const redeeming = (importing: string, client: string, { operationId, call, answer, mediaType }: SuccessExample) => `
${importing}
const answer = ${JSON.stringify(JSON.stringify(answer))}
const fetch = async () => new Response(answer, { headers: { "content-type": ${JSON.stringify(mediaType)} } })
const credentials = ${JSON.stringify(call.credentials)}
const { error } = await (${client}).${operationId}(${JSON.stringify(call.input)})
if (error) throw error
`
