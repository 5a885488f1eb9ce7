/** The parts of a spec for the operators, each with its path and a name. */
import { entries, isObject, items, type Json, type JsonObject } from "../../../contracts/spec/json.ts"
import type { Path } from "./edit.ts"

export interface Part {
  /** Its place in words: `Consent.access_token`, `exchangeToken 401`. */
  readonly site: string
  readonly at: Path
  readonly node: JsonObject
}

export interface Property extends Part {
  readonly name: string
  /** The path and content of its schema's `required`, and this property's index in it. */
  readonly requiredAt: Path
  readonly required: ReadonlyArray<Json>
  readonly requiredIndex: number
  readonly isRequired: boolean
}

export interface OperationNode extends Part {
  readonly method: string
  readonly path: string
}

export interface Content extends Part {
  readonly mediaType: string
  readonly isRequest: boolean
}

export interface Example extends Part {
  readonly name: string
  readonly isRequest: boolean
}

export interface Anatomy {
  readonly document: JsonObject
  readonly servers: ReadonlyArray<Part>
  readonly operations: ReadonlyArray<OperationNode>
  /** Request bodies, of one operation or shared. */
  readonly bodies: ReadonlyArray<Part>
  /** Parameters of an operation, of a path, or shared. */
  readonly parameters: ReadonlyArray<Part>
  readonly securitySchemes: ReadonlyArray<Part>
  readonly answers: ReadonlyArray<Part & { readonly status: string }>
  /** Answers that operations share. */
  readonly sharedAnswers: ReadonlyArray<Part>
  /** All contents, and those of requests and of answers. */
  readonly contents: ReadonlyArray<Content>
  readonly sent: ReadonlyArray<Content>
  readonly received: ReadonlyArray<Content>
  readonly examples: ReadonlyArray<Example>
  /** Headers of answers, also by reference. */
  readonly headers: ReadonlyArray<Part & { readonly name: string }>
  /** Descriptions of headers. */
  readonly describedHeaders: ReadonlyArray<Part>
  /** Every schema and subschema except references. */
  readonly schemas: ReadonlyArray<Part>
  /** Whatever states its evidence. */
  readonly claimed: ReadonlyArray<Part>
  /** The schemas that have a name. */
  readonly components: ReadonlyArray<Part & { readonly name: string }>
  readonly properties: ReadonlyArray<Property>
}

const object = (node: Json | undefined): JsonObject => (isObject(node) ? node : {})

/** The objects under a key, each as a part. */
const below = ({ site, at, node }: Part, key: string): ReadonlyArray<Part & { readonly name: string }> =>
  entries(node[key]).flatMap(([name, inner]) =>
    isObject(inner) ? [{ name, site: `${site} ${name}`.trim(), at: [...at, key, name], node: inner }] : [],
  )

export const anatomyOf = (document: JsonObject): Anatomy => {
  const top = (key: string) => below({ site: "", at: ["components"], node: object(document.components) }, key)
  const operations = entries(document.paths).flatMap(([path, methods]) =>
    entries(methods).flatMap(
      ([method, node]): ReadonlyArray<OperationNode> =>
        isObject(node) ? [{ site: String(node.operationId), at: ["paths", path, method], node, method, path }] : [],
    ),
  )
  const answers = operations.flatMap((operation) =>
    below(operation, "responses").map(({ name, ...part }) => ({ ...part, status: name })),
  )
  const sharedAnswers = top("responses")
  const bodies = [
    ...operations.flatMap(({ site, at, node: { requestBody } }) =>
      isObject(requestBody) && requestBody.$ref === undefined
        ? [{ site: `${site} request`, at: [...at, "requestBody"], node: requestBody }]
        : [],
    ),
    ...top("requestBodies"),
  ]
  const listed = (site: string, at: Path, node: Json | undefined) =>
    items(object(node).parameters).flatMap((one, index): ReadonlyArray<Part> => {
      if (!isObject(one) || one.$ref !== undefined) return []
      return [{ site: `${site} ${one.name}`, at: [...at, "parameters", index], node: one }]
    })
  const parameters = [
    ...entries(document.paths).flatMap(([path, item]) => listed(path, ["paths", path], item)),
    ...operations.flatMap(({ site, at, node }) => listed(site, at, node)),
    ...top("parameters"),
  ]
  const contents = [
    ...bodies.flatMap((body) =>
      below(body, "content").map(({ name, ...part }): Content => ({ ...part, mediaType: name, isRequest: true })),
    ),
    ...[...answers, ...sharedAnswers].flatMap((answer) =>
      below(answer, "content").map(({ name, ...part }): Content => ({ ...part, mediaType: name, isRequest: false })),
    ),
  ]
  const examples = contents.flatMap((content) =>
    below(content, "examples").map(
      (part): Example => ({
        ...part,
        site: part.site.replace(` ${content.mediaType} `, " "),
        isRequest: content.isRequest,
      }),
    ),
  )
  const headers = [...answers, ...sharedAnswers].flatMap((answer) => below(answer, "headers"))
  const describedHeaders = [...headers.filter(({ node }) => node.$ref === undefined), ...top("headers")]
  const components = top("schemas")
  const schemas = [
    ...components,
    ...[...contents, ...describedHeaders].flatMap(({ site, at, node }) =>
      isObject(node.schema) ? [{ site, at: [...at, "schema"], node: node.schema }] : [],
    ),
  ].flatMap(schemasIn)
  const described = schemas.filter(({ node }) => node.$ref === undefined)
  return {
    document,
    servers: items(document.servers).flatMap((node, index) =>
      isObject(node) ? [{ site: String(node.url), at: ["servers", index], node }] : [],
    ),
    operations,
    bodies,
    parameters,
    securitySchemes: top("securitySchemes"),
    answers,
    sharedAnswers,
    contents,
    sent: contents.filter(({ isRequest }) => isRequest),
    received: contents.filter(({ isRequest }) => !isRequest),
    examples,
    headers,
    describedHeaders,
    schemas: described,
    claimed: [...described, ...answers, ...sharedAnswers, ...describedHeaders].filter(
      ({ node }) => node["x-evidence"] !== undefined,
    ),
    components,
    properties: schemas.flatMap(propertiesOf),
  }
}

/** A schema and all its parts. */
const schemasIn = (schema: Part): ReadonlyArray<Part> => {
  const { site, at, node } = schema
  const parts = [
    ...propertiesOf(schema),
    ...["anyOf", "oneOf", "allOf"].flatMap((key) =>
      items(node[key]).flatMap((inner, index) =>
        isObject(inner) ? [{ site: `${site} ${key} ${index + 1}`, at: [...at, key, index], node: inner }] : [],
      ),
    ),
    ...["items", "additionalProperties"].flatMap((key) => {
      const inner = node[key]
      return isObject(inner) ? [{ site: `${site} ${key}`, at: [...at, key], node: inner }] : []
    }),
  ]
  return [schema, ...parts.flatMap(schemasIn)]
}

const propertiesOf = ({ site, at, node }: Part): ReadonlyArray<Property> =>
  entries(node.properties).flatMap(([name, property]) => {
    if (!isObject(property)) return []
    const required = items(node.required)
    const requiredIndex = required.indexOf(name)
    return [
      {
        name,
        site: `${site}.${name}`,
        at: [...at, "properties", name],
        node: property,
        requiredAt: [...at, "required"],
        required,
        requiredIndex,
        isRequired: requiredIndex >= 0,
      },
    ]
  })
