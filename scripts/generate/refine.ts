/**
 * Adds the meaning that OpenAPI has beyond JSON Schema: `format: password` is redacted, `date-time` is a `Date`, an
 * object with properties may have more, and listed texts beside any text are any text.
 */
import type * as SchemaRepresentation from "effect/SchemaRepresentation"

type Representation = SchemaRepresentation.Representation

/** Named schemas, as they were imported. */
export type References = Readonly<Record<string, Representation>>

interface Refinement {
  readonly label: string
  readonly encodable: boolean
  readonly formats: Set<string>
  /** Every named schema, as it was imported. */
  readonly references: References
}

/** Removes documentation, opens objects and lists, and converts secrets and times. */
export const refine = (node: Representation, options: Refinement): Representation => {
  if (node._tag === "Reference") return node
  // A `$ref` beside other keywords arrives suspended; the code generator suspends where needed.
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
      if (format === undefined && isOpenList(bare, options.references)) return text
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

/** Whether a union is listed texts beside any text: for a program, that is any text. */
const isOpenList = ({ types }: SchemaRepresentation.Union, references: References): boolean => {
  const isText = (type: Representation | undefined, isNamed = false): boolean => {
    if (type?._tag === "Reference") return !isNamed && isText(references[type.$ref], true)
    if (type?._tag === "Union") return type.types.every((one) => isText(one, isNamed))
    if (type?._tag === "String") return type.annotations?.format === undefined
    return type?._tag === "Literal" && typeof type.literal === "string"
  }
  return types.some((type) => type._tag === "String" && type.checks.length === 0) && types.every((type) => isText(type))
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
 * An answer's secret has a label and cannot be encoded into plain text. A request's secret can, to be sent; it has no
 * label, since the schema would reject a caller's secret with another label.
 */
const redacted = (inner: Representation, { label, encodable, formats }: Refinement): Representation => {
  if (!encodable) formats.add("RedactedText")
  return declare(
    ([value]) => ({
      runtime: encodable
        ? `Schema.RedactedFromValue(${value?.runtime})`
        : `RedactedText(${value?.runtime}, ${JSON.stringify(label)})`,
      Type: "unknown",
    }),
    [inner],
  )
}

type ToCode = (
  typeParameters: SchemaRepresentation.Generation.DeclarationInput["typeParameters"],
) => SchemaRepresentation.Generation.DeclarationOutput

/** The schemas made by `declare`, whose decoded type differs from the wire's. */
export const declared = new WeakSet<object>()

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
