/**
 * Measures one contender of a scenario beside the base in its own process, and prints both as JSON. The two take turns
 * every few calls in random order, so that a slow machine slows both.
 */
import { GCProfiler, getHeapStatistics } from "node:v8"
import type { Redeem } from "./contenders.ts"
import { contendersOf, readScenarios } from "./scenarios.ts"
import { quantile, shuffled } from "./spread.ts"

/** The samples of one contender: one figure per round, in microseconds and bytes per call. */
export interface Measured {
  readonly name: string
  readonly p50: Array<number>
  readonly p95: Array<number>
  readonly cpu: Array<number>
  readonly allocated: Array<number>
}

const [id = "", which = "1", rounds = "10", server] = process.argv.slice(2)
const scenario = (await readScenarios()).find((other) => other.id === id)
if (scenario === undefined) throw new Error(`no scenario ${id}`)

const turns = 20
const calls = scenario.isMocked ? 50 : 10
/** Until V8 has compiled the code. */
const warmUp = scenario.isMocked ? 20_000 : 5_000

const microseconds = (since: number) => (performance.now() - since) * 1000

/** A mocked call takes microseconds, so the clock is read once per turn; a call over the wire is timed alone. */
const turn: (redeem: Redeem) => Promise<ReadonlyArray<number>> = scenario.isMocked
  ? async (redeem) => {
      const since = performance.now()
      for (let call = 0; call < calls; call++) await redeem()
      return [microseconds(since) / calls]
    }
  : async (redeem) => {
      const times: Array<number> = []
      for (let call = 0; call < calls; call++) {
        const since = performance.now()
        await redeem()
        times.push(microseconds(since))
      }
      return times
    }

/** The growth of the heap, plus what was collected meanwhile. Buffers outside V8's heap are not included. */
const allocationsOf = async (redeem: Redeem) => {
  const profiler = new GCProfiler()
  profiler.start()
  const before = getHeapStatistics().used_heap_size
  for (let call = 0; call < 1_000; call++) await redeem()
  const grown = getHeapStatistics().used_heap_size - before
  const collected = profiler
    .stop()
    .statistics.map(
      ({ beforeGC, afterGC }) => beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    )
  return collected.reduce((sum, bytes) => sum + bytes, grown) / 1_000
}

const all = await contendersOf(scenario, server)
const contenders = [all[0], all[Number(which)]].map((contender) => {
  if (contender === undefined) throw new Error(`${id} has no contender ${which}`)
  const { name, redeem } = contender
  const measured: Measured = { name, p50: [], p95: [], cpu: [], allocated: [] }
  return { redeem, measured, round: { times: [] as number[], cpu: 0 } }
})
for (const { redeem } of shuffled(contenders)) for (let call = 0; call < warmUp; call++) await redeem()

for (let round = 0; round < Number(rounds); round++) {
  for (let taken = 0; taken < turns; taken++) {
    for (const contender of shuffled(contenders)) {
      const before = process.cpuUsage()
      const times = await turn(contender.redeem)
      const { user, system } = process.cpuUsage(before)
      contender.round.times.push(...times)
      contender.round.cpu += user + system
    }
  }
  for (const contender of contenders) {
    const { measured, redeem, round: seen } = contender
    measured.p50.push(quantile(seen.times, 0.5))
    measured.p95.push(quantile(seen.times, 0.95))
    measured.cpu.push(seen.cpu / (turns * calls))
    if (round % 10 === 0) measured.allocated.push(await allocationsOf(redeem))
    contender.round = { times: [], cpu: 0 }
  }
}
process.stdout.write(JSON.stringify(contenders.map(({ measured }) => measured)))
