/** The cost of one call: time, processor and allocations, as multiples of raw `fetch` in the same run. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { table } from "../table.ts"
import { kilobytes, target, withSpread } from "./figures.ts"
import type { Measured } from "./measure.ts"
import { clientsBeside, prove, readScenarios, type Scenario } from "./scenarios.ts"
import { median, ratios, type Spread } from "./spread.ts"

export interface Options {
  readonly rounds: number
  readonly say: (text: string) => void
}

/** Measures calls of every provider, or of one. */
export const calls = async ({ rounds, say }: Options, provider?: string): Promise<string> => {
  const sections: Array<string> = []
  const targets: Array<string> = []
  const scenarios = await readScenarios()
  for (const scenario of scenarios.filter(({ example }) => (provider ?? example.provider) === example.provider)) {
    say(`calls: ${scenario.id}, ${rounds} rounds of each …`)
    const measured = await measureScenario(scenario, rounds)
    sections.push(section(scenario, measured))
    targets.push(...targetsOf(scenario, measured))
  }
  return ["## Calls", method(rounds), targets.join("\n"), ...sections].join("\n\n")
}

const measureScenario = async (scenario: Scenario, rounds: number): Promise<ReadonlyArray<Beside>> => {
  if (scenario.isMocked) return measure(scenario, rounds, undefined)
  const server = await startServer(scenario.example.provider)
  try {
    return await measure(scenario, rounds, server.url)
  } finally {
    server.stop()
  }
}

const method = (rounds: number) =>
  `Each contender redeems the success example of the spec, one call after the other, and hands over the access token.
Each runs in processes of its own, together with the base only, as in a service that uses one client: what V8 has seen
of another client would distort its times. There the two take turns every few calls, in an order that is drawn each time: ${rounds} rounds of 1,000 mocked or 200 loopback calls each, in ${Math.min(rounds, processes)} processes, after a warm-up
in each. A ratio is taken within a round; shown is the median of the rounds and, in brackets, the quartiles. The second
raw \`fetch\` is the noise: without any, it would be 1.00 throughout. Mocked calls are timed in batches of 50, so their
p95 is that of batches. CPU is user and system time of the whole process, the server's apart. Allocations are the growth
of V8's heap and all that was collected meanwhile, over 1,000 calls; buffers beside that heap are not in it.`

/** The samples of a contender, and of the base in the same rounds. */
interface Beside {
  readonly one: Measured
  readonly base: Measured
}

const section = ({ title }: Scenario, measured: ReadonlyArray<Beside>): string => {
  const [first] = measured
  if (first === undefined) return ""
  const { base } = first
  const scale = `One call of ${base.name}: p50 ${median(base.p50).toFixed(1)} µs, p95 ${median(base.p95).toFixed(1)} µs,
CPU ${median(base.cpu).toFixed(1)} µs, ${kilobytes(median(base.allocated))} kB.`
  const rows = [{ one: base, base }, ...measured].map(({ one, base }) => [
    one.name,
    withSpread(ratios(one.p50, base.p50)),
    withSpread(ratios(one.p95, base.p95)),
    withSpread(ratios(one.cpu, base.cpu)),
    (median(one.allocated) / median(base.allocated)).toFixed(2),
  ])
  return [`### ${title}`, table(["× the first", "p50", "p95", "CPU", "allocated"], rows), scale].join("\n\n")
}

const targetsOf = ({ id }: Scenario, measured: ReadonlyArray<Beside>): ReadonlyArray<string> => {
  const of = (name: string): Spread | undefined => {
    const found = measured.find(({ one }) => one.name === name)
    return found && ratios(found.one.p50, found.base.p50)
  }
  const ours = ["token-exchange", "token-exchange/effect", "token-exchange/effect, traced"].flatMap(
    (name) => of(name) ?? [],
  )
  const others = clientsBeside.flatMap((name) => of(name)?.median ?? [])
  if (others.length === 0) return []
  const slowest = Math.max(...ours.map(({ median }) => median))
  const [promise = "", ...effect] = ours.map((one) => withSpread(one))
  const found = `${promise} and, in Effect, ${effect.join("; traced ")}; the others ${others.map((other) => other.toFixed(2)).join(", ")}`
  return [
    target(
      `${id}: below ${clientsBeside.join(", ")}`,
      others.every((other) => slowest < other),
      found,
    ),
  ]
}

/** Rounds are divided among this many processes, since V8's compilation in one shifts all its rounds. */
const processes = 4

const measure = async (scenario: Scenario, rounds: number, url: string | undefined): Promise<ReadonlyArray<Beside>> => {
  const shares = Array.from({ length: processes }, (_, index) => Math.floor((rounds + index) / processes))
  const others = Array.from({ length: (await prove(scenario, url)) - 1 }, (_, index) => index + 1)
  const measured: Array<Beside> = []
  for (const which of others) {
    const runs: Array<Beside> = []
    for (const share of shares) if (share > 0) runs.push(await measureOnce(scenario, which, share, url))
    measured.push({ one: joined(runs.map(({ one }) => one)), base: joined(runs.map(({ base }) => base)) })
  }
  return measured
}

/** The rounds of all processes in a row. */
const joined = (runs: ReadonlyArray<Measured>): Measured => ({
  name: runs[0]?.name ?? "",
  p50: runs.flatMap(({ p50 }) => p50),
  p95: runs.flatMap(({ p95 }) => p95),
  cpu: runs.flatMap(({ cpu }) => cpu),
  allocated: runs.flatMap(({ allocated }) => allocated),
})

/** In a process of its own. */
const measureOnce = async (
  { id }: Scenario,
  which: number,
  rounds: number,
  url: string | undefined,
): Promise<Beside> => {
  const script = join(import.meta.dirname, "measure.ts")
  const { code, stdout, output } = await run([
    process.execPath,
    script,
    id,
    String(which),
    String(rounds),
    ...(url === undefined ? [] : [url]),
  ])
  if (code !== 0) throw new Error(`measuring ${id} failed:\n${output}`)
  const [base, one]: [Measured, Measured] = JSON.parse(stdout)
  return { one, base }
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
