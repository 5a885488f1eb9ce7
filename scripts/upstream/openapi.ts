/** The OpenAPI document that a page embeds, in a code block or in its state, and its facts. */
import { parse } from "yaml"
import { type Document, readDocument } from "../../contracts/spec/document.ts"
import { specOperationsOf } from "../../contracts/spec/operations.ts"
import { BrokenSpec, isObject, items, type JsonObject, type JsonSchema } from "../../contracts/spec/specs.ts"
import type { Facts } from "./facts.ts"
import { fences, plain, scripts } from "./plain.ts"
import { unfold } from "./unfold.ts"

/** The facts of the operation at `path`, else of the first operation; none without a document. */
export const openApiFacts = (page: string, provider: string, path: string | undefined): Facts => {
  for (const found of [...inText(plain(page)), ...scripts(page).flatMap(inScript)]) {
    // Facts of a broken document would be wrong.
    try {
      const facts = factsOf(readDocument(provider, JSON.stringify(found)), provider, path)
      if (Object.keys(facts).length > 0) return facts
    } catch (cause) {
      if (!(cause instanceof BrokenSpec)) throw cause
    }
  }
  return {}
}

const inText = (text: string): ReadonlyArray<JsonObject> =>
  fences(text).flatMap(({ code }) => {
    if (!/["']?openapi["']?\s*:/.test(code)) return []
    const document = asYaml(code) ?? (code.trim().includes("\n") ? undefined : unfold(code.trim()))
    return isOpenApi(document) ? [document] : []
  })

const asYaml = (code: string): unknown => {
  try {
    return parse(code)
  } catch {
    return undefined
  }
}

/** JSON by itself, or as a site pushes it: `self.state.push([…])`. */
const inScript = (script: string): ReadonlyArray<JsonObject> => {
  const [json] = script.match(/[[{][\s\S]*[\]}]/) ?? []
  return json === undefined ? [] : inState(asYaml(json))
}

const inState = (state: unknown): ReadonlyArray<JsonObject> => {
  if (isOpenApi(state)) return [state]
  if (typeof state === "string") return [...inText(state), ...inText(`\`\`\`\n${state}\n\`\`\``)]
  if (Array.isArray(state)) return state.flatMap(inState)
  return isObject(state) ? Object.values(state).flatMap(inState) : []
}

const isOpenApi = (node: unknown): node is JsonObject =>
  isObject(node) && typeof node.openapi === "string" && isObject(node.paths)

const factsOf = (document: Document, provider: string, wanted: string | undefined): Facts => {
  const operations = specOperationsOf(provider, document)
  const operation = operations.find(({ path }) => path === wanted) ?? operations[0]
  if (operation === undefined) return {}
  const facts: Record<string, string> = { method: operation.method.toUpperCase(), path: operation.path }
  // Read from the text, since a one-line document has all servers in one.
  const servers = JSON.stringify(document.root.servers ?? []).matchAll(/\burl"?:\s*"?([^"\s]+)/g)
  for (const [, url] of servers) facts[`server ${url}`] = "named"

  const take = (where: string, schema: JsonSchema) => {
    const { properties, required } = document.resolve(schema)
    if (!isObject(properties)) return
    for (const [name, property] of Object.entries(properties)) {
      const { type, format, readOnly, writeOnly } = document.resolve(property)
      facts[`${where} field ${name}`] = [
        [type ?? "any type"].flat().join(" or "),
        ...(typeof format === "string" ? [format] : []),
        items(required).includes(name) ? "required" : "optional",
        ...(readOnly === true ? ["read-only"] : []),
        ...(writeOnly === true ? ["write-only"] : []),
      ].join(", ")
    }
  }
  for (const { mediaType, schema } of operation.body?.contents ?? []) {
    facts["request as"] = mediaType
    take("request", schema)
  }
  for (const { status, contents } of operation.answers) {
    facts[`answer ${status}`] = contents.map(({ mediaType }) => mediaType).join(" or ") || "without a body"
    for (const { schema } of contents) take(`answer ${status}`, schema)
  }
  return facts
}
