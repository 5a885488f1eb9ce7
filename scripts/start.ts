/** `npm start`: the whole loop on this machine. Specs → client → mocks → every flow and every documented answer. */
import { readFlows } from "../contracts/spec/flows.ts"
import { BrokenSpec, readSpecs } from "../contracts/spec/specs.ts"
import { generate, write } from "./generate/output.ts"
import { startMocks } from "./mocks.ts"
import { redeemAnswers, redeemFlows } from "./start/redemptions.ts"
import { redemptionTable } from "./start/table.ts"
import { endOnSignals, paint, progress, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm start

Regenerates the client, starts a mock of every spec on a free port, runs every flow and redeems against every
documented answer through the client, and prints the outcomes. Needs no network and no credentials.

Exit codes: 0 every outcome is as stated, 1 one is not, 2 a wrong option.
`

readOptions(help, {})
endOnSignals()

const since = performance.now()
const line = progress()

const run = async (): Promise<boolean> => {
  line.show("generating the client …")
  await write(await generate())
  const [specs, flows] = await Promise.all([readSpecs(), readFlows()])

  line.show(`starting ${specs.length} mocks …`)
  await using running = await startMocks(specs)
  const urlOf = (provider: string) => running.mocks.find((mock) => mock.provider === provider)?.url ?? ""

  const flowRows = await redeemFlows(flows, urlOf, line.show)
  const answerRows = await redeemAnswers(specs, urlOf, line.show)
  line.clear()
  process.stdout.write(redemptionTable("Flows", ["flow", "operation"], flowRows))
  process.stdout.write(redemptionTable("Every documented answer", ["operation", "answer"], answerRows))

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
  if (!(cause instanceof BrokenSpec)) throw cause
  process.stderr.write(`${paint("red", cause.message, process.stderr)}\n`)
  process.exitCode = 1
}
