/**
 * Generates a spec's Effect Schemas with Effect's own importer and code generator; between the two, `refine.ts` adds
 * the meaning that OpenAPI has beyond JSON Schema.
 */
import * as JsonSchema from "effect/JsonSchema"
import * as SchemaRepresentation from "effect/SchemaRepresentation"
import { BrokenSpec, type Spec } from "../../contracts/spec/specs.ts"
import { declared, type References, refine } from "./refine.ts"
import { namesSent, type Root, type Roots } from "./roots.ts"

export interface GeneratedSchemas {
  /** Source text of every schema, each after the schemas it uses. */
  readonly code: string
  /** Names to import from `formats.ts`. */
  readonly formats: ReadonlyArray<string>
  /** The identifier of a root. */
  readonly identifier: (root: Root) => string
}

export const generateSchemas = (spec: Spec, found: Roots): GeneratedSchemas => {
  const { roots } = found
  const definitions: Record<string, JsonSchema.JsonSchema> = {}
  const names = new Map(roots.flatMap(({ component, name }) => (component === undefined ? [] : [[component, name]])))
  for (const root of roots) {
    definitions[root.name] = renamed(JsonSchema.fromSchemaOpenApi3_1(root.schema).schema, names)
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
    // A schema that uses a recursive one comes after it, all others before.
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

/** The named schemas directly inside a representation. */
const usesOf = (node: unknown): ReadonlyArray<string> => {
  if (typeof node !== "object" || node === null) return []
  if ("_tag" in node && node._tag === "Reference" && "$ref" in node) return [String(node.$ref)]
  return Object.values(node).flatMap(usesOf)
}

/** TypeScript needs explicit types for a recursive schema, and Effect writes one type for both sides. */
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
    const message = `\`${root.component ?? root.name}\` contains itself and a secret or a date-time: the generator does not support that.`
    return [{ ...spec.place(root.path), message }]
  })
  if (problems.length > 0) throw new BrokenSpec(problems)
}

/** Lets a bundler drop an unused schema: it cannot know that building one has no side effect. */
const pure = (runtime: string) =>
  /^\w+$/.test(runtime) ? runtime : `/* #__PURE__ */ (() => ${runtime.replace(asCall, toLiteral)})()`

/** Effect writes a regular expression as a call. */
const asCall = /new globalThis\.RegExp\(("(?:[^"\\]|\\.)*")(?:, ("\w*"))?\)/g
const toLiteral = (_: string, source: string, flags = '""') => String(new RegExp(JSON.parse(source), JSON.parse(flags)))

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
  const imported = attempt(() => importRoots(roots))
  if ("cause" in imported) {
    // Each alone says which it is.
    const problems = roots.flatMap((root) => {
      const alone = attempt(() => importRoots([root]))
      if (!("cause" in alone)) return []
      const reason = (alone.cause instanceof Error ? alone.cause.message : String(alone.cause)).replace(/\s+/g, " ")
      return [{ ...spec.place(root.path), message: `The generator cannot carry this schema: ${reason}` }]
    })
    throw problems.length > 0 ? new BrokenSpec(problems) : imported.cause
  }
  const [first, ...rest] = imported.value.map((schema) => schema.ast)
  if (first === undefined) throw new BrokenSpec([{ ...spec.place(["paths"]), message: "There is no schema here." }])
  return SchemaRepresentation.toRepresentations([first, ...rest])
}

const attempt = <T>(work: () => T): { readonly value: T } | { readonly cause: unknown } => {
  try {
    return { value: work() }
  } catch (cause) {
    return { cause }
  }
}

/** Points every `$ref` to the generated name of its definition. */
const renamed = (schema: JsonSchema.JsonSchema, names: ReadonlyMap<string, string>): JsonSchema.JsonSchema => {
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
