import { annotationKeywords } from "../../contracts/spec/annotations.ts"

/**
 * The JSON Schema keywords that reach the generated code. The lint rule `carried-keywords` rejects any other, since a
 * client must not silently drop a constraint. docs/changing-a-spec.md has the list, by `npm run readme`.
 */
export const carriedKeywords = [
  "$ref",
  "type",
  "enum",
  "const",
  "format",
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "items",
  "minItems",
  "maxItems",
  "uniqueItems",
  "properties",
  "required",
  "additionalProperties",
  "minProperties",
  "maxProperties",
  "allOf",
  "anyOf",
  "oneOf",
] as const

const known = new Set<string>([...carriedKeywords, ...annotationKeywords])

type Schema = Readonly<Record<string, unknown>>

/** Why a keyword of a schema cannot be generated; `undefined` if it can. */
export const refusal = (keyword: string, schema: Schema): string | undefined => {
  if (keyword.startsWith("x-")) return undefined
  if (!known.has(keyword)) {
    return `The generator does not carry the keyword \`${keyword}\`. docs/changing-a-spec.md lists those it does.`
  }
  const value = schema[keyword]
  const isText = schema.type === "string" || (Array.isArray(schema.type) && schema.type.includes("string"))
  switch (keyword) {
    case "enum":
      return Array.isArray(value) && value.some(isCompound) ? compound(keyword) : undefined
    case "const":
      if (value === null) return 'The generator does not carry `const: null`: write `type: "null"`.'
      return isCompound(value) ? compound(keyword) : undefined
    case "pattern":
      return isUnicodePattern(value) ? undefined : "`pattern` is not a regular expression in Unicode mode."
    case "format":
      if (value === "password" && (!isText || "enum" in schema || "const" in schema)) {
        return "The generator carries `format: password` with `type: string`, and without a list of values."
      }
      return value === "date-time" && ["minLength", "maxLength", "pattern"].some((other) => other in schema)
        ? "The generator does not carry a length or a pattern beside `format: date-time`."
        : undefined
    case "minProperties":
    case "maxProperties":
      return "properties" in schema ? `The generator does not carry \`${keyword}\` beside \`properties\`.` : undefined
    case "additionalProperties":
      return typeof value === "object" && "properties" in schema
        ? "The generator does not carry a schema under `additionalProperties` beside `properties`."
        : undefined
    case "items":
      return typeof value === "boolean" ? "The generator does not carry `items: true` or `items: false`." : undefined
    default:
      return undefined
  }
}

const isCompound = (value: unknown): boolean => typeof value === "object" && value !== null

const compound = (keyword: string) => `The generator does not carry \`${keyword}\` with an object or an array in it.`

const isUnicodePattern = (value: unknown): boolean => {
  try {
    new RegExp(String(value), "u")
    return true
  } catch {
    return false
  }
}
