/**
 * Measures one process that redeems: how much memory it takes at the most, what it leaves open. Run by the tests with
 * `node --expose-gc`, against a server in another process, so that only the client is measured.
 *
 * Arguments: the server's URL, how many redemptions at once, and how many to warm up with, since what the first ones
 * load and compile is no leak. Prints one line of JSON.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { createTokenExchange } from "../../src/index.ts"

const [url = "", count = "1", warmUp = "1"] = process.argv.slice(2)
const exchange = createTokenExchange({
  dapi: { appSecret: "made-up", baseUrl: url },
  aisquare: { baseUrl: url },
})

const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS/.test(name)).length

const redeem = (index: number) =>
  index % 2 === 0
    ? exchange.dapi.exchangeToken({ accessCode: `code-${index}`, connectionId: "connection" })
    : exchange.aisquare.obtainToken({ username: "alice", password: "made-up" })

/** That many at once; what they came to, by name. */
const redeemAll = async (count: number) => {
  const outcomes = new Map<string, number>()
  for (const { error } of await Promise.all(Array.from({ length: count }, (_, index) => redeem(index)))) {
    const name = error?._tag ?? "redeemed"
    outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
  }
  // Idle connections of the pool are no leak: undici closes them after four seconds. One that stays is counted.
  for (let round = 0; sockets() > 0 && round < 100; round++) await new Promise((resolve) => setTimeout(resolve, 100))
  globalThis.gc?.()
  return Object.fromEntries(outcomes)
}

/** Linux forgets its peak on request; elsewhere that of the start stays in it. */
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
    sockets: sockets(),
  })}\n`,
)
