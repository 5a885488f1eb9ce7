/** The Arazzo flows, and how they are run: by `redocly respect`, against the mocks. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "yaml"
import { redocly } from "../scripts/generate/lint.ts"
import { isObject, items, type Json, root } from "../scripts/specs.ts"
import { prismUrl } from "./prism.ts"

const file = "specs/flows.arazzo.yaml"

const read = async (): Promise<Json> => parse(await readFile(join(root, file), "utf8"))

const named = (document: Json, list: string, key: string): ReadonlyArray<string> =>
  items(isObject(document) ? document[list] : null).flatMap((item) => (isObject(item) ? [String(item[key])] : []))

/** The ids of all flows. */
export const workflows = async (): Promise<ReadonlyArray<string>> => named(await read(), "workflows", "workflowId")

/** Runs every flow against the mocks. Returns which passed, and what Redocly printed. */
export const runFlows = async (): Promise<{ readonly passed: ReadonlySet<string>; readonly output: string }> => {
  const servers = named(await read(), "sourceDescriptions", "name").flatMap((name) => ["-S", `${name}=${prismUrl(name)}`])
  const report = "reports/flows.json"
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
