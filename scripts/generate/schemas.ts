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
      return [name, refine(representation, { label: name, encodable, formats, references: document.references })]
    }),
  )
  const { codes, references: sorted } = SchemaRepresentation.toCodeDocument({ ...document, references })

  const uses = transitiveUses(references)
  const isRecursive = (name: string) => uses.get(name)?.has(name) ?? false
  refuseRecursiveSecrets(spec, roots, references, uses)
  const plain = sorted.nonRecursives.map(({ $ref, code }) => ({
    // A plain schema that uses a recursive one stands behind it, and all others before.
    isLate: [...(uses.get($ref) ?? [])].some(isRecursive),
    text: `export const ${$ref} = ${pure(code.runtime)}\nexport type ${$ref} = typeof ${$ref}.Type\n`,
  }))
  const recursive = Object.entries(sorted.recursives).map(
    ([name, { runtime, Type }]) =>
      `export type ${name} = ${Type}\nexport const ${name}: Schema.Codec<${name}> = ${pure(runtime)}\n`,
  )
  const textOf = (isLate: boolean) => plain.filter((one) => one.isLate === isLate).map(({ text }) => text)
  const identifiers = new Map(roots.map((root, index) => [root.name, codes[index]?.runtime ?? root.name]))
  return {
    code: [...textOf(false), ...recursive, ...textOf(true)].join("\n"),
    formats: [...formats].sort(),
    identifier: (root) => identifiers.get(root.name) ?? root.name,
  }
}

type References = Readonly<Record<string, Representation>>

/** The named schemas that each named schema uses, directly or through others. */
const transitiveUses = (references: References): ReadonlyMap<string, ReadonlySet<string>> => {
  const close = (name: string, found: Set<string>): Set<string> => {
    for (const used of usesOf(references[name])) {
      if (found.has(used)) continue
      found.add(used)
      close(used, found)
    }
    return found
  }
  return new Map(Object.keys(references).map((name) => [name, close(name, new Set())]))
}

/** The named schemas that stand in a representation itself. */
const usesOf = (node: unknown): ReadonlyArray<string> => {
  if (typeof node !== "object" || node === null) return []
  if ("_tag" in node && node._tag === "Reference" && "$ref" in node) return [String(node.$ref)]
  return Object.values(node).flatMap(usesOf)
}

/** TypeScript needs a recursive schema's types spelled out, and Effect spells one type for what is sent and decoded. */
const refuseRecursiveSecrets = (
  spec: Spec,
  roots: ReadonlyArray<Root>,
  references: References,
  uses: ReadonlyMap<string, ReadonlySet<string>>,
): void => {
  const isOpaque = (node: unknown): boolean =>
    typeof node === "object" && node !== null && (declared.has(node) || Object.values(node).some(isOpaque))
  const problems = roots.flatMap((root) => {
    const used = uses.get(root.name)
    if (!used?.has(root.name) || ![...used].some((name) => isOpaque(references[name]))) return []
    const message = `\`${root.component ?? root.name}\` contains itself, and a secret or a date-time: the generator does not carry that.`
    return [{ ...spec.place(root.path), message }]
  })
  if (problems.length > 0) throw new BrokenSpec(problems)
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
      const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, " ")
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
  /** Every named schema, as it was imported. */
  readonly references: References
}

/** Removes what only documents, opens objects, and gives secrets and times their meaning. */
const refine = (node: Representation, options: Refinement): Representation => {
  if (node._tag === "Reference") return node
  // A `$ref` beside other keywords comes suspended; the code generator suspends by itself where there is a need.
  if (node._tag === "Suspend") return refine(node.thunk, options)
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
      if (isOpenList(bare, options.references)) return text
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

const text: Representation = { _tag: "String", checks: [] }

/** Whether a union is some texts or any other one: to a program, that is any text. */
const isOpenList = ({ types }: SchemaRepresentation.Union, references: References): boolean => {
  const isText = (type: Representation | undefined): boolean => {
    if (type?._tag === "Reference") return isText(references[type.$ref])
    if (type?._tag === "Union") return type.types.every(isText)
    return type?._tag === "String" || (type?._tag === "Literal" && typeof type.literal === "string")
  }
  return types.some((type) => type._tag === "String" && type.checks.length === 0) && types.every(isText)
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

/** What `declare` made: the schemas whose decoded side is not what the wire has. */
const declared = new WeakSet<object>()

const declare = (toCode: ToCode, typeParameters: ReadonlyArray<Representation> = []): Representation => {
  const declaration: Representation = {
    _tag: "Declaration",
    annotations: {
      toCode: (input: SchemaRepresentation.Generation.DeclarationInput) => toCode(input.typeParameters),
    },
    typeParameters,
    checks: [],
  }
  declared.add(declaration)
  return declaration
}
