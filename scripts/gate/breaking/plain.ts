/**
 * A document without words for people. Redocly pairs list elements by similarity, and would report a server or an
 * alternative with a longer description as removed and added.
 */
import { isObject, type Json, type JsonObject } from "../../../contracts/spec/specs.ts"
import { isWords } from "./change.ts"

/** Objects whose keys are names, not keywords: a property may be called `title`. */
const named = new Set([
  ...["paths", "webhooks", "responses", "headers", "content", "encoding", "callbacks", "links", "variables"],
  ...["schemas", "parameters", "requestBodies", "securitySchemes", "pathItems", "scopes", "mapping"],
  ...["properties", "patternProperties", "dependentSchemas", "$defs"],
])

/** Keywords that hold data, which contains no keywords. */
const data = new Set(["const", "enum", "default", "security", "required"])

export const plain = (document: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(document)
      .filter(([key, value]) => !isWords(key) && !saysNothing(key, value))
      .map(([key, value]): [string, Json] => {
        // A `const` equals an `enum` of one value.
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

/** `true` and the empty schema accept everything, like an absent schema. */
const saysNothing = (key: string, value: Json) =>
  (key === "items" || key === "additionalProperties") &&
  (value === true || (isObject(value) && Object.keys(plain(value)).length === 0))
