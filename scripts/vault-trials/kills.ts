/** Processes that are killed at random moments. */
import { killed, type TrialOutcome } from "../../contracts/vault/fixtures/kill.ts"
import type { MakePlace } from "../../contracts/vault/fixtures/place.ts"
import { inTurns } from "../../contracts/vault/fixtures/turns.ts"
import { providerNames } from "../../contracts/vault/fixtures/vendor.ts"
import { table } from "../table.ts"
import { progress } from "../terminal.ts"

/** A process has finished after so many milliseconds, mostly. */
const longest = 130

/** What a process does, and how often. */
const flows = ["connect", "refresh", "connect", "refresh", "connect", "first connect", "reseal"] as const

const oneOf = <A>(all: ReadonlyArray<A>): A => {
  const one = all[Math.floor(Math.random() * all.length)]
  if (one === undefined) throw new Error("nothing to choose from")
  return one
}

/** Runs trials until so many processes were killed, prints what came of them, and says what went wrong. */
export const runKills = async (
  places: ReadonlyArray<readonly [store: string, make: MakePlace]>,
  times: number,
): Promise<ReadonlyArray<string>> => {
  if (times === 0) return []
  const line = progress()
  const outcomes: Array<TrialOutcome & { readonly group: string }> = []
  const broken: Array<string> = []
  const kills = () => outcomes.filter(({ isKilled }) => isKilled).length
  const run = async () => {
    const [store, make] = oneOf(places)
    const flow = oneOf(flows)
    const provider = flow === "refresh" ? "aisquare" : oneOf(providerNames)
    const death = Math.round(Math.random() * longest)
    const outcome = await killed({ make, flow, provider, death })
    outcomes.push({ ...outcome, group: `${store}, ${flow}` })
    for (const law of outcome.broken)
      broken.push(
        `${store}, ${flow} at ${provider}, killed after ${death} ms: not so: ${law} (${JSON.stringify(outcome)})`,
      )
    line.show(`${kills()} of ${times} killed${broken.length > 0 ? `, ${broken.length} laws broken` : ""}`)
  }

  const turn = inTurns(3)
  while (kills() < times) await Promise.all(Array.from({ length: Math.min(6, times - kills()) }, () => turn(run)))
  line.clear()

  const groups = Object.entries(Object.groupBy(outcomes, ({ group }) => group)).sort()
  const rows = groups.map(([group, own = []]) => {
    const count = (isMeant: (one: TrialOutcome) => boolean) => String(own.filter(isMeant).length)
    return [
      group,
      count(({ isKilled }) => isKilled),
      count(({ isKilled }) => !isKilled),
      ...["tokens", "unknown", "lost"].map((verdict) => count((one) => one.verdict === verdict)),
      count((one) => one.broken.length > 0),
    ]
  })
  const head = ["kill -9", "killed", "had finished", "tokens", "unknown", "lost", "law broken"]
  process.stdout.write(`${table(head, rows)}\n`)
  return broken
}
