/** Programs that are timed as a whole, in fresh processes. */
import { run } from "../../contracts/process.ts"
import { registry } from "../registry.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { exampleOf, type SuccessExample } from "./examples.ts"
import { differences, median, ratios, shuffled, withSpread } from "./spread.ts"

/** The section of the report: each program once per round, in random order, beside an empty one. */
export const starts = async ({ rounds, say }: Options): Promise<string> => {
  const all = Object.entries(await programs()).map(([name, code]) => ({ name, code, times: [] as Array<number> }))
  // A first start, which fills caches, is not counted.
  for (const { code } of all) await start(code)
  for (let round = 0; round < rounds; round++) {
    say(`start: round ${round + 1} of ${rounds} …`)
    for (const { code, times } of shuffled(all)) times.push(await start(code))
  }
  const base = all[0]?.times ?? []
  const rows = all.map(({ name, times }) => [
    name,
    withSpread(differences(times, base), 0),
    withSpread(ratios(times, base)),
  ])
  return `## Start

Time of a whole Node process, from its start to its end, that imports an entry as shipped, and does nothing with it or
redeems once with a mocked transport. ${rounds} rounds of all programs, in an order that is drawn each time. Ratios and
differences are taken within a round.

${table(["", "ms more than empty", "× empty"], rows)}

The empty program takes ${median(base).toFixed(0)} ms.`
}

const programs = async (): Promise<{ readonly [name: string]: string }> => {
  const entries = ["token-exchange", ...["vault", "effect", "testing"].map((entry) => `token-exchange/${entry}`)]
  const imported = [...entries, "effect/Schema"].map((entry) => [`imports \`${entry}\``, `import "${entry}"`])
  const redeemed = [...registry.keys()].map(async (provider) => {
    const example = await exampleOf(provider)
    const whole = `import { createTokenExchange } from "token-exchange"
const client = createTokenExchange({ ${provider}: settings, fetch }).${provider}`
    // The entry has one `create…` function.
    const alone = `import * as entry from "token-exchange/${provider}"
const client = Object.entries(entry).find(([name]) => name.startsWith("create"))[1]({ ...settings, fetch })`
    return [
      [`redeems with \`token-exchange\` at ${provider}`, redeeming(whole, example)],
      [`redeems with \`token-exchange/${provider}\``, redeeming(alone, example)],
    ]
  })
  return Object.fromEntries([["an empty program", ""], ...imported, ...(await Promise.all(redeemed)).flat()])
}

const redeeming = (making: string, { operationId, settings, input, answer, mediaType }: SuccessExample) => `
const headers = { "content-type": ${JSON.stringify(mediaType)} }
const fetch = async () => new Response(${JSON.stringify(answer)}, { headers })
const settings = ${JSON.stringify(settings)}
${making}
const { error } = await client.${operationId}(${JSON.stringify(input)})
if (error) throw error
`

const start = async (code: string): Promise<number> => {
  const since = performance.now()
  const ran = await run([process.execPath, "--input-type=module", "--eval", code])
  const took = performance.now() - since
  if (ran.code !== 0) throw new Error(`a program failed:\n${code}\n${ran.output}`)
  return took
}
