/**
 * One spec's Effect Schemas. Effect's own importer and code generator do the work; what is added here is what OpenAPI
 * means and JSON Schema does not say: a `format: password` is redacted, a `date-time` is a `Date`, and an object that
 * lists its properties may carry more of them without naming their type.
 */
import * as JsonSchema from "effect/JsonSchema"
import * as SchemaRepresentation from "effect/SchemaRepresentation"
import { BrokenSpec, type Spec } from "../specs.ts"
import { namesSent, type Root, type Roots } from "./roots.ts"

type Representation = SchemaRepresentation.Representation

export interface GeneratedSchemas {
  /** Source text of every schema, in an order in which each stands after what it uses. */
  readonly code: string
  /** Names to import from `formats.ts`. */
  readonly formats: ReadonlyArray<string>
  /** Under which identifier a root ended up. */
  readonly identifier: (root: Root) => string
}

export const generateSchemas = (spec: Spec, found: Roots): GeneratedSchemas => {
  const { roots } = found
  const definitions: Record<string, JsonSchema.JsonSchema> = {}
  for (const root of roots) {
    definitions[root.name] = renamed(JsonSchema.fromSchemaOpenApi3_1(root.schema).schema, roots)
  }
  const document = importDefinitions(spec, roots, definitions)

  const sent = namesSent(found)
  const formats = new Set<string>()
  const references = Object.fromEntries(
    Object.entries(document.references).map(([name, representation]) => {
      const encodable = sent.has(name)
      return [name, refine(representation, { label: name, encodable, formats })]
    }),
  )
  const { codes, references: sorted } = SchemaRepresentation.toCodeDocument({ ...document, references })

  const recursive = Object.entries(sorted.recursives).map(([name, { runtime, Type }]) => {
    if (/Redacted|DateTime/.test(runtime)) {
      throw new BrokenSpec([
        {
          ...spec.place(["components", "schemas", name]),
          message: `\`${name}\` is recursive and holds a secret or a date-time: not carried.`,
        },
      ])
    }
    return `export type ${name} = ${Type}\nexport const ${name}: Schema.Codec<${name}> = ${pure(runtime)}\n`
  })
  const plain = sorted.nonRecursives.map(
    ({ $ref, code }) => `export const ${$ref} = ${pure(code.runtime)}\nexport type ${$ref} = typeof ${$ref}.Type\n`,
  )
  const identifiers = new Map(roots.map((root, index) => [root.name, codes[index]?.runtime ?? root.name]))
  return {
    code: [...recursive, ...plain].join("\n"),
    formats: [...formats].sort(),
    identifier: (root) => identifiers.get(root.name) ?? root.name,
  }
}

/** Lets a bundler drop a schema that nobody imports: it cannot know that building one has no side effect. */
const pure = (runtime: string) => (/^\w+$/.test(runtime) ? runtime : `/* #__PURE__ */ (() => ${runtime})()`)

const importDefinitions = (
  spec: Spec,
  roots: ReadonlyArray<Root>,
  definitions: Record<string, JsonSchema.JsonSchema>,
): SchemaRepresentation.MultiDocument => {
  const importRoots = (some: ReadonlyArray<Root>) => {
    const [first, ...rest] = some.map(({ name }) => ({ $ref: `#/$defs/${name}` }))
    if (first === undefined) return []
    return SchemaRepresentation.fromJsonSchemaMultiDocument(
      { dialect: "draft-2020-12", schemas: [first, ...rest], definitions },
      { patterns: "apply" },
    )
  }
  const problems = roots.flatMap((root) => {
    try {
      importRoots([root])
      return []
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return [{ ...spec.place(root.path), message: `The generator cannot carry this schema: ${reason}` }]
    }
  })
  if (problems.length > 0) throw new BrokenSpec(problems)
  const [first, ...rest] = importRoots(roots).map((schema) => schema.ast)
  if (first === undefined) throw new BrokenSpec([{ ...spec.place(["paths"]), message: "There is no schema here." }])
  return SchemaRepresentation.toRepresentations([first, ...rest])
}

