/** What one call costs: time, processor and allocations, as multiples of raw `fetch` in the same run. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { run } from "../command.ts"
import type { Measured } from "./measure.ts"
import { type Scenario, scenarios } from "./scenarios.ts"
import { median, ratios, type Spread } from "./spread.ts"
import { kilobytes, table, target, withSpread } from "./table.ts"

export interface Options {
  readonly rounds: number
  readonly say: (text: string) => void
}

export const calls = async ({ rounds, say }: Options): Promise<string> => {
  const server = await startServer()
  try {
    const sections: Array<string> = []
    const targets: Array<string> = []
    for (const scenario of scenarios) {
      say(`calls: ${scenario.id}, ${rounds} rounds …`)
      const measured = await measure(scenario, rounds, server.url)
      sections.push(section(scenario, measured))
      targets.push(...targetsOf(scenario, measured))
    }
    return ["## Calls", method(rounds), targets.join("\n"), ...sections].join("\n\n")
  } finally {
    server.stop()
  }
}

const method = (rounds: number) =>
  `Each contender redeems the success example of the spec, one call after the other, and hands over the access token.
Within a process they take turns every few calls, in an order that is drawn each time; ${rounds} rounds of 1,000 mocked
or 200 loopback calls each, in ${Math.min(rounds, processes)} processes, after a warm-up in each. A ratio is taken within
a round; shown is the median of the rounds and, in brackets, the quartiles. The second raw \`fetch\` is the noise:
without any, it would be 1.00 throughout. Mocked calls are timed in batches of 50, so their p95 is that of batches. CPU
is user and system time of the whole process, the server's apart. Allocations are the growth of V8's heap and all that
was collected meanwhile, over 1,000 calls; buffers beside that heap are not in it.`

const section = ({ title }: Scenario, measured: ReadonlyArray<Measured>): string => {
  const [base] = measured
  if (base === undefined) return ""
  const scale = `One call of ${base.name}: p50 ${median(base.p50).toFixed(1)} µs, p95 ${median(base.p95).toFixed(1)} µs,
CPU ${median(base.cpu).toFixed(1)} µs, ${kilobytes(median(base.allocated))} kB.`
  const rows = measured.map((one) => [
    one.name,
    withSpread(ratios(one.p50, base.p50)),
    withSpread(ratios(one.p95, base.p95)),
    withSpread(ratios(one.cpu, base.cpu)),
    (median(one.allocated) / median(base.allocated)).toFixed(2),
  ])
  return [`### ${title}`, table(["× the first", "p50", "p95", "CPU", "allocated"], rows), scale].join("\n\n")
}

/** Who checks the answer or tries again, on `fetch` like ours. */
const peers = ["Effect HttpClient + Schema", "openai (core)", "stripe (core)"]

const targetsOf = ({ id, isMocked, provider }: Scenario, measured: ReadonlyArray<Measured>): ReadonlyArray<string> => {
  const [base] = measured
  const of = (name: string): Spread | undefined => {
    const one = measured.find((other) => other.name === name)
    return one && base && ratios(one.p50, base.p50)
  }
  const ours = ["token-exchange", "token-exchange/effect", "token-exchange/effect, traced"].flatMap(
    (name) => of(name) ?? [],
  )
  const slowest = Math.max(...ours.map(({ median }) => median))
  const [promise = "", ...effect] = ours.map((one) => withSpread(one))
  const found = `${promise} and, in Effect, ${effect.join("; traced ")}`
  if (isMocked) return [target(`${id}: at most 2.6 × raw fetch`, slowest <= 2.6, found)]
  if (provider !== "aisquare") return []
  const others = peers.flatMap((name) => of(name)?.median ?? [])
  return [
    target(`${id}: p50 at most 1.15 × raw fetch`, slowest <= 1.15, found),
    target(
      `${id}: below every client on fetch that validates or retries`,
      others.every((other) => slowest < other),
      `the others ${others.map((other) => other.toFixed(2)).join(", ")}`,
    ),
  ]
}

/** Rounds are shared out among so many processes, since what V8 compiles in one shifts all its rounds together. */
const processes = 4

const measure = async (scenario: Scenario, rounds: number, url: string): Promise<ReadonlyArray<Measured>> => {
  const shares = Array.from({ length: processes }, (_, index) => Math.floor((rounds + index) / processes))
  const runs: Array<ReadonlyArray<Measured>> = []
  for (const share of shares) if (share > 0) runs.push(await measureOnce(scenario, share, url))
  const names = runs[0]?.map(({ name }) => name) ?? []
  return names.map((name, index) => {
    const all = runs.flatMap((run) => run[index] ?? [])
    return {
      name,
      p50: all.flatMap(({ p50 }) => p50),
      p95: all.flatMap(({ p95 }) => p95),
      cpu: all.flatMap(({ cpu }) => cpu),
      allocated: all.flatMap(({ allocated }) => allocated),
    }
  })
}

/** In a process of its own. */
const measureOnce = async (
  { id, isMocked }: Scenario,
  rounds: number,
  url: string,
): Promise<ReadonlyArray<Measured>> => {
  const script = join(import.meta.dirname, "measure.ts")
  const { code, stdout, output } = await run([process.execPath, script, id, String(rounds), ...(isMocked ? [] : [url])])
  if (code !== 0) throw new Error(`measuring ${id} failed:\n${output}`)
  return JSON.parse(stdout)
}

/** Ends with this process, since it lives as long as its input. */
const startServer = async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "server.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()))
    child.once("error", reject)
    child.once("exit", () => reject(new Error("the loopback server ended")))
  })
  return { url, stop: () => child.stdin.end() }
}
