/**
 * `npm start`: the whole loop on this machine. Specs → client → mocks → every flow and every documented answer. It has
 * no deadline: a slow machine takes as long as it takes, and the line of progress says so.
 */
import { MockFailed, startMocks } from "../contracts/mocks.ts"
import { hasClient } from "../contracts/providers.ts"
import { readFlows } from "../contracts/spec/flows.ts"
import { BrokenSpec, readSpecs } from "../contracts/spec/specs.ts"
import { generate } from "./generate/output.ts"
import { write } from "./generate/write.ts"
import { answersOf, type Redemption, redeemSteps } from "./start/redemptions.ts"
import { answersTable, flowLine, next, offLines } from "./start/screen.ts"
import { endOnSignals, paint, progress, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm start

Regenerates the client, starts a mock of every spec on a free port, runs every flow and redeems against every
documented answer through the client. Prints a line for each flow, and counts the answers by their outcomes; an outcome
that is not the one in contracts/providers/ is named. Needs no network and no credentials.

Exit codes: 0 every outcome is as stated, 1 one is not or a step failed, 2 a wrong option.
`

readOptions(help, {})
endOnSignals()

const since = performance.now()
const line = progress()
let step = ""
/** Elsewhere than on a terminal, only a step that lasts is said. */
const show = (what: string) => {
  step = what
  if (process.stderr.isTTY) line.show(`${what} …`)
}
/** Said as often as this while a step lasts, in milliseconds. */
const often = 10_000
setInterval(
  () => line.show(`${step} … ${seconds(since)} so far. It waits as long as it takes; Ctrl-C ends it.`),
  often,
).unref()
const print = (text: string) => {
  line.clear()
  process.stdout.write(`${text}\n`)
}

const run = async (): Promise<boolean> => {
  show("generating the client")
  await write(await generate())
  const [specs, everyFlow] = await Promise.all([readSpecs(), readFlows()])
  const flows = everyFlow.filter(({ steps }) => steps.every(({ provider }) => hasClient(provider)))

  await using running = await startMocks(specs, 0, (provider) => show(`starting the mock of ${provider}`))
  const urlOf = (provider: string) => running.mocks.find((mock) => mock.provider === provider)?.url ?? ""

  print(paint("bold", "Flows: our client redeems at a mock of each spec"))
  const room = Math.max(...flows.map(({ workflowId }) => workflowId.length))
  const inFlows: Array<Redemption> = []
  for (const flow of flows) {
    const taken = await redeemSteps([flow], specs, urlOf, show)
    print(flowLine(flow.workflowId, room, taken))
    inFlows.push(...taken)
  }

  const answers = await redeemSteps(answersOf(specs), specs, urlOf, show)
  print(
    `\n${paint("bold", "Outcomes: every documented answer, by what the client makes of it")}\n${answersTable(answers)}\n`,
  )

  const off = [...inFlows, ...answers].filter(({ isRight }) => !isRight)
  const verdict =
    off.length === 0 ? paint("green", "all as contracts/providers/ states") : paint("red", `${off.length} off`)
  for (const one of off) print(offLines(one).join("\n"))
  print(`${flows.length} flows and ${answers.length} documented answers in ${seconds(since)}: ${verdict}\n\n${next}`)
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
