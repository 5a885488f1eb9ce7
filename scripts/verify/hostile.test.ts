/** Whatever a vendor answers, reports and recorded exchanges keep nothing of somebody's. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { variableOf } from "../../src/variable.ts"
import { verifiableOf } from "./cases.ts"
import { dataIn, realValue, spellings, startHostile, ways } from "./fixtures/hostile.ts"
import { contractOf, providers, runAt } from "./fixtures/runs.ts"
import { record } from "./record.ts"
import { table, writeReport } from "./report.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-hostile-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Everything that one run prints and writes, by file. */
const keptOf = async (provider: string, { contract, results }: Awaited<ReturnType<typeof runAt>>, way: number) => {
  const kept = join(folder, `${provider}-${way}`)
  const report = { provider, baseUrl: "http://127.0.0.1", at: new Date(), results }
  await writeReport(report, kept)
  await record(results, { contract, baseUrl: "http://127.0.0.1", at: new Date(), folder: kept })
  const files = (await readdir(kept)).map(async (file) => [file, await readFile(join(kept, file), "utf8")] as const)
  return [["terminal", table(report)] as const, ...(await Promise.all(files))]
}

// Acme has a form, parameters and credentials in headers.
test.each(["acme", ...providers])(
  "%s echoes the request in every spelling, and answers with numbers, names as keys and dates that are none: nothing is kept",
  async (provider) => {
    const { spec, judge } = contractOf(provider)
    const fields = verifiableOf({ spec, judge }).flatMap((one) => one.fields)
    const values = new Map(
      fields.map(({ name, isOneTime }) => [variableOf(provider, name), realValue(name, isOneTime)]),
    )
    const searched = dataIn([...values.values()]).flatMap((datum) =>
      spellings(datum).map((text) => [`${datum.slice(0, 20)} as ${text.slice(0, 20)}`, text.toLowerCase()] as const),
    )
    const found = new Set<string>()
    let redeemed = 0
    for (let way = 0; way < ways; way += 1) {
      await using vendor = await startHostile(spec, way)
      const run = await runAt(provider, vendor.url, { environment: Object.fromEntries(values), allow: "everything" })
      redeemed += run.results.filter(({ group, unsent }) => group === "redemption" && unsent === undefined).length
      for (const [file, text] of await keptOf(provider, run, way)) {
        const lower = text.toLowerCase()
        for (const [what, spelling] of searched) if (lower.includes(spelling)) found.add(`${file}: ${what}`)
      }
    }
    expect(redeemed).toBeGreaterThanOrEqual(ways)
    expect([...found]).toEqual([])
  },
  120_000,
)
