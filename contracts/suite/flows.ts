/** Runs the Arazzo flows with `redocly respect`, and reads the result of each step. */
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Exchange } from "../evidence/exchange.ts"
import { redocly } from "../redocly.ts"
import { type Flow, flowsFile, type Step as PlannedStep } from "../spec/flows.ts"
import type { Json } from "../spec/specs.ts"

/** The result of one step. */
export interface RunStep extends PlannedStep {
  readonly workflowId: string
  readonly hasPassed: boolean
  readonly exchange: Exchange
}

/**
 * Runs flows against providers at these URLs. Returns each step, and Redocly's output. Its own report file is deleted.
 */
export const runFlows = async (
  flows: ReadonlyArray<Flow>,
  urlOf: (provider: string) => string,
): Promise<{ readonly steps: ReadonlyArray<RunStep>; readonly output: string }> => {
  const planned = flows.flatMap(({ workflowId, steps }) => steps.map((step) => ({ ...step, workflowId })))
  const providers = new Set(planned.map(({ provider }) => provider))
  const servers = [...providers].flatMap((provider) => ["-S", `${provider}=${urlOf(provider)}`])
  const folder = await mkdtemp(join(tmpdir(), "flows-"))
  try {
    const report = join(folder, "report.json")
    const { stdout, stderr } = await redocly([
      "respect",
      flowsFile,
      ...servers,
      ...flows.flatMap(({ workflowId }) => ["--workflow", workflowId]),
      "--json-output",
      report,
    ])
    const text = await readFile(report, "utf8").catch(() => {
      throw new Error(`redocly respect wrote no JSON:\n${stdout}${stderr}`)
    })
    const { executedWorkflows }: { executedWorkflows: ReadonlyArray<Workflow> } = JSON.parse(text).files[flowsFile]
    const executed = executedWorkflows.flatMap(({ executedSteps }) => executedSteps)
    const steps = planned.flatMap((planned): ReadonlyArray<RunStep> => {
      const { workflowId, stepId, answer } = planned
      const step = executed.find((one) => one.workflowId === workflowId && one.stepId === stepId)
      if (step?.response === undefined) return []
      return [
        {
          ...planned,
          hasPassed: step.checks.length > 0 && step.checks.every(({ status }) => status === "success"),
          answer: { ...answer, status: step.response.statusCode },
          exchange: exchangeOf(step, step.response),
        },
      ]
    })
    return { steps, output: stdout + stderr }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Workflow {
  readonly executedSteps: ReadonlyArray<Step>
}

/** A step in Redocly's report, which masks what the flows mark as a password. */
interface Step {
  readonly workflowId: string
  readonly stepId: string
  readonly checks: ReadonlyArray<{ readonly status: string }>
  readonly request: Message & { readonly method: string; readonly url: string }
  readonly response?: Message & { readonly statusCode: number }
}

interface Message {
  readonly headers: { readonly [name: string]: string }
  readonly body?: Json
}

const exchangeOf = ({ request }: Step, { statusCode, headers, body }: NonNullable<Step["response"]>): Exchange => ({
  request: {
    method: request.method.toUpperCase(),
    url: request.url,
    headers: new Headers(request.headers),
    body: textOf(request.body),
  },
  answer: { status: statusCode, headers: new Headers(headers), body: textOf(body) },
})

const textOf = (body: Json | undefined): string => (typeof body === "string" ? body : JSON.stringify(body ?? ""))
