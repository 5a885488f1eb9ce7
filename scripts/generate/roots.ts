/**
 * The schemas with a name in the generated code: components, and inline schemas of bodies, answers and headers, named
 * after their operation.
 */
import { isWhole } from "../../contracts/spec/request.ts"
import type { Json, JsonSchema, Spec, SpecOperation } from "../../contracts/spec/specs.ts"
import { pascal } from "./names.ts"

export interface Root {
  /** Its name in the generated code. */
  readonly name: string
  /** Its name under `components.schemas`, if any. */
  readonly component: string | undefined
  readonly schema: JsonSchema
  /** Its place in the document. */
  readonly path: ReadonlyArray<string | number>
  /** Its type in openapi-typescript's output; none for a request that is more than a body. */
  readonly type: string | undefined
}

export interface OperationRoots {
  readonly operation: SpecOperation
  readonly request: Root
  readonly answers: ReadonlyArray<{
    readonly status: string
    readonly contents: ReadonlyArray<{ readonly mediaType: string; readonly root: Root }>
    readonly headers: ReadonlyArray<{ readonly name: string; readonly required: boolean; readonly root: Root }>
  }>
}

/** Names that would shadow a global or an import of the generated file. */
const isTaken = (name: string) =>
  name in globalThis ||
  ["Schema", "Agreement", "Agrees", "Assert", "Client", "ClientOptions", "DateTime", "RedactedText"].includes(name)

const index = (...keys: ReadonlyArray<string>) => keys.map((key) => `[${JSON.stringify(key)}]`).join("")

export interface Roots {
  readonly roots: ReadonlyArray<Root>
  readonly operations: ReadonlyArray<OperationRoots>
}

export const findRoots = (spec: Spec): Roots => {
  const roots = new Map<string, Root>()
  const unique = (wanted: string) => {
    let name = isTaken(wanted) ? `${wanted}Schema` : wanted
    for (let count = 2; roots.has(name); count++) name = `${wanted}${count}`
    return name
  }
  const add = (root: Omit<Root, "name">, wanted: string): Root => {
    const named = { ...root, name: unique(wanted) }
    roots.set(named.name, named)
    return named
  }
  const components = new Map<string | undefined, Root>()
  for (const [component, schema] of Object.entries(spec.schemas)) {
    const named = add(
      {
        component,
        schema,
        path: ["components", "schemas", component],
        type: `components["schemas"]${index(component)}`,
      },
      pascal(component),
    )
    components.set(component, named)
  }
  const root = (schema: JsonSchema, wanted: string, path: Root["path"], type: Root["type"]): Root => {
    const component = typeof schema.$ref === "string" ? schema.$ref.replace("#/components/schemas/", "") : undefined
    return components.get(component) ?? add({ component: undefined, schema, path, type }, wanted)
  }

  const operations = spec.operations.map((operation): OperationRoots => {
    const name = pascal(operation.operationId)
    const path = ["paths", operation.path, operation.method]
    const { mediaType = "" } = operation.request
    const type = `operations${index(operation.endpoint)}`
    const contents = (
      some: ReadonlyArray<{ readonly mediaType: string; readonly schema: JsonSchema }>,
      wanted: string,
      path: Root["path"],
      type: string,
    ) =>
      some.map(({ mediaType, schema }) => ({
        mediaType,
        root: root(
          schema,
          some.length > 1 ? `${wanted}${pascal(mediaType)}` : wanted,
          [...path, "content", mediaType, "schema"],
          `${type}${index("content", mediaType)}`,
        ),
      }))
    return {
      operation,
      request: root(
        operation.request.schema,
        `${name}Request`,
        [...path, "requestBody", "content", mediaType, "schema"],
        isWhole(operation.request) ? `NonNullable<${type}["requestBody"]>${index("content", mediaType)}` : undefined,
      ),
      answers: operation.answers.map(({ status, contents: some, headers }) => {
        const answer = [...path, "responses", status]
        const key = /^\d+$/.test(status) ? `[${status}]` : index(status)
        return {
          status,
          contents: contents(some, `${name}${pascal(status)}`, answer, `${type}["responses"]${key}`),
          headers: headers.map(({ name: header, key: written, required, schema }) => ({
            name: header,
            required,
            root: root(
              schema,
              `${name}${pascal(status)}${pascal(header)}`,
              [...answer, "headers", written, "schema"],
              `NonNullable<${type}["responses"]${key}["headers"]${index(written)}>`,
            ),
          })),
        }
      }),
    }
  })
  return { roots: [...roots.values()], operations }
}

/** The names of all roots in requests, whose secrets must be encodable. */
export const namesSent = ({ roots, operations }: Roots): ReadonlySet<string> => {
  const found = new Set<string>()
  const components = new Map(roots.map((root) => [root.component && `#/components/schemas/${root.component}`, root]))
  const visit = (node: Json | undefined): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === "object" && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (key === "$ref") enter(typeof value === "string" ? components.get(value) : undefined)
        else visit(value)
      }
    }
  }
  const enter = (root: Root | undefined): void => {
    if (root === undefined || found.has(root.name)) return
    found.add(root.name)
    visit(root.schema)
  }
  for (const { request } of operations) enter(request)
  return found
}
