/**
 * The JSON Schema keywords that reach the generated code. Any other is refused by the lint rule `carried-keywords`,
 * since a client that silently drops a constraint is worse than none. The README repeats this list for readers; a test
 * holds the two together.
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

/** Keywords that say something to readers only, and change no generated schema. */
export const annotationKeywords = [
  "title",
  "description",
  "examples",
  "example",
  "default",
  "deprecated",
  "externalDocs",
  "$comment",
] as const

const known = new Set<string>([...carriedKeywords, ...annotationKeywords])

type Schema = Readonly<Record<string, unknown>>

/** Why one keyword of one schema cannot be carried, or `undefined` where it can. */
export const refusal = (keyword: string, schema: Schema): string | undefined => {
  if (keyword.startsWith("x-")) return undefined
  if (!known.has(keyword)) {
    return `The generator does not carry the keyword \`${keyword}\`. README, "Change a spec", lists those it does.`
  }
  const value = schema[keyword]
  switch (keyword) {
    case "enum":
    case "const": {
      const members = Array.isArray(value) ? value : [value]
      return members.some((member) => typeof member === "object" && member !== null)
        ? `The generator does not carry \`${keyword}\` with an object or an array in it.`
        : undefined
    }
    case "pattern":
      return isUnicodePattern(value) ? undefined : `\`pattern\` is not a regular expression in Unicode mode.`
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

const isUnicodePattern = (value: unknown): boolean => {
  try {
    new RegExp(String(value), "u")
    return true
  } catch {
    return false
  }
}
