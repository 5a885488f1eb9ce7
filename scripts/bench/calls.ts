/** The cost of one call: time and allocations, as multiples of raw `fetch` in the same run. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { table } from "../table.ts"
import { contendersOf, ours, rival } from "./contenders.ts"
import { type SuccessExample, successExamples } from "./examples.ts"
import { target, withSpread } from "./figures.ts"
import type { Measured } from "./measure.ts"
import { median, ratios } from "./spread.ts"

export interface Options {
  readonly rounds: number
  readonly say: (text: string) => void
}

/** Measures calls of every provider, or of one. */
export const calls = async ({ rounds, say }: Options, provider?: string): Promise<string> => {
  const sections: Array<string> = []
  const targets: Array<string> = []
  for (const example of await successExamples()) {
    if (provider !== undefined && provider !== example.provider) continue
    for (const where of ["mocked", "loopback"] as const) {
      const what = `${where} \`${example.provider}.${example.operationId}\``
      say(`calls: ${what}, ${rounds} rounds of each …`)
      const server = where === "mocked" ? undefined : await startServer(example.provider)
      try {
        const measured = await measure(example, rounds, server?.url)
        sections.push(section(what, measured))
        if (where === "mocked") targets.push(verdict(what, measured))
      } finally {
        server?.stop()
      }
    }
  }
  return ["## Calls", method(rounds), targets.join("\n"), ...sections].join("\n\n")
}

/** Rounds are divided among this many processes, since V8's compilation in one shifts all its rounds. */
const processes = 4

const method = (rounds: number) =>
  `Each contender redeems the success example of the spec, one call after the other, and hands over the access token.
Each runs in processes of its own, together with the base only, as in a service that uses one client: what V8 has seen
of another client would distort its times. There the two take turns every few calls, in an order that is drawn each time: ${rounds} rounds of 1,000 mocked or 200 loopback calls each, in ${Math.min(rounds, processes)} processes, after a warm-up
in each. A ratio is taken within a round; shown is the median of the rounds and, in brackets, the quartiles. The second
raw \`fetch\` is the noise: without any, it would be 1.00 throughout. Over the wire ours and the raw \`fetch\` open a
connection for each call, the others pool theirs. Allocations are the growth of V8's heap and all that was collected
meanwhile, over 1,000 calls; buffers beside that heap are not in it.`

/** The samples of a contender, and of the base in the same rounds. */
interface Beside {
  readonly one: Measured
  readonly base: Measured
}

const section = (what: string, measured: ReadonlyArray<Beside>): string => {
  const [first] = measured
  if (first === undefined) return ""
  const { base } = first
  const rows = [{ one: base, base }, ...measured].map(({ one, base }) => [
    one.name,
    withSpread(ratios(one.times, base.times)),
    (median(one.allocated) / median(base.allocated)).toFixed(2),
  ])
  const scale = `${median(base.times).toFixed(1)} µs, ${(median(base.allocated) / 1_000).toFixed(1)} kB`
  const title = what.charAt(0).toUpperCase() + what.slice(1)
  return [`### ${title}`, table(["× the first", "time", "allocated"], rows), `One call of the first: ${scale}.`].join(
    "\n\n",
  )
}

const verdict = (what: string, measured: ReadonlyArray<Beside>): string => {
  const of = (name: string) => {
    const found = measured.find(({ one }) => one.name === name)
    return ratios(found?.one.times ?? [], found?.base.times ?? [])
  }
  const [we, they] = [of(ours), of(rival)]
  return target(`${what}: below ${rival}`, we.median < they.median, `${withSpread(we)}; ${withSpread(they)}`)
}

const measure = async (example: SuccessExample, rounds: number, url?: string): Promise<ReadonlyArray<Beside>> => {
  const shares = Array.from({ length: processes }, (_, index) => Math.floor((rounds + index) / processes))
  const count = await prove(example, url)
  const measured: Array<Beside> = []
  for (let which = 1; which < count; which++) {
    const runs: Array<readonly [base: Measured, one: Measured]> = []
    for (const share of shares) if (share > 0) runs.push(await measureOnce(example.provider, which, share, url))
    measured.push({ base: joined(runs.map(([base]) => base)), one: joined(runs.map(([, one]) => one)) })
  }
  return measured
}

/** Checks that each contender returns the right token, and returns their number. */
const prove = async (example: SuccessExample, url?: string): Promise<number> => {
  const all = await contendersOf(example, url)
  for (const [name, redeem] of all) {
    const token = await redeem()
    if (token !== example.answer[example.tokenField]) throw new Error(`${name} brought another token: ${token}`)
  }
  return all.size
}

/** The rounds of all processes in a row. */
const joined = (runs: ReadonlyArray<Measured>): Measured => ({
  name: runs[0]?.name ?? "",
  times: runs.flatMap(({ times }) => times),
  allocated: runs.flatMap(({ allocated }) => allocated),
})

/** In a process of its own. */
const measureOnce = async (
  provider: string,
  which: number,
  rounds: number,
  url?: string,
): Promise<readonly [base: Measured, one: Measured]> => {
  const args = [provider, which, rounds, ...(url === undefined ? [] : [url])].map(String)
  const ran = await run([process.execPath, join(import.meta.dirname, "measure.ts"), ...args])
  if (ran.code !== 0) throw new Error(`measuring ${provider} failed:\n${ran.output}`)
  return JSON.parse(ran.stdout)
}

/** Ends with this process, when its input closes. */
const startServer = async (provider: string) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "server.ts"), provider], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()))
    child.once("error", reject)
    child.once("exit", () => reject(new Error("the loopback server ended")))
  })
  return { url, stop: () => child.stdin.end() }
}
