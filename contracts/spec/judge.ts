/** An independent judge: Ajv on a spec's own schemas, not on the generated ones. */
import { Ajv2020, type ErrorObject, type SchemaObject, type ValidateFunction } from "ajv/dist/2020.js"
import addFormatsModule from "ajv-formats"
import type { Json, JsonSchema, Spec } from "./specs.ts"

// The package's own types and its CommonJS shape disagree about where the function is.
const addFormats = addFormatsModule.default

export interface Verdict {
  readonly valid: boolean
  readonly errors: ReadonlyArray<ErrorObject>
}

/** Judges values by schemas of one spec. */
export type Judge = (schema: JsonSchema, value: Json) => Verdict

const judges = new WeakMap<Spec, Judge>()

/** The judge of a spec, cached, since it is slow to build. */
export const judgeOf = (spec: Spec): Judge => {
  const judge = judges.get(spec) ?? makeJudge(spec)
  judges.set(spec, judge)
  return judge
}

const makeJudge = (spec: Spec): Judge => {
  // Errors without their values, which may be secrets.
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: false })
  addFormats(ajv)
  ajv.addSchema({ ...spec.document, $id: "spec.json" })
  const compiled = new WeakMap<JsonSchema, ValidateFunction>()
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(rebased(schema))
    compiled.set(schema, validate)
    const valid = validate(value)
    return { valid, errors: validate.errors ?? [] }
  }
}

/** A header's text as the value that its schema describes. */
export const headerValue = (text: string | null, { type }: JsonSchema): Json => {
  if (text === null) return null
  if (type === "integer" || type === "number") return Number(text)
  return type === "boolean" ? text === "true" : text
}

/** The schema with its references into the document resolved, so that it stands alone. */
const rebased = (node: JsonSchema): SchemaObject => {
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === "$ref" && typeof inner === "string" ? `spec.json${inner}` : visit(inner),
      ]),
    )
  }
  return visit(node) as SchemaObject
}

/** Formats that no JSON number can violate without violating its type as well. */
const implied = ["int64", "float", "double"]

let formats: Ajv2020["formats"] | undefined

/** Whether Ajv checks a format: `password` and unknown ones are for readers only. */
export const isCheckedFormat = (format: string): boolean => {
  formats ??= addFormats(new Ajv2020()).formats
  return !implied.includes(format) && formats[format] !== undefined && formats[format] !== true
}
