/**
 * `npm start`: the whole loop on this machine. Specs → client → mocks → every flow and every documented answer. It has
 * no deadline: a slow machine takes as long as it takes, and the line of progress says so.
 */
import { MockFailed, startMocks } from "../contracts/mocks.ts"
import { readFlows } from "../contracts/spec/flows.ts"
import { BrokenSpec, readSpecs } from "../contracts/spec/specs.ts"
import { generate } from "./generate/output.ts"
import { write } from "./generate/write.ts"
import { answersOf, redeemSteps } from "./start/redemptions.ts"
import { redemptionTable } from "./start/table.ts"
import { endOnSignals, paint, progress, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm start

Regenerates the client, starts a mock of every spec on a free port, runs every flow and redeems against every
documented answer through the client, and prints the outcomes. Needs no network and no credentials.

Exit codes: 0 every outcome is as stated, 1 one is not or a step failed, 2 a wrong option.
`

readOptions(help, {})
endOnSignals()

const since = performance.now()
const line = progress()
let step = ""
const show = (what: string) => {
  step = what
  line.show(what)
}
/** Said as often as this while a step lasts, in milliseconds. */
const often = 10_000
setInterval(
  () => line.show(`${step} ${seconds(since)} so far. It waits as long as it takes; Ctrl-C ends it.`),
  often,
).unref()

const run = async (): Promise<boolean> => {
  show("generating the client …")
  await write(await generate())
  const [specs, flows] = await Promise.all([readSpecs(), readFlows()])

  await using running = await startMocks(specs, 0, (provider) => show(`starting the mock of ${provider} …`))
  const urlOf = (provider: string) => running.mocks.find((mock) => mock.provider === provider)?.url ?? ""

  const flowRows = await redeemSteps(flows, specs, urlOf, show)
  const answerRows = await redeemSteps(answersOf(specs), specs, urlOf, show)
  line.clear()
  process.stdout.write(`\n${redemptionTable("flow", flowRows)}\n\n`)
  process.stdout.write(`${redemptionTable("every documented answer", answerRows)}\n`)

  const operations = new Set(answerRows.map(({ group }) => group)).size
  const counts = `${operations} operations, ${flows.length} flows, ${answerRows.length} documented answers`
  const off = [...flowRows, ...answerRows].filter(({ isRight }) => !isRight)
  const verdict = off.length === 0 ? paint("green", "all as the specs say") : paint("red", `${off.length} are off`)
  process.stdout.write(`\n${counts} in ${seconds(since)}: ${verdict}\n`)
  for (const { group, what } of off) process.stdout.write(`${paint("red", "off")} ${group} ${what}\n`)
  return off.length === 0
}

try {
  process.exitCode = (await run()) ? 0 : 1
} catch (cause) {
  line.clear()
  const isKnown = cause instanceof BrokenSpec || cause instanceof MockFailed
  const message = cause instanceof Error ? cause.message : String(cause)
  process.stderr.write(`${paint("red", isKnown ? message : `${step} failed: ${message}`, process.stderr)}\n`)
  process.exitCode = 1
}
