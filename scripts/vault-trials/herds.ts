/** Herds of processes, again and again. */
import { herd } from "../../contracts/vault/fixtures/herd.ts"
import type { MakePlace } from "../../contracts/vault/fixtures/place.ts"
import { table } from "../table.ts"
import { progress } from "../terminal.ts"

const [processes, calls] = [8, 200]
const everybody = processes * calls

/** Runs herds, prints their figures, and says which went wrong. */
export const runHerds = async (
  places: ReadonlyArray<readonly [store: string, make: MakePlace]>,
  times: number,
): Promise<ReadonlyArray<string>> => {
  const line = progress()
  const broken: Array<string> = []
  const rows: Array<ReadonlyArray<string>> = []
  for (const [store, make] of places) {
    for (let time = 1; time <= times; time++) {
      line.show(`herd ${time} of ${times} on ${store}`)
      await using made = await make()
      const alone = await herd({ place: made.place, processes: 1, calls: 1 })
      const { refreshes, served, sets, isLive, errors, waits } = await herd({ place: made.place, processes, calls })
      if (refreshes !== 1 || served !== everybody || sets !== 1 || !isLive)
        broken.push(`herd ${time} on ${store}: ${refreshes} refreshes, ${served} served, ${sets} sets, ${errors}`)
      const [one = Number.NaN, longest = Number.NaN] = [alone.waits[0], waits.at(-1)]
      const figures = [one.toFixed(0), longest.toFixed(0), (longest / one).toFixed(1)]
      rows.push([`${store} ${time}`, `${refreshes}`, `${served} of ${everybody}`, ...figures])
    }
  }
  line.clear()
  const head = ["herd", "refreshes", "served", "one refresh, ms", "longest wait, ms", "waiting ÷ one refresh"]
  if (rows.length > 0) process.stdout.write(`${table(head, rows)}\n\n`)
  return broken
}
