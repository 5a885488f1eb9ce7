/**
 * Measures one process that redeems: its peak memory and its open connections. Run by the tests with `node
 * --expose-gc`, against a server in another process, so that only the client is measured.
 *
 * Arguments: the server's URL, the number of concurrent redemptions, and the number to warm up with, since the first
 * ones load and compile code. Prints one line of JSON.
 */
import { subscribe } from "node:diagnostics_channel"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import type { Socket } from "node:net"
import { setTimeout } from "node:timers/promises"
import { firstOf } from "./calls.ts"

const [url = "", count = "1", warmUp = "1"] = process.argv.slice(2)
/** On a connection of its own, and on a pooled one. */
const calls = [firstOf("one-time"), firstOf("reusable")]

/** The ends of all connections that undici has made and not yet closed. */
const ends = new Set<Promise<void>>()
subscribe("undici:client:connected", (message) => {
  // The types of the channel know no messages; undici documents this one.
  const { socket } = message as { readonly socket: Socket }
  const end = new Promise<void>((resolve) => socket.once("close", () => resolve()))
  ends.add(end)
  void end.then(() => ends.delete(end))
})

/** Less is no change of the heap. In bytes. */
const noise = 100_000

/** undici closes idle connections of a pool after four seconds. */
const patience = 10_000

const allClosed = async () => {
  const end = new AbortController()
  await Promise.race([Promise.all(ends), setTimeout(patience, undefined, { signal: end.signal }).catch(() => {})])
  end.abort()
}

/** The most collections for one measurement. */
const collections = 50

/** Collects until nothing more goes: what one collection finalizes goes with a later one. */
const settledHeap = async () => {
  let [left, before] = [collections, Number.POSITIVE_INFINITY]
  for (let steady = 0; steady < 3 && left > 0; left--) {
    globalThis.gc?.()
    const now = process.memoryUsage().heapUsed
    steady = before - now < noise ? steady + 1 : 0
    before = now
    await setTimeout(20)
  }
}

const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS/.test(name)).length

/** The server answers by the path. */
const redeem = (index: number) => {
  const call = calls[index % calls.length] ?? firstOf("one-time")
  return call.promise({ baseUrl: `${url}/${call.name}` })
}

/** Runs this many redemptions at once. Returns the count of each outcome. */
const redeemAll = async (count: number) => {
  const outcomes = new Map<string, number>()
  for (const { error } of await Promise.all(Array.from({ length: count }, (_, index) => redeem(index)))) {
    const name = error?._tag ?? "redeemed"
    outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
  }
  // Idle connections are not a leak, those that stay open are. undici may open another one meanwhile.
  await allClosed()
  await settledHeap()
  await allClosed()
  return Object.fromEntries(outcomes)
}

/** Linux resets its peak on request; elsewhere the peak includes the start. */
const forgetPeak = () => existsSync("/proc/self/clear_refs") && writeFileSync("/proc/self/clear_refs", "5")
const peak = () => {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : ""
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? []
  return Number(kilobytes ?? process.resourceUsage().maxRSS) * 1024
}

await redeemAll(Number(warmUp))
const before = { rss: process.memoryUsage().rss, heap: process.memoryUsage().heapUsed }
forgetPeak()
const outcomes = await redeemAll(Number(count))
process.stdout.write(
  `${JSON.stringify({
    outcomes,
    peakGrowth: peak() - before.rss,
    heapGrowth: process.memoryUsage().heapUsed - before.heap,
    unclosed: ends.size,
    sockets: sockets(),
  })}\n`,
)
