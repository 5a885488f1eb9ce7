/** Processes that are killed, at named moments and at random ones. */
import { killed, type Trial, type TrialOutcome } from "../../contracts/vault/fixtures/kill.ts"
import { type Flow, killPoints } from "../../contracts/vault/fixtures/kill-points.ts"
import type { MakePlace } from "../../contracts/vault/fixtures/place.ts"
import { inTurns } from "../../contracts/vault/fixtures/turns.ts"
import { type ProviderName, providerNames } from "../../contracts/vault/fixtures/vendor.ts"
import { table } from "../table.ts"
import { progress } from "../terminal.ts"

interface Planned extends Trial {
  readonly store: string
  readonly expected?: { readonly verdict: string; readonly posts: number }
}

/** Numbers from 0 to 1 that follow from a seed. */
const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A process has finished after so many milliseconds, mostly. */
const longest = 130

const randomFlows: ReadonlyArray<Flow> = [
  "connect",
  "refresh",
  "connect",
  "refresh",
  "connect",
  "first connect",
  "reseal",
]

/** As many for each flow, so that none is met more often. */
const providersOf = (flow: Flow): ReadonlyArray<ProviderName> =>
  flow === "refresh" ? providerNames.map(() => "aisquare") : providerNames

const turning = <A>(all: ReadonlyArray<A>, turn: number): A => {
  const one = all[turn % all.length]
  if (one === undefined) throw new Error("nothing to choose from")
  return one
}

const named = (places: ReadonlyMap<string, MakePlace>): ReadonlyArray<Planned> =>
  killPoints.flatMap(({ flow, at, comesTo, posts }) =>
    providersOf(flow).flatMap((provider) =>
      [...places].map(([store, make]) => ({
        ...{ store, make, flow, provider, death: at },
        expected: { verdict: comesTo, posts },
      })),
    ),
  )

/** What a step is, with the flow that it belongs to. */
const stepOf = ({ flow, diedAt }: TrialOutcome) => `${flow}: ${diedAt}`

/** Runs trials until so many processes were killed, prints what came of them, and says what went wrong. */
export const runKills = async (
  places: ReadonlyMap<string, MakePlace>,
  times: number,
  seed: number,
): Promise<ReadonlyArray<string>> => {
  if (times === 0) return []
  const line = progress()
  const random = randomFrom(seed)
  const points = named(places)
  const outcomes: Array<TrialOutcome & Planned> = []
  const broken: Array<string> = []
  const kills = () => outcomes.filter(({ isKilled }) => isKilled).length
  const run = async (planned: Planned) => {
    const outcome = await killed(planned)
    outcomes.push({ ...planned, ...outcome })
    const { store, flow, provider, death, expected } = planned
    const where = `${store}, ${flow} at ${provider}, death ${death}, seed ${seed}`
    for (const law of outcome.broken) broken.push(`${where}: not so: ${law} (${JSON.stringify(outcome)})`)
    if (expected && (expected.verdict !== outcome.verdict || expected.posts !== outcome.posts))
      broken.push(`${where}: ${outcome.verdict}, ${outcome.posts} POSTs instead of ${JSON.stringify(expected)}`)
    if (kills() % 10 === 0)
      line.show(`${kills()} of ${times} killed${broken.length > 0 ? `, ${broken.length} laws broken` : ""}`)
  }

  const turn = inTurns(3)
  const half = Math.floor(times / 2)
  // Every point is met on the way: prime to their number.
  const step = 37
  await Promise.all(Array.from({ length: half }, (_, index) => turn(() => run(turning(points, index * step)))))
  for (let index = 0; kills() < times; index += 6) {
    await Promise.all(
      Array.from({ length: 6 }, (_, offset) => {
        const flow = turning(randomFlows, index + offset)
        const provider = turning(providersOf(flow), Math.floor(random() * 3))
        const [store, make] = turning([...places], Math.floor(random() * 2))
        const death = Math.round(random() * longest)
        return turn(() => run({ store, make, flow, provider, death }))
      }),
    )
  }
  line.clear()

  const count = (isMeant: (one: TrialOutcome & Planned) => boolean) => String(outcomes.filter(isMeant).length)
  const groups = [...new Set(outcomes.map(({ store, flow }) => `${store}, ${flow}`))].sort()
  const rows = groups.map((group) => {
    const own = (isMeant: (one: TrialOutcome & Planned) => boolean) =>
      count((one) => `${one.store}, ${one.flow}` === group && isMeant(one))
    return [
      group,
      own(({ isKilled, death }) => isKilled && typeof death === "string"),
      own(({ isKilled, death }) => isKilled && typeof death === "number"),
      own(({ isKilled }) => !isKilled),
      ...["tokens", "unknown", "lost"].map((verdict) => own((one) => one.verdict === verdict)),
      own((one) => one.broken.length > 0),
    ]
  })
  const head = ["kill -9", "at a named moment", "at random", "had finished", "tokens", "unknown", "lost", "law broken"]
  process.stdout.write(`${table(head, rows)}\n\n`)
  const steps = [...new Set(outcomes.filter(({ isKilled }) => isKilled).map(stepOf))].sort()
  const byStep = steps.map((name) => {
    const own = (type: "string" | "number") =>
      count((one) => one.isKilled && stepOf(one) === name && typeof one.death === type)
    return [name, own("string"), own("number")]
  })
  process.stdout.write(`${table(["the last step before the kill", "named", "random"], byStep)}\n\nSeed ${seed}.\n`)
  return broken
}
