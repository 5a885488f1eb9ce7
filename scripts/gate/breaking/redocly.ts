/** Runs Redocly: bundles both documents, and reads its opinion of what breaks. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { redocly } from "../../../contracts/redocly.ts"
import { isObject, type JsonObject } from "../../../contracts/spec/specs.ts"
import { type Path, pathOf } from "./node.ts"
import { plain } from "./plain.ts"

/** A change that breaks callers in Redocly's opinion, and its places on both sides. */
export interface Opinion {
  readonly message: string
  /** Where in the document the change is used: in a request, an answer, or neither. */
  readonly met: Path
  readonly places: ReadonlyArray<Path>
}

interface Located {
  readonly pointer: string
}

interface RedoclyOutput {
  readonly changes: ReadonlyArray<{
    readonly path: string
    readonly verdicts: ReadonlyArray<{ readonly impact: string; readonly message: string; readonly location?: Located }>
    readonly base?: Located
    readonly revision?: Located
  }>
}

/** Without `diff-recommended`, `redocly diff` reports nothing. */
const configuration = "telemetry: off\nextends:\n  - diff-recommended\n"

/** Writes Redocly's configuration into a folder, and returns its path. */
export const configure = async (folder: string): Promise<string> => {
  const path = join(folder, "redocly.yaml")
  await writeFile(path, configuration)
  return path
}

/** Bundles a spec into one document. Fails with Redocly's message. */
export const bundle = async (file: string, output: string, config: string): Promise<JsonObject> => {
  const ran = await redocly(["bundle", file, "--config", config, "--output", output])
  if (ran.code !== 0) throw new Error(`redocly bundle failed: ${ran.output.trim()}`)
  const document: unknown = JSON.parse(await readFile(output, "utf8"))
  if (!isObject(document)) throw new Error(`redocly bundle wrote no document for ${file}.`)
  return document
}

/** The changes that Redocly calls breaking between two documents, which are written to files first. */
export const opinionsOn = async (
  [base, head]: readonly [JsonObject, JsonObject],
  [basePath, headPath]: readonly [string, string],
  config: string,
): Promise<ReadonlyArray<Opinion>> => {
  await Promise.all([
    writeFile(basePath, JSON.stringify(plain(base))),
    writeFile(headPath, JSON.stringify(plain(head))),
  ])
  return opinions(basePath, headPath, config)
}

const opinions = async (base: string, head: string, config: string): Promise<ReadonlyArray<Opinion>> => {
  const { stdout, output } = await redocly([
    "diff",
    base,
    head,
    "--config",
    config,
    "--format",
    "json",
    "--fail-on",
    "none",
  ])
  if (!stdout.trimStart().startsWith("{")) throw new Error(`redocly diff printed no JSON:\n${output.trim()}`)
  const { changes } = JSON.parse(stdout) as RedoclyOutput
  return changes.flatMap(({ path, verdicts, base, revision }) =>
    verdicts
      .filter(({ impact }) => impact === "major")
      .map(({ message, location }) => ({
        message: message.replaceAll("`", ""),
        met: pathOf(path),
        places: [location, base, revision].flatMap((at) => (at === undefined ? [] : [pathOf(at.pointer)])),
      })),
  )
}

/** Whether Redocly sees a known break: a field removed from an answer. */
export const seesKnownBreak = async ({
  folder,
  config,
}: {
  readonly folder: string
  readonly config: string
}): Promise<boolean> => {
  const [base, head] = [join(folder, "known-base.json"), join(folder, "known-head.json")]
  await writeFile(base, JSON.stringify(answering({ type: "object", properties: { token: { type: "string" } } })))
  await writeFile(head, JSON.stringify(answering({ type: "object", properties: {} })))
  return (await opinions(base, head, config)).length > 0
}

const answering = (schema: JsonObject): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Known break", version: "1.0.0" },
  paths: {
    "/token": {
      get: { responses: { 200: { description: "A token", content: { "application/json": { schema } } } } },
    },
  },
})
