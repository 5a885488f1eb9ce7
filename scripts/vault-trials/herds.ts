/** Herds of processes, again and again. */
import { herd } from "../../contracts/vault/fixtures/herd.ts"
import type { MakePlace } from "../../contracts/vault/fixtures/place.ts"
import { table } from "../table.ts"
import { progress } from "../terminal.ts"

const [processes, calls] = [8, 200]
const everybody = processes * calls

const rounded = (milliseconds: number | undefined) => String(Math.round(milliseconds ?? 0))

/** Runs herds, prints their figures, and says which went wrong. */
export const runHerds = async (
  places: ReadonlyMap<string, MakePlace>,
  times: number,
): Promise<ReadonlyArray<string>> => {
  const line = progress()
  const broken: Array<string> = []
  const rows: Array<ReadonlyArray<string>> = []
  for (const [store, make] of places) {
    for (let time = 1; time <= times; time++) {
      line.show(`herd ${time} of ${times} on ${store}`)
      await using made = await make()
      const { place } = made
      const alone = await herd({ place, processes: 1, calls: 1 })
      const { refreshes, served, sets, isLive, errors, waits } = await herd({ place, processes, calls })
      const [one, longest] = [alone.waits[0] ?? 0, waits.at(-1) ?? 0]
      if (refreshes !== 1 || served !== everybody || sets !== 1 || !isLive)
        broken.push(`herd ${time} on ${store}: ${refreshes} refreshes, ${served} served, ${sets} sets, ${errors}`)
      const middle = waits[Math.floor(waits.length / 2)]
      const figures = [one, middle, longest].map(rounded)
      rows.push([
        `${store} ${time}`,
        `${refreshes}`,
        `${served} of ${everybody}`,
        ...figures,
        (longest / one).toFixed(1),
      ])
    }
  }
  line.clear()
  const head = ["herd", "refreshes", "served", "one refresh, ms", "median, ms", "longest, ms", "waiting ÷ one refresh"]
  if (rows.length > 0) process.stdout.write(`${table(head, rows)}\n\n`)
  return broken
}
