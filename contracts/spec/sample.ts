/** A value that a schema accepts, for a field that the request's example omits. */
import { type Document, resolverOf } from "./document.ts"
import { entries, isObject, items as itemsOf, type Json, type JsonObject } from "./json.ts"
import type { JsonSchema } from "./operations.ts"
import type { Spec } from "./specs.ts"

/** The name of an example that a spec does not have. */
const sampled = "sample"

/** The same document, with a sample as the example of every answer that shows none. */
export const withSamples = (document: Document): Document => {
  const { root, place, resolve } = document
  const isAnswer = (path: ReadonlyArray<string>) => path.includes("responses")
  const filled = (node: Json, path: ReadonlyArray<string>): Json => {
    if (Array.isArray(node)) return node
    if (!isObject(node)) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, inner]) => {
        if (key !== "content" || !isAnswer(path)) return [key, filled(inner, [...path, key])]
        return [key, Object.fromEntries(entries(inner).map(([mediaType, content]) => [mediaType, shown(content)]))]
      }),
    )
  }
  const shown = (content: Json): Json => {
    if (!isObject(content) || entries(content.examples).length > 0) return content
    const value = sample({ resolve }, isObject(content.schema) ? content.schema : {})
    return { ...content, examples: { [sampled]: { value } } }
  }
  const { paths = {}, components = {} } = root
  const whole = { ...root, paths: filled(paths, []), components: filled(components, []) }
  return { root: whole, place, resolve: resolverOf(whole, place) }
}

/** The name under which a property that a schema does not name is tried. */
export const extra = "x-extra"

/** A value that `schema` accepts, as plain as can be. */
export const sample = (spec: Pick<Spec, "resolve">, schema: JsonSchema): Json => {
  if (typeof schema.$ref === "string") return sample(spec, spec.resolve(schema))
  const { examples, enum: members, anyOf, oneOf, allOf, properties, required, items, minItems, minimum } = schema
  const first = [schema.const, schema.example, schema.default, ...itemsOf(examples), ...itemsOf(members)]
  const given = first.find((value) => value !== undefined)
  if (given !== undefined) return given
  const [branch] = [anyOf, oneOf].flatMap(itemsOf)
  if (isObject(branch)) return sample(spec, branch)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case "string":
      return sampleText(schema)
    case "integer":
    case "number":
      return typeof minimum === "number" ? minimum : typeof schema.maximum === "number" ? schema.maximum : 1
    case "boolean":
      return true
    case "null":
      return null
    case "array":
      return Array.from({ length: Number(minItems ?? 1) }, () => sample(spec, isObject(items) ? items : {}))
    default: {
      const parts = itemsOf(allOf).map((part) => (isObject(part) ? sample(spec, part) : {}))
      const names = itemsOf(required).map(String)
      const own = names.map((name) => {
        const property = isObject(properties) ? properties[name] : undefined
        return [name, sample(spec, isObject(property) ? property : {})]
      })
      const missing = Number(schema.minProperties ?? 0) - own.length
      return Object.assign({}, ...parts, Object.fromEntries(own), extras(spec, schema, Math.max(0, missing)))
    }
  }
}

const formatted: Readonly<Record<string, string>> = {
  "date-time": "2026-01-02T03:04:05Z",
  date: "2026-01-02",
  time: "03:04:05Z",
  uuid: "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a03",
  email: "someone@example.com",
  uri: "https://example.com/",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
}

const sampleText = ({ format, minLength }: JsonSchema): string =>
  formatted[String(format)] ?? "a".repeat(Math.max(1, Number(minLength ?? 1)))

/** This many properties that the schema does not name, with valid values. */
export const extras = (
  spec: Pick<Spec, "resolve">,
  { additionalProperties }: JsonSchema,
  count: number,
): JsonObject => {
  // Without this, a schema that lists no property would sample its own extras without end.
  if (count === 0) return {}
  const value = sample(spec, isObject(additionalProperties) ? additionalProperties : {})
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${extra}-${index}`, value]))
}
