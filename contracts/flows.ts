/** The Arazzo flows, and how they are run: by `redocly respect`. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { readFlows } from "../scripts/flows.ts"
import { redocly } from "../scripts/generate/lint.ts"
import { root } from "../scripts/specs.ts"
import { type Target, urlOf } from "./target.ts"

const file = "specs/flows.arazzo.yaml"

/** The ids of all flows. */
export const workflows = async (): Promise<ReadonlyArray<string>> =>
  (await readFlows()).map(({ workflowId }) => workflowId)

/** Runs every flow on a target. Returns which passed, and what Redocly printed. */
export const runFlows = async (
  target: Target,
): Promise<{ readonly passed: ReadonlySet<string>; readonly output: string }> => {
  const flows = await readFlows()
  const providers = new Set(flows.flatMap(({ steps }) => steps.map(({ provider }) => provider)))
  const servers = [...providers].flatMap((provider) => ["-S", `${provider}=${urlOf(provider)}`])
  const report = `reports/flows-${target}.json`
  const { stdout, stderr } = await redocly(["respect", file, ...servers, "--json-output", report])
  const result = JSON.parse(await readFile(join(root, report), "utf8"))
  const executed: ReadonlyArray<{ workflowId: string; executedSteps: ReadonlyArray<Step> }> =
    result.files[file].executedWorkflows
  const passed = executed
    .filter(({ executedSteps }) => executedSteps.length > 0 && executedSteps.every(hasPassed))
    .map(({ workflowId }) => workflowId)
  return { passed: new Set(passed), output: stdout + stderr }
}

interface Step {
  readonly checks: ReadonlyArray<{ readonly status: string }>
}

const hasPassed = ({ checks }: Step) => checks.length > 0 && checks.every(({ status }) => status === "success")
