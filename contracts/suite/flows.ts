/** The Arazzo flows, what each step of them comes to, and how they are run: by `redocly respect`. */
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Exchange } from "../evidence/exchange.ts"
import { redocly } from "../redocly.ts"
import { readFlows } from "../spec/flows.ts"
import type { Json } from "../spec/specs.ts"
import { type Target, urlOf } from "./target.ts"

export const flowsFile = "specs/flows.arazzo.yaml"

/** One step as it was run. */
export interface RunStep {
  readonly workflowId: string
  readonly stepId: string
  readonly provider: string
  readonly operationId: string
  readonly hasPassed: boolean
  /** The answer that was asked for and came, by status and name. */
  readonly answer: string
  readonly exchange: Exchange
}

/** Runs every flow on a target. Returns each step, and what Redocly printed. Its own report is not kept. */
export const runFlows = async (
  target: Target,
): Promise<{ readonly steps: ReadonlyArray<RunStep>; readonly output: string }> => {
  const planned = (await readFlows()).flatMap(({ workflowId, steps }) => steps.map((step) => ({ ...step, workflowId })))
  const providers = new Set(planned.map(({ provider }) => provider))
  const servers = [...providers].flatMap((provider) => ["-S", `${provider}=${urlOf(provider)}`])
  const folder = await mkdtemp(join(tmpdir(), `flows-${target}-`))
  try {
    const report = join(folder, "report.json")
    const { stdout, stderr } = await redocly(["respect", flowsFile, ...servers, "--json-output", report])
    const text = await readFile(report, "utf8").catch(() => {
      throw new Error(`redocly respect gave no report:\n${stdout}${stderr}`)
    })
    const { executedWorkflows }: { executedWorkflows: ReadonlyArray<Workflow> } = JSON.parse(text).files[flowsFile]
    const executed = executedWorkflows.flatMap(({ executedSteps }) => executedSteps)
    const steps = planned.flatMap(({ workflowId, stepId, provider, operationId }): ReadonlyArray<RunStep> => {
      const step = executed.find((one) => one.workflowId === workflowId && one.stepId === stepId)
      if (step?.response === undefined) return []
      const [, example] = /example=([\w-]+)/.exec(step.request.headers.prefer ?? "") ?? []
      return [
        {
          workflowId,
          stepId,
          provider,
          operationId,
          hasPassed: step.checks.length > 0 && step.checks.every(({ status }) => status === "success"),
          answer: `${step.response.statusCode} ${example}`,
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
