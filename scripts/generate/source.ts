/**
 * Generates `generated/<provider>.schema.ts`: schemas, operation descriptors, and a compile-time check that the schemas
 * agree with openapi-typescript's types.
 */
import { BrokenSpec, isObject, items, type Json, type JsonObject, type Spec } from "../../contracts/spec/specs.ts"
import { identifierOf } from "./names.ts"
import { findRoots, type OperationRoots, type Root } from "./roots.ts"
import { type GeneratedSchemas, generateSchemas } from "./schemas.ts"

export const generateSource = (spec: Spec): string => {
  const found = findRoots(spec)
  const schemas = generateSchemas(spec, found)
  refuseStrayMarks(spec, found.operations)
  const assertions = agreement(schemas, found.roots)
  const types = ["components", "operations"].filter((name) => assertions.includes(`${name}[`))
  const own = [
    ["./agreement.ts", "import type { Agrees, Assert }"],
    [`./${spec.provider}.ts`, `import type { ${[...types, "paths"].join(", ")} }`],
    ...(schemas.formats.length > 0 ? [["./formats.ts", `import { ${schemas.formats.join(", ")} }`]] : []),
  ].sort()
  return [
    `/** Effect Schemas and operation descriptors of ${spec.file}. Generated: change the spec, then \`npm run generate\`. */`,
    `import * as Schema from "effect/Schema"`,
    `import createClient, { type Client, type ClientOptions } from "openapi-fetch"`,
    ...own.map(([from, names]) => `${names} from "${from}"`),
    "",
    `export type { components, operations, paths } from "./${spec.provider}.ts"`,
    "",
    schemas.code,
    `/** The provider's slug. */\nexport const provider = ${JSON.stringify(spec.provider)}`,
    `/** Base URLs the spec names, the default one first. */\nexport const servers = ${JSON.stringify(spec.servers)} as const`,
    "/** The openapi-fetch client of this provider's paths. */\nexport const connect = (options: ClientOptions): Client<paths> => createClient<paths>(options)",
    "",
    ...found.operations.map((operation) => descriptor(spec, schemas, operation)),
    assertions,
  ].join("\n")
}

const descriptor = (spec: Spec, schemas: GeneratedSchemas, roots: OperationRoots): string => {
  const { operation, body, answers } = roots
  const { operationId, method, path } = operation
  const name = identifierOf(operationId)
  const sent = body[0]
  const fields = requestFields(spec, roots)
  const secrets = fields.filter((field) => mark(field, "format") === "password")
  const oneTime = fields.flatMap((field) => {
    const value = mark(field, "x-one-time")
    return value === undefined ? [] : [[field.name, value]]
  })
  const granted = operation.answers
    .filter(({ status }) => status.startsWith("2"))
    .flatMap(({ contents }) => contents.flatMap(({ schema }) => fieldsOf(spec, schema)))
  const tokens = granted.filter((field) => mark(field, "format") === "password")
  const names = (some: ReadonlyArray<Field>) => JSON.stringify([...new Set(some.map((field) => field.name))])
  const schema = (root: Root) => schemas.identifier(root)
  const at = `paths[${JSON.stringify(path)}]["${method}"]`
  return `
/** What \`${name}\` sends, where, and which fields are secret, or spent by a success. */
export const ${name} = {
  provider,
  operationId: ${JSON.stringify(operationId)},
  method: ${JSON.stringify(method.toUpperCase())},
  path: ${JSON.stringify(path)},
  mediaType: ${JSON.stringify(sent?.mediaType ?? null)}${sent === undefined ? "" : ` satisfies keyof NonNullable<${at}["requestBody"]>["content"]`},
  request: ${sent === undefined ? "undefined" : schema(sent.root)},
  /** Fields of the request. */
  fields: ${names(fields)},
  /** Fields of the request that are secret. */
  secrets: ${names(secrets)},
  /** Fields of a successful answer. */
  granted: ${names(granted)},
  /** Fields of a successful answer that are secret. */
  tokens: ${names(tokens)},
  /** Fields of the request that a success spends, or may spend. */
  oneTime: ${JSON.stringify(Object.fromEntries(oneTime))},
  /** Sends it: the compiler holds path, method and body to the types of the paths. */
  send: (client: Client<paths>, ${sent === undefined ? "_body: undefined" : `body: ${sent.root.type}`}, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.${method.toUpperCase()}(${JSON.stringify(path)}, { ${sent === undefined ? "" : "body, "}fetch }),
} as const

/** Every documented answer of \`${name}\`: its headers, and its body by media type. */
export const ${name}Answers = {
${answers
  .map(
    ({ status, headers, contents }) => `  ${JSON.stringify(status)}: {
    headers: { ${headers.map(({ name, required, root }) => `${JSON.stringify(name)}: { required: ${required}, schema: ${schema(root)} }`).join(", ")} },
    contents: { ${contents.map(({ mediaType, root }) => `${JSON.stringify(mediaType)}: ${schema(root)}`).join(", ")} },
  },`,
  )
  .join("\n")}
} as const
`
}

const agreement = (schemas: GeneratedSchemas, roots: ReadonlyArray<Root>): string => {
  const assertions = roots.map((root) => `  Assert<Agrees<typeof ${schemas.identifier(root)}.Encoded, ${root.type}>>,`)
  return `/** Does not compile where a schema and openapi-typescript's type disagree. */\nexport type Agreement = [\n${assertions.join("\n")}\n]\n`
}

interface Field {
  readonly name: string
  /** The node and, behind a `$ref`, its target. */
  readonly nodes: ReadonlyArray<JsonObject>
}

/** The top-level fields of a body, through `$ref`, `allOf` and alternatives. */
const fieldsOf = (spec: Spec, schema: Json | undefined): ReadonlyArray<Field> => {
  const { properties, allOf, anyOf, oneOf } = spec.resolve(schema)
  const own = Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => ({
    name,
    nodes: [...(isObject(property) ? [property] : []), spec.resolve(property)],
  }))
  const parts = [allOf, anyOf, oneOf].flatMap(items)
  return [...parts.flatMap((part) => fieldsOf(spec, part)), ...own]
}

const requestFields = (spec: Spec, { operation }: OperationRoots) => fieldsOf(spec, operation.body?.contents[0]?.schema)

const mark = ({ nodes }: Field, keyword: string) =>
  nodes.map((node) => node[keyword]).find((value) => value !== undefined)

/** Rejects an `x-one-time` that no descriptor would contain. */
const refuseStrayMarks = (spec: Spec, operations: ReadonlyArray<OperationRoots>): void => {
  const carried = new Set(
    operations.flatMap((operation) => requestFields(spec, operation).flatMap(({ nodes }) => nodes)),
  )
  const stray: Array<ReadonlyArray<string>> = []
  const visit = (node: Json | undefined, path: ReadonlyArray<string>): void => {
    for (const [index, item] of items(node).entries()) visit(item, [...path, String(index)])
    if (!isObject(node)) return
    if ("x-one-time" in node && !carried.has(node)) stray.push([...path, "x-one-time"])
    for (const [key, value] of Object.entries(node)) visit(value, [...path, key])
  }
  visit(spec.document, [])
  if (stray.length > 0) {
    const message = "`x-one-time` is carried on a top-level field of a request body only."
    throw new BrokenSpec(stray.map((path) => ({ ...spec.place(path), message })))
  }
}
