/**
 * A document without what no caller's program can tell. Redocly pairs the elements of a list by how much they look
 * alike, and takes a server or an alternative whose description grew for one that went and another that came.
 */
import { isObject, type Json, type JsonObject } from "../../../contracts/spec/specs.ts"
import { isWords } from "./change.ts"

/** Objects whose keys are names of the author's choice, not keywords: a property may be called `title`. */
const named = new Set([
  ...["paths", "webhooks", "responses", "headers", "content", "encoding", "callbacks", "links", "variables"],
  ...["schemas", "parameters", "requestBodies", "securitySchemes", "pathItems", "scopes", "mapping"],
  ...["properties", "patternProperties", "dependentSchemas", "$defs"],
])

/** Keywords that hold data, in which nothing is a keyword. */
const data = new Set(["const", "enum", "default", "security", "required"])

export const plain = (document: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(document)
      .filter(([key, value]) => !isWords(key) && !saysNothing(key, value))
      .map(([key, value]): [string, Json] => {
        // One value alone is the same, whichever way it is written.
        if (key === "const" && document.enum === undefined) return ["enum", [value]]
        return [key, data.has(key) ? value : within(key, value)]
      }),
  )

const within = (key: string, value: Json): Json => {
  if (Array.isArray(value)) return value.map((one) => within("", one))
  if (!isObject(value)) return value
  return named.has(key)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within("", one)]))
    : plain(value)
}

/** `true` and the empty schema let everything pass, as if they were not there. */
const saysNothing = (key: string, value: Json) =>
  (key === "items" || key === "additionalProperties") &&
  (value === true || (isObject(value) && Object.keys(plain(value)).length === 0))
