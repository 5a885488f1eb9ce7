/**
 * What a run must show, read from the specs and the recorded exchanges alone. Written apart from the code that derives
 * the tests, so that a thing that no test was made of is missed by name.
 */
import { annotationKeywords } from "../scripts/generate/keywords.ts"
import { isObject, items as itemsOf, type Json, type JsonSchema, type Operation, type Spec } from "../scripts/specs.ts"
import { extra } from "./sample.ts"
import { isCheckedFormat } from "./schema.ts"

type Named = Pick<Operation, "provider" | "operationId">

/** How each obligation is called. Tests and this list use the same names. */
export const obligation = {
  example: ({ provider, operationId }: Named, status: string, example: string) =>
    `${provider} ${operationId}: ${status} ${example} is answered as documented`,
  outcome: ({ provider, operationId }: Named, status: string, example: string) =>
    `${provider} ${operationId}: ${status} ${example} has one outcome`,
  request: ({ provider, operationId }: Named, example: string) =>
    `${provider} ${operationId}: request ${example} is accepted`,
  keyword: ({ provider, operationId }: Named, at: ReadonlyArray<string | number>, keyword: string, how: string) =>
    `${provider} ${operationId}: ${["request", ...at].join(".")} ${keyword} ${how}`,
  body: ({ provider, operationId }: Named, how: string) => `${provider} ${operationId}: request ${how}`,
  recorded: (name: string) => `recorded ${name}`,
  flow: (workflow: string) => `flow ${workflow}`,
}

/** Ways in which a body can be wrong before any keyword is asked. */
export const bodyFaults = ["body missing refused", "body null refused", "body malformed refused", "media type refused"]

export const isJson = (mediaType: string) => /^application\/(.+\+)?json$/.test(mediaType)

/** Everything a spec obliges the suite to show. */
export const obligationsOf = (spec: Spec, hasClient: boolean): ReadonlyArray<string> =>
  spec.operations.flatMap((operation) => {
    const examples = operation.answers.flatMap(({ status, contents }) =>
      contents.flatMap((content) => content.examples.map(({ name }) => [status, name] as const)),
    )
    const bodies = (operation.body?.contents ?? []).filter(({ mediaType }) => isJson(mediaType))
    return [
      ...examples.map(([status, name]) => obligation.example(operation, status, name)),
      ...(hasClient ? examples.map(([status, name]) => obligation.outcome(operation, status, name)) : []),
      ...bodies.flatMap((body) => body.examples.map(({ name }) => obligation.request(operation, name))),
      ...bodies.flatMap(({ schema }) =>
        keywordsOf(spec, schema).flatMap(({ at, keyword }) => [
          obligation.keyword(operation, at, keyword, "satisfied"),
          obligation.keyword(operation, at, keyword, "violated"),
        ]),
      ),
      ...(operation.body?.required ? bodyFaults.map((fault) => obligation.body(operation, fault)) : []),
    ]
  })

interface Keyword {
  readonly at: ReadonlyArray<string | number>
  readonly keyword: string
}

const leading = ["$ref", "properties", "items", "allOf", ...annotationKeywords] as ReadonlyArray<string>

/** Whether a keyword refuses nothing, whatever is sent. */
const isVacuous = (keyword: string, argument: Json): boolean => {
  if (leading.includes(keyword) || keyword.startsWith("x-")) return true
  if (keyword === "format") return !isCheckedFormat(String(argument))
  if (keyword === "additionalProperties") return argument !== false
  if (keyword === "uniqueItems") return argument === false
  return ["minLength", "minItems", "minProperties"].includes(keyword) && argument === 0
}

const keywordsOf = (
  spec: Spec,
  schema: JsonSchema,
  at: Keyword["at"] = [],
  followed: ReadonlyArray<string> = [],
): ReadonlyArray<Keyword> => {
  if (typeof schema.$ref === "string") {
    if (followed.includes(schema.$ref)) return []
    return keywordsOf(spec, spec.resolve(schema), at, [...followed, schema.$ref])
  }
  const { properties, items, additionalProperties, allOf } = schema
  const own = Object.entries(schema).flatMap(([keyword, argument]): ReadonlyArray<Keyword> => {
    if (isVacuous(keyword, argument)) return []
    if (keyword === "required") return itemsOf(argument).map((name) => ({ at, keyword: `required ${name}` }))
    return [{ at, keyword }]
  })
  const inner = (part: Json | undefined, where: Keyword["at"]) =>
    isObject(part) ? keywordsOf(spec, part, where, followed) : []
  return [
    ...own,
    ...(isObject(properties) ? Object.entries(properties) : []).flatMap(([name, part]) => inner(part, [...at, name])),
    ...inner(items, [...at, 0]),
    ...inner(additionalProperties, [...at, extra]),
    ...itemsOf(allOf).flatMap((part, index) =>
      inner(part, at).map((one) => ({ ...one, keyword: `allOf.${index}.${one.keyword}` })),
    ),
  ]
}
