/** `npm start`: the whole loop on this machine. Specs → client → mocks → every flow and every documented answer. */
import { isDeepStrictEqual } from "node:util"
import { hasClient, plain, redeem } from "../contracts/clients.ts"
import { momentOf } from "../contracts/moment.ts"
import { expectedOutcome, outcomes } from "../contracts/outcomes.ts"
import { fill, type Outputs, readFlows } from "./flows.ts"
import { generate, write } from "./generate/output.ts"
import { startMocks } from "./mocks.ts"
import { BrokenSpec, isObject, type JsonObject, readSpecs } from "./specs.ts"
import { outcomeText, table } from "./start/report.ts"
import { endOnSignals, paint, progress, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm start

Regenerates the client, starts a mock of every spec on a free port, runs every flow and redeems against every
documented answer through the client, and prints what came back. Needs no network and no credentials.

Exit codes: 0 everything came back as the specs say, 1 something did not, 2 a wrong option.
`

readOptions(help, {})
endOnSignals()

const since = performance.now()
const line = progress()
const off: Array<string> = []

const run = async (): Promise<void> => {
  line.show("generating the client …")
  await write(await generate())

  const specs = await readSpecs()
  line.show(`starting ${specs.length} mocks …`)
  await using running = await startMocks(specs)
  const urlOf = (provider: string) => running.mocks.find((mock) => mock.provider === provider)?.url ?? ""

  const flows = await readFlows()
  const flowRows: Array<ReadonlyArray<string>> = []
  for (const { workflowId, inputs, steps } of flows) {
    let outputs: Outputs = {}
    for (const [index, step] of steps.entries()) {
      line.show(`running the flow ${workflowId} …`)
      const wire = fill(step.payload, inputs, outputs)
      const started = performance.now()
      const redeemed = await redeem(step, wire, {
        baseUrl: urlOf(step.provider),
        now: new Date(),
        headers: { prefer: step.prefer },
      })
      const body: unknown = await redeemed.responses[0]?.json().catch(() => null)
      const answer: JsonObject = isObject(body) ? body : {}
      outputs = {
        ...outputs,
        [step.stepId]: Object.fromEntries(
          Object.entries(step.outputs).map(([name, field]) => [name, answer[field] ?? null]),
        ),
      }
      const isLast = index === steps.length - 1
      if ("_tag" in redeemed.outcome !== (isLast && workflowId.endsWith("-refused"))) off.push(`flow ${workflowId}`)
      flowRows.push([
        index === 0 ? workflowId : "",
        `${step.provider}.${step.operationId}`,
        ...outcomeText(redeemed.outcome),
        `${(performance.now() - started).toFixed(0)} ms`,
      ])
    }
  }

  const answerRows: Array<ReadonlyArray<string>> = []
  for (const spec of specs.filter(({ provider }) => hasClient(provider))) {
    for (const operation of spec.operations) {
      const { provider, operationId, answers, body } = operation
      const wire = body?.contents[0]?.examples[0]?.value ?? null
      let first = true
      for (const { status, contents } of answers) {
        for (const { name, value } of contents.flatMap(({ examples }) => examples)) {
          line.show(`${provider}.${operationId} against ${status} ${name} …`)
          const started = performance.now()
          const { outcome } = await redeem(operation, wire, {
            baseUrl: urlOf(provider),
            now: momentOf(wire, value),
            headers: { prefer: `code=${status}, example=${name}` },
          })
          const row = outcomes[provider]?.[operationId]?.[`${status} ${name}`]
          const isRight =
            row !== undefined &&
            isDeepStrictEqual(plain(outcome), expectedOutcome(row, operation, Number(status), value))
          if (!isRight) off.push(`${provider}.${operationId} against ${status} ${name}`)
          answerRows.push([
            first ? `${provider}.${operationId}` : "",
            `${status} ${name}`,
            ...outcomeText(outcome),
            `${(performance.now() - started).toFixed(0)} ms`,
          ])
          first = false
        }
      }
    }
  }
  line.clear()
  process.stdout.write(`\n${paint("bold", "Flows")}\n`)
  process.stdout.write(table(["flow", "operation", "outcome", "what the caller knows", "time"], flowRows))
  process.stdout.write(`\n${paint("bold", "Every documented answer")}\n`)
  process.stdout.write(table(["operation", "answer", "outcome", "what the caller knows", "time"], answerRows))
  const operations = specs.flatMap((spec) => spec.operations).length
  process.stdout.write(
    `\n${operations} operations, ${flows.length} flows, ${answerRows.length} documented answers in ${seconds(since)}: `,
  )
}

try {
  await run()
  process.stdout.write(off.length === 0 ? paint("green", "all as the specs say\n") : paint("red", "something is off\n"))
  for (const what of off) process.stdout.write(`${paint("red", "off")} ${what}\n`)
  process.exitCode = off.length === 0 ? 0 : 1
} catch (cause) {
  line.clear()
  process.stderr.write(`${paint("red", cause instanceof Error ? cause.message : String(cause), process.stderr)}\n`)
  if (cause instanceof Error && !(cause instanceof BrokenSpec)) process.stderr.write(`${cause.stack}\n`)
  process.exitCode = 1
}
