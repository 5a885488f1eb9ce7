/** The cost of one call: time and allocations, as multiples of raw `fetch` in the same run. */
import { join } from "node:path"
import { serveLoopback } from "../../contracts/loopback.ts"
import { run } from "../../contracts/process.ts"
import { registry } from "../registry.ts"
import { table } from "../table.ts"
import { contenders } from "./contenders.ts"
import { exampleOf, type SuccessExample } from "./examples.ts"
import type { Measured } from "./measure.ts"
import { median, ratios, withSpread } from "./spread.ts"

export interface Options {
  readonly rounds: number
  readonly say: (text: string) => void
}

/** Rounds are divided among this many processes, since V8's compilation in one shifts all its rounds. */
const processes = 4

export const calls = async ({ rounds, say }: Options): Promise<string> => {
  const sections: Array<string> = []
  for (const provider of registry.keys()) {
    const example = await exampleOf(provider)
    await using server = await serveLoopback((response) => {
      response.setHeader("content-type", example.mediaType)
      response.end(example.answer)
    })
    for (const [where, url] of [["Mocked"], ["Loopback", server.url]] as const) {
      say(`calls: ${where}, ${provider}, ${rounds} rounds of each …`)
      sections.push(await section(where, example, rounds, url))
    }
  }
  return ["## Calls", method(rounds), ...sections].join("\n\n")
}

const method = (rounds: number) =>
  `Each contender redeems a success that the provider's spec documents, one call after the other, and hands over the access token.
Each runs in processes of its own, together with raw \`fetch\` only, as in a service that uses one client: what V8 has
seen of another client would distort its times. There the two take turns every few calls, in an order that is drawn each
time: ${rounds} rounds of 1,000 mocked or 200 loopback calls each, in ${Math.min(rounds, processes)} processes, after a warm-up. A ratio is taken within a round;
shown is the median of the rounds and, in brackets, the quartiles. The second raw \`fetch\` is the noise: without any, it
would be 1.00 throughout. Over the wire raw \`fetch\` and ours open a connection for each call; Effect's client pools its own.
Allocations are the growth of V8's heap and all that was collected meanwhile, over
1,000 calls; buffers beside that heap are not in it.`

const section = async (where: string, example: SuccessExample, rounds: number, url?: string): Promise<string> => {
  const rows: Array<ReadonlyArray<string>> = []
  let scale = ""
  for (const name of Object.keys(contenders)) {
    const [base, one] = await measure(example, name, rounds, url)
    const allocated = median(base.allocated)
    rows.push([name, withSpread(ratios(one.times, base.times)), (median(one.allocated) / allocated).toFixed(2)])
    scale ||= `${median(base.times).toFixed(1)} µs, ${(allocated / 1_000).toFixed(1)} kB`
  }
  const title = `### ${where}: \`${example.provider}.${example.operationId}\``
  const figures = table(["× raw `fetch`", "time", "allocated"], rows)
  return `${title}\n\n${figures}\n\nOne call of raw \`fetch\`: ${scale}.`
}

/** The rounds of all processes in a row: of raw `fetch`, and of a contender. */
const measure = async (example: SuccessExample, name: string, rounds: number, url?: string) => {
  const [base, one]: readonly [Measured, Measured] = [
    { times: [], allocated: [] },
    { times: [], allocated: [] },
  ]
  for (let index = 0; index < processes; index++) {
    const share = Math.floor((rounds + index) / processes)
    if (share === 0) continue
    const args = [JSON.stringify(example), name, String(share), ...(url === undefined ? [] : [url])]
    const ran = await run([process.execPath, join(import.meta.dirname, "measure.ts"), ...args])
    if (ran.code !== 0) throw new Error(`measuring ${name} failed:\n${ran.output}`)
    const came: readonly [Measured, Measured] = JSON.parse(ran.stdout)
    for (const [all, some] of [[base, came[0]] as const, [one, came[1]] as const]) {
      all.times.push(...some.times)
      all.allocated.push(...some.allocated)
    }
  }
  return [base, one] as const
}
