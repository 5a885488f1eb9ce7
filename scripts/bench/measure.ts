/**
 * Measures one contender beside the base, in a process of their own, and prints both as JSON. The two take turns every
 * few calls in random order, so that a slow machine slows both.
 */
import { GCProfiler, getHeapStatistics } from "node:v8"
import { base, contenders, type Redeem, wireTo } from "./contenders.ts"
import type { SuccessExample } from "./examples.ts"
import { median, shuffled } from "./spread.ts"

/** Samples per call: the time of each round in microseconds, and bytes. */
export interface Measured {
  readonly times: Array<number>
  readonly allocated: Array<number>
}

const [given = "", name = "", rounds = "", server] = process.argv.slice(2)
const example: SuccessExample = JSON.parse(given)
const turns = 20
const calls = server === undefined ? 50 : 10
/** Until V8 has compiled the code. */
const warmUp = server === undefined ? 20_000 : 1_000

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

const wire = wireTo(example, server)
const make = new Map(Object.entries(contenders)).get(name)
if (make === undefined) throw new Error(`There is no contender ${name}.`)
const both = [await base(wire), await make(wire)].map((redeem) => {
  const measured: Measured = { times: [], allocated: [] }
  return { redeem, measured, turns: [] as Array<number> }
})
for (const { redeem } of both) {
  const token = await redeem()
  if (token !== JSON.parse(example.answer)[example.tokenField])
    throw new Error(`${name} brought another token: ${token}`)
}
for (const { redeem } of shuffled(both)) for (let call = 0; call < warmUp; call++) await redeem()

for (let round = 0; round < Number(rounds); round++) {
  for (let taken = 0; taken < turns; taken++) {
    for (const one of shuffled(both)) one.turns.push(await turn(one.redeem))
  }
  for (const one of both) {
    one.measured.times.push(median(one.turns.splice(0)))
    if (round % 10 === 0) one.measured.allocated.push(await allocationsOf(one.redeem))
  }
}
process.stdout.write(JSON.stringify(both.map(({ measured }) => measured)))
