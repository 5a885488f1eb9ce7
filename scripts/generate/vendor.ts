/** For tests: specs of a sample vendor, and their generated code. */
import { copyFile, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll } from "vitest"
import { BrokenSpec, type JsonObject, type Problem, readSpec, root } from "../../contracts/spec/specs.ts"
import { generateSource } from "./source.ts"

export const json = (schema: JsonObject): JsonObject => ({ "application/json": { schema } })
export const named = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
export const object = (properties: JsonObject, ...required: ReadonlyArray<string>): JsonObject => ({
  type: "object",
  required,
  properties,
})
export const text: JsonObject = { type: "string" }
export const secret: JsonObject = { type: "string", format: "password" }
export const time: JsonObject = { type: "string", format: "date-time" }

export interface Parts {
  readonly body?: JsonObject
  readonly responses?: JsonObject
  readonly schemas?: JsonObject
  readonly parameters?: ReadonlyArray<JsonObject>
  readonly security?: ReadonlyArray<JsonObject>
  readonly securitySchemes?: JsonObject
}

/** A spec of one operation, as YAML: JSON is a part of it. */
export const spec = (parts: Parts) => {
  const { body = json(object({ code: secret }, "code")), responses = {}, schemas = {}, securitySchemes = {} } = parts
  const { parameters = [], security = [] } = parts
  const operation = { operationId: "exchange-token", requestBody: { required: true, content: body }, responses }
  return JSON.stringify(
    {
      openapi: "3.1.0",
      servers: [{ url: "https://api.vendor.test" }, { url: "https://sandbox.vendor.test" }],
      security,
      paths: { "/token": { post: { ...operation, parameters } } },
      components: { schemas, securitySchemes },
    },
    null,
    2,
  )
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-source-"))
  // The generated files import `effect`.
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction")
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Each spec has its own folder, since the file name is the provider's. */
export const place = async (yaml: string) => {
  const own = await mkdtemp(join(folder, "spec-"))
  const file = join(own, "vendor.yaml")
  await writeFile(file, yaml)
  return { own, file }
}

export const sourceOf = async (yaml: string) => generateSource(await readSpec((await place(yaml)).file))

/** The generated code, imported as a client does. */
export const load = async (parts: Parts) => {
  const { own, file } = await place(spec(parts))
  await writeFile(join(own, "vendor.schema.ts"), generateSource(await readSpec(file)))
  const shipped = join(import.meta.dirname, "shipped")
  for (const name of await readdir(shipped)) await copyFile(join(shipped, name), join(own, name))
  return import(pathToFileURL(join(own, "vendor.schema.ts")).href)
}

export const decode = <T>(schema: Schema.Codec<T>, value: unknown) => Schema.decodeUnknownSync(schema)(value)
export const encode = (schema: Schema.Codec<unknown>, value: unknown) => Schema.encodeUnknownSync(schema)(value)

export const problemsOf = async (work: Promise<unknown>): Promise<ReadonlyArray<Problem>> => {
  const cause = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (cause instanceof BrokenSpec) return cause.problems
  throw cause ?? new Error("This spec has no problem.")
}

/** The place of `text` in a spec, as a problem has it. The text must occur once. */
export const placeOf = (yaml: string, text: string) => {
  const before = yaml.slice(0, yaml.indexOf(text)).split("\n")
  return { file: "specs/vendor.yaml", line: before.length, column: (before.at(-1) ?? "").length + 1 }
}
