/** `npm run mutate`: measures how many breaks the gate catches. */
import { rm } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { clientMutants } from "./mutate/client/mutants.ts"
import { makeCopies } from "./mutate/copy.ts"
import { equivalents, reasonFor } from "./mutate/equivalent.ts"
import { judgeAll, openCourt, Unsound } from "./mutate/judge.ts"
import { type Judged, kinds, type Mutant } from "./mutate/mutant.ts"
import { countOf, summary, tables, writeReports } from "./mutate/report.ts"
import { sampled } from "./mutate/select.ts"
import { specMutants, unchangedSpecs } from "./mutate/specs/mutants.ts"
import { paint, progress, readOptions, refuse } from "./terminal.ts"

const help = `
Usage: npm run mutate [-- options]

Breaks the specs, the client and the vault in small ways, one at a time, each in a copy of the repository, and asks the gate's steps,
the cheapest first, whether one objects. A break without an objection has survived: the gate lacks a check. Mutants without
any effect are listed with their reason in scripts/mutate/equivalent.ts.

  --all               every place where an operator fits; otherwise at most two of each operator in each file
  --only <text>       of these, the mutants whose id holds this text; again for several
  --without-history   skip the comparison with an earlier version, to see what the suite alone catches
  --list              print the mutants' ids, and judge none
  --jobs <number>     how many at a time; by default one for each processor
  --help              this text

Reports: reports/mutate.md and reports/mutate.json.

Exit codes: 0 each was killed or is equivalent, 1 one survived or an entry of equivalent.ts is wrong, 2 a wrong option, or
a step that fails without any mutant.
`

/** Mutants per operator and file. */
const most = 2

const options = readOptions(help, {
  all: { type: "boolean" },
  only: { type: "string", multiple: true },
  "without-history": { type: "boolean" },
  list: { type: "boolean" },
  jobs: { type: "string", default: String(availableParallelism()) },
})
const jobs = Number(options.jobs)
if (!Number.isInteger(jobs) || jobs < 1) refuse(help, `--jobs takes a number from 1 on, not "${options.jobs}".`)
const stopped = new AbortController()
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    process.exitCode = code
    stopped.abort()
  })
}

const say = (text: string) => process.stdout.write(`${text}\n`)
const complain = (text: string) => process.stderr.write(`${paint("red", text, process.stderr)}\n`)

const catalogue = [...(await specMutants()), ...(await clientMutants())]
const isWanted = ({ id }: Mutant) => options.only?.some((text) => id.includes(text)) ?? true
const mutants = (options.all ? catalogue : sampled(catalogue, most)).filter(isWanted)
if (mutants.length === 0) {
  complain(`No mutant's id holds ${options.only?.map((text) => `"${text}"`).join(" or ")}. See --list.`)
  process.exit(2)
}
if (options.list) {
  for (const { id } of mutants) say(id)
  process.exit(0)
}

const since = performance.now()
const line = progress()
const withHistory = options["without-history"] !== true

/** Estimates the remaining time from the mutants judged so far. */
const timeLeft = (judged: ReadonlyArray<Judged>): string => {
  const left = kinds.map((kind) => {
    const those = judged.filter(({ mutant }) => mutant.kind === kind)
    const mean = those.length === 0 ? 10 : those.reduce((sum, { seconds }) => sum + seconds, 0) / those.length
    return mean * (mutants.filter((mutant) => mutant.kind === kind).length - those.length)
  })
  const minutes = left.reduce((sum, seconds) => sum + seconds, 0) / jobs / 60
  return minutes < 1 ? "less than a minute left" : `about ${Math.round(minutes)} min left`
}

const wantedKinds = kinds.filter((kind) => mutants.some((mutant) => mutant.kind === kind))

line.show(`${jobs} copies of the repository …`)
const { copies, parent } = await makeCopies(jobs)
const [first] = copies
if (first === undefined) throw new Error("no copy")

try {
  const court = await openCourt(first, await unchangedSpecs(), wantedKinds, withHistory, stopped.signal, (step) =>
    line.show(`without any mutant: ${step} …`),
  )
  const judged: Array<Judged> = []
  let shown = ""
  await judgeAll(mutants, copies, court, equivalents, (one) => {
    judged.push(one)
    const { fate, mutant } = one
    if (fate._tag === "Survived") {
      line.clear()
      say(`${paint("red", "survived")} ${mutant.id}`)
    }
    const survived = countOf(judged, "Survived")
    const percent = Math.floor((100 * judged.length) / mutants.length)
    const text = `${judged.length} of ${mutants.length}, ${survived} survived, ${timeLeft(judged)}`
    // Without a terminal, a line per percent.
    if (process.stderr.isTTY || shown !== String(percent)) line.show(text)
    shown = String(percent)
  })
  line.clear()
  const seconds = (performance.now() - since) / 1000
  for (const one of tables(judged)) say(`\n${one}`)
  await writeReports(judged, seconds)
  const stale = equivalents.filter(({ mutants }) => !catalogue.some(({ id }) => mutants.test(id)))
  const refuted = judged.filter(({ mutant, fate }) => fate._tag === "Killed" && reasonFor(mutant.id, equivalents))
  say(`\n${summary(judged, seconds)}`)
  for (const { mutants } of stale)
    complain(`scripts/mutate/equivalent.ts: ${mutants} matches no mutant any more. Remove it.`)
  for (const { mutant } of refuted) complain(`scripts/mutate/equivalent.ts: a step objects to ${mutant.id}. Remove it.`)
  process.exitCode = countOf(judged, "Survived") + stale.length + refuted.length === 0 ? 0 : 1
} catch (cause) {
  line.clear()
  if (!stopped.signal.aborted) {
    if (!(cause instanceof Unsound)) throw cause
    complain(cause.message)
    process.exitCode = 2
  }
} finally {
  // Retries, since what a mutant started may still write for a moment.
  await rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
