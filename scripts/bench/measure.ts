/**
 * Measures one contender beside the base, in a process of their own, and prints both as JSON. The two take turns every
 * few calls in random order, so that a slow machine slows both.
 */
import { GCProfiler, getHeapStatistics } from "node:v8"
import { contendersOf, type Redeem } from "./contenders.ts"
import { successExamples } from "./examples.ts"
import { median, shuffled } from "./spread.ts"

/** The samples of one contender: per call, the time of each round in microseconds, and bytes. */
export interface Measured {
  readonly name: string
  readonly times: Array<number>
  readonly allocated: Array<number>
}

const [provider = "", which = "", rounds = "", server] = process.argv.slice(2)
const example = (await successExamples()).find((other) => other.provider === provider)
if (example === undefined) throw new Error(`no provider ${provider}`)

const turns = 20
const calls = server === undefined ? 50 : 10
/** Until V8 has compiled the code. */
const warmUp = server === undefined ? 20_000 : 5_000

/** The mean time of a call, over the calls of one turn. */
const turn = async (redeem: Redeem): Promise<number> => {
  const since = performance.now()
  for (let call = 0; call < calls; call++) await redeem()
  return ((performance.now() - since) * 1_000) / calls
}

/** The growth of the heap, plus what was collected meanwhile. Buffers outside V8's heap are not included. */
const allocationsOf = async (redeem: Redeem): Promise<number> => {
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

const all = [...(await contendersOf(example, server))]
const contenders = [all[0], all[Number(which)]].map((contender) => {
  if (contender === undefined) throw new Error(`${provider} has no contender ${which}`)
  const [name, redeem] = contender
  const measured: Measured = { name, times: [], allocated: [] }
  return { redeem, measured, turns: [] as Array<number> }
})
for (const { redeem } of shuffled(contenders)) for (let call = 0; call < warmUp; call++) await redeem()

for (let round = 0; round < Number(rounds); round++) {
  for (let taken = 0; taken < turns; taken++) {
    for (const contender of shuffled(contenders)) contender.turns.push(await turn(contender.redeem))
  }
  for (const contender of contenders) {
    contender.measured.times.push(median(contender.turns))
    if (round % 10 === 0) contender.measured.allocated.push(await allocationsOf(contender.redeem))
    contender.turns = []
  }
}
process.stdout.write(JSON.stringify(contenders.map(({ measured }) => measured)))
