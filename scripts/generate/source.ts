/**
 * Generates `generated/<provider>.schema.ts`: schemas, operation descriptors, and a compile-time check that the schemas
 * agree with openapi-typescript's types.
 */
import { form, isWhole } from "../../contracts/spec/request.ts"
import {
  BrokenSpec,
  isObject,
  items,
  type Json,
  type JsonObject,
  type Spec,
  type SpecOperation,
} from "../../contracts/spec/specs.ts"
import { identifierOf } from "./names.ts"
import { findRoots, type OperationRoots, type Root } from "./roots.ts"
import { type GeneratedSchemas, generateSchemas } from "./schemas.ts"

export const generateSource = (spec: Spec): string => {
  const found = findRoots(spec)
  const schemas = generateSchemas(spec, found)
  refuseStrayMarks(spec, found.operations)
  refuseUnshown(spec)
  const assertions = agreement(schemas, found.roots)
  const types = ["components", "operations"].filter((name) => assertions.includes(`${name}[`))
  const operations = found.operations.map((operation) => descriptor(spec, schemas, operation))
  const parts = ["basic", "bearer", "form", "pick"].filter((name) =>
    operations.some((text) => wireParts[name]?.test(text)),
  )
  const own = [
    ["./agreement.ts", "import type { Agrees, Assert }"],
    [`./${spec.provider}.ts`, `import type { ${[...types, "paths"].join(", ")} }`],
    ...(schemas.formats.length > 0 ? [["./formats.ts", `import { ${schemas.formats.join(", ")} }`]] : []),
    ...(parts.length > 0 ? [["./wire.ts", `import { ${parts.join(", ")} }`]] : []),
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
    `/** Base URLs by the names that the spec gives them, the default one first. */\nexport const servers = ${JSON.stringify(serversOf(spec))} as const`,
    "/** The openapi-fetch client of this provider's paths. */\nexport const connect = (options: ClientOptions): Client<paths> => createClient<paths>(options)",
    "",
    ...operations,
    assertions,
  ].join("\n")
}

/** The first of two servers keeps a name that both have. */
const serversOf = ({ servers }: Spec) =>
  Object.fromEntries(
    servers.map(({ name, url }, index) => [servers.findIndex((one) => one.name === name) === index ? name : url, url]),
  )

/** How the parts of `wire.ts` are used. */
const wireParts: { readonly [name: string]: RegExp } = {
  basic: /\.\.\.basic\(/,
  bearer: /\.\.\.bearer\(/,
  form: /\.\.\.form\b/,
  pick: /\bpick\(wire, /,
}

const descriptor = (spec: Spec, schemas: GeneratedSchemas, roots: OperationRoots): string => {
  const { operation, request, answers } = roots
  const { operationId, method, path } = operation
  const { mediaType = null } = operation.request
  const name = identifierOf(operationId)
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
  const headers = operation.answers.flatMap(({ headers }) => headers)
  const wait = headers.find(({ isWait }) => isWait)
  const requestId = headers.find(({ isRequestId }) => isRequestId)
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
  mediaType: ${JSON.stringify(mediaType)}${mediaType === null ? "" : ` satisfies keyof NonNullable<${at}["requestBody"]>["content"]`},
  request: ${schema(request)},
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
${wait === undefined ? "" : `  /** The header that says how long to wait. */\n  retryAfter: ${JSON.stringify(wait.name)},\n`}${requestId === undefined ? "" : `  /** The header that has the provider's name for an answer. */\n  requestId: ${JSON.stringify(requestId.name)},\n`}  /** The statuses of a granted request. */
  success: ${JSON.stringify(operation.answers.map(({ status }) => Number(status)).filter((status) => status >= 200 && status < 300))} as ReadonlyArray<number>,
  /** Sends it: the compiler holds all of it to the types of the paths. */
  send: (client: Client<paths>, ${isWhole(operation.request) ? `body: ${request.type}` : `wire: typeof ${schema(request)}.Encoded`}, fetch: NonNullable<ClientOptions["fetch"]>) =>
    client.${method.toUpperCase()}(${JSON.stringify(path)}, { ${sending(operation, fields).join(", ")} }),
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

const member = (name: string) => (/^[A-Za-z]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)

/** The arguments of openapi-fetch. */
const sending = ({ request }: SpecOperation, fields: ReadonlyArray<Field>): ReadonlyArray<string> => {
  const { places, mediaType } = request
  const picked = (names: ReadonlyArray<string>) => `pick(wire, ${names.map((name) => JSON.stringify(name)).join(", ")})`
  const at = (part: keyof typeof places) => (places[part].length === 0 ? [] : [`${part}: ${picked(places[part])}`])
  const placed = Object.values(places).flat()
  const params = [...at("path"), ...at("query"), ...at("header")]
  const credentials = places.authorization.map((name) => `wire${member(name)}`).join(", ")
  const headers = [
    ...(places.authorization.length === 0
      ? []
      : [`...${places.authorization.length > 1 ? "basic" : "bearer"}(${credentials})`]),
    ...(places.key.length === 0 ? [] : [`...${picked(places.key)}`]),
    ...(mediaType === form ? ["...form"] : []),
  ]
  const inBody = fields.map(({ name }) => name).filter((name) => !placed.includes(name))
  return [
    ...(params.length === 0 ? [] : [`params: { ${params.join(", ")} }`]),
    ...(headers.length === 0 ? [] : [`headers: { ${headers.join(", ")} }`]),
    ...(mediaType === undefined ? [] : [isWhole(request) ? "body" : `body: ${picked([...new Set(inBody)])}`]),
    "fetch",
  ]
}

const agreement = (schemas: GeneratedSchemas, roots: ReadonlyArray<Root>): string => {
  const typed = roots.filter(({ type }) => type !== undefined)
  const assertions = typed.map((root) => `  Assert<Agrees<typeof ${schemas.identifier(root)}.Encoded, ${root.type}>>,`)
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

const requestFields = (spec: Spec, { operation }: OperationRoots) => fieldsOf(spec, operation.request.schema)

const mark = ({ nodes }: Field, keyword: string) =>
  nodes.map((node) => node[keyword]).find((value) => value !== undefined)

/** Each alternative of a request must be shown, since the suite sends what a spec shows. */
const refuseUnshown = (spec: Spec): void => {
  const unshown = spec.operations.filter(
    ({ operationId, endpoint, request }) => operationId !== endpoint && request.examples.length === 0,
  )
  if (unshown.length === 0) return
  throw new BrokenSpec(
    unshown.map(({ operationId, path, method }) => ({
      ...spec.place(["paths", path, method, "requestBody"]),
      message: `No example shows a request of \`${operationId}\`: it has the required fields, and the constants.`,
    })),
  )
}

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