/** Points every `$ref` at the name under which the definition is generated. */
const renamed = (schema: JsonSchema.JsonSchema, roots: ReadonlyArray<Root>): JsonSchema.JsonSchema => {
  const names = new Map(roots.flatMap(({ component, name }) => (component === undefined ? [] : [[component, name]])))
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit)
    if (typeof node !== "object" || node === null) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        const target = key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", "") : undefined
        return [key, target === undefined ? visit(value) : `#/$defs/${names.get(target) ?? target}`]
      }),
    )
  }
  return visit(schema) as JsonSchema.JsonSchema
}

interface Refinement {
  readonly label: string
  readonly encodable: boolean
  readonly formats: Set<string>
}

/** Removes what only documents, opens objects, and gives secrets and times their meaning. */
const refine = (node: Representation, options: Refinement): Representation => {
  if (node._tag === "Reference") return node
  const format = node.annotations?.format
  const bare = withoutDocumentation(node)
  switch (bare._tag) {
    case "String":
      if (format === "password") return redacted(bare, options)
      if (format === "date-time") {
        options.formats.add("DateTime")
        return declare(() => ({ runtime: "DateTime", Type: "globalThis.Date" }))
      }
      return bare
    case "Union":
      return { ...bare, types: bare.types.map((type) => refine(withFormat(type, format), options)) }
    case "Arrays":
      return {
        ...bare,
        elements: bare.elements.map((element) => ({ ...element, type: refine(element.type, options) })),
        rest: bare.rest.map((item) => refine(item, options)),
      }
    case "Objects":
      return {
        ...bare,
        propertySignatures: bare.propertySignatures.map((property) => ({
          ...property,
          type: refine(property.type, { ...options, label: String(property.name) }),
        })),
        indexSignatures:
          bare.propertySignatures.length > 0
            ? []
            : bare.indexSignatures.map((signature) => ({ ...signature, type: refine(signature.type, options) })),
      }
    default:
      return bare
  }
}

/** `type: [string, "null"]` puts the format beside the union; it belongs to the string in it. */
const withFormat = (node: Representation, format: unknown): Representation =>
  node._tag === "String" && format !== undefined ? { ...node, annotations: { ...node.annotations, format } } : node

type Annotated = Exclude<Representation, SchemaRepresentation.Reference>

const withoutDocumentation = (node: Annotated): Annotated =>
  ({
    ...node,
    annotations: onlyCode(node.annotations),
    ...("checks" in node && { checks: node.checks.map(bareCheck) }),
  }) as Annotated

const bareCheck = (check: SchemaRepresentation.Check): SchemaRepresentation.Check => ({
  ...check,
  annotations: onlyCode(check.annotations),
})

const onlyCode = (annotations: Annotated["annotations"]) =>
  annotations?.toCode === undefined ? undefined : { toCode: annotations.toCode }

/**
 * A response's secret is labelled, and cannot be encoded back into plain text. A request's must be, to be sent; it has
 * no label, since the schema would refuse a caller's secret with another one.
 */
const redacted = (inner: Representation, { label, encodable }: Refinement): Representation =>
  declare(
    ([value]) => ({
      runtime: `Schema.RedactedFromValue(${value?.runtime}${encodable ? "" : `, { label: ${JSON.stringify(label)}, disallowEncode: true }`})`,
      Type: "unknown",
    }),
    [inner],
  )

type ToCode = (
  typeParameters: SchemaRepresentation.Generation.DeclarationInput["typeParameters"],
) => SchemaRepresentation.Generation.DeclarationOutput

const declare = (toCode: ToCode, typeParameters: ReadonlyArray<Representation> = []): Representation => ({
  _tag: "Declaration",
  annotations: {
    toCode: (input: SchemaRepresentation.Generation.DeclarationInput) => toCode(input.typeParameters),
  },
  typeParameters,
  checks: [],
})
