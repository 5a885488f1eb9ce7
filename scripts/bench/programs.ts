/** Programs that are timed as a whole: they only import an entry, or redeem once in a fresh process. */
import { run } from "../../contracts/process.ts"
import { registry } from "../registry.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { exampleOf, type SuccessExample } from "./examples.ts"
import { differences, median, ratios, shuffled, withSpread } from "./spread.ts"

/** The time of a program that only imports an entry. */
export const imports = (options: Options): Promise<string> =>
  timed(options, "Import", "imports an entry and does nothing with it; as shipped, unbundled", {
    ...Object.fromEntries(
      ["token-exchange", ...["dapi", "vault", "effect", "testing"].map((entry) => `token-exchange/${entry}`)].map(
        (entry) => [`\`${entry}\``, `import "${entry}"`],
      ),
    ),
    "`effect/Schema` alone": `import "effect/Schema"`,
  })

/** The time of a program that redeems once, at each provider. */
export const firstRedemptions = async (options: Options): Promise<string> => {
  const programs: { [name: string]: string } = {}
  for (const provider of registry.keys()) {
    const example = await exampleOf(provider)
    programs[`${provider}: \`token-exchange\``] = redeeming(
      `import { createTokenExchange } from "token-exchange"`,
      `createTokenExchange({ ${provider}: credentials, fetch }).${provider}`,
      example,
    )
    // The entry has one `create…` function.
    programs[`${provider}: \`token-exchange/${provider}\``] = redeeming(
      `import * as entry from "token-exchange/${provider}"`,
      `Object.entries(entry).find(([name]) => name.startsWith("create"))[1]({ ...credentials, fetch })`,
      example,
    )
  }
  return timed(options, "First redemption", "makes a client, redeems once with a mocked transport, and ends", programs)
}

/** Redeems once with a mocked transport. `client` is an expression for the provider's client. */
const redeeming = (importing: string, client: string, { operationId, call, answer, mediaType }: SuccessExample) => `
${importing}
const headers = { "content-type": ${JSON.stringify(mediaType)} }
const fetch = async () => new Response(${JSON.stringify(answer)}, { headers })
const credentials = ${JSON.stringify(call.credentials)}
const { error } = await (${client}).${operationId}(${JSON.stringify(call.input)})
if (error) throw error
`

/** The section of some programs: each once per round, in random order, beside an empty program. */
const timed = async ({ rounds, say }: Options, title: string, does: string, programs: Record<string, string>) => {
  const all = Object.entries({ "an empty program": "", ...programs }).map(([name, code]) => ({
    name,
    code,
    times: [] as Array<number>,
  }))
  // A first start, which fills caches, is not counted.
  for (const one of all) await start(one.code)
  for (let round = 0; round < rounds; round++) {
    say(`${title}: round ${round + 1} of ${rounds} …`)
    for (const one of shuffled(all)) one.times.push(await start(one.code))
  }
  const base = all[0]?.times ?? []
  const rows = all.map(({ name, times }) => [
    name,
    withSpread(differences(times, base), 0),
    withSpread(ratios(times, base)),
  ])
  return `## ${title}

Time of a whole Node process, from its start to its end, that ${does}. ${rounds} rounds
of all programs, in an order that is drawn each time. Ratios and differences are taken within a round.

${table(["", "ms more than empty", "× empty"], rows)}

The empty program takes ${median(base).toFixed(0)} ms.`
}

const start = async (code: string): Promise<number> => {
  const since = performance.now()
  const ran = await run([process.execPath, "--input-type=module", "--eval", code])
  const took = performance.now() - since
  if (ran.code !== 0) throw new Error(`a program failed:\n${code}\n${ran.output}`)
  return took
}
