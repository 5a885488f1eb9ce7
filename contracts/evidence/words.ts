/**
 * The words of a spec: the names and values that it shows itself. A report shows them, and of anything else only the
 * shape, since a vendor may answer with anything: a person's data, or an echo of a secret in any spelling.
 */
import { extra } from "../spec/sample.ts"
import { isObject, items, type Json, type JsonSchema, type Spec } from "../spec/specs.ts"
import { isSecret, type Leaf, leavesIn } from "./leaves.ts"
import { claimsOf } from "./shape.ts"

export interface Words {
  /** Whether a name is the spec's, or our own. */
  readonly isName: (name: string) => boolean
  /** Whether a value is one that the spec shows, and not as a secret. */
  readonly isValue: (value: Leaf) => boolean
  /** Whether a value may be shown where these schemas apply. */
  readonly isShown: (value: Leaf, schemas: ReadonlyArray<JsonSchema>) => boolean
  /** A media type of the spec, or one that every server may answer with. */
  readonly isMediaType: (mediaType: string) => boolean
}

/** Our own requests try these names. */
const own = new RegExp(`^${extra}(-\\d)?$`)

const known = new WeakMap<Spec, Words>()

export const wordsOf = (spec: Spec): Words => {
  const words = known.get(spec) ?? readWords(spec)
  known.set(spec, words)
  return words
}

/** Their names tell nothing of a person. */
const everyMediaType = ["application/json", "application/problem+json", "application/xml", "text/html", "text/plain"]

const readWords = (spec: Spec): Words => {
  const bodies = spec.operations.flatMap(({ request, answers }) => [
    request,
    ...answers.flatMap(({ contents }) => contents),
  ])
  const leaves = bodies.flatMap(({ schema, examples }) =>
    examples.flatMap(({ value }) => leavesIn(spec, [schema], value)),
  )
  const headers = spec.operations.flatMap(({ answers }) => answers.flatMap((answer) => answer.headers))
  const shown = [
    ...leaves.filter(({ schemas }) => !isSecret(spec, schemas)).map(({ value }) => value),
    ...headers.flatMap(({ example = null }) => leavesIn(spec, [], example).map(({ value }) => value)),
    ...listedIn(spec.document),
  ]
  const values = new Set(shown)
  const claims = leaves.flatMap(({ value }) => namesIn(claimsOf(String(value)) ?? null))
  // The name of a parameter is no key of the document.
  const sent = spec.operations.flatMap(({ request }) => namesIn(request.schema))
  const names = new Set([...namesIn(spec.document), ...sent, ...claims])
  const mediaTypes = new Set<string | undefined>([...bodies.map(({ mediaType }) => mediaType), ...everyMediaType])
  return {
    isName: (name) => names.has(name) || own.test(name),
    isValue: (value) => values.has(value),
    isShown: (value, schemas) => {
      // A truth value tells nothing without its field.
      if (typeof value === "boolean") return schemas.length > 0
      return value === "" || (values.has(value) && !isSecret(spec, schemas))
    },
    isMediaType: (mediaType) => mediaTypes.has(mediaType),
  }
}

/** The names of an object, at any depth. */
const namesIn = (node: Json): ReadonlyArray<string> =>
  isObject(node)
    ? [...Object.keys(node), ...Object.values(node).flatMap(namesIn)]
    : items(node).flatMap((item) => namesIn(item))

/** The values that the schemas of a document list, but for secrets. */
const listedIn = (node: Json): ReadonlyArray<Leaf> => {
  if (!isObject(node)) return items(node).flatMap(listedIn)
  if (node.format === "password") return []
  const own = [node.const, node.default, ...items(node.enum)].filter(
    (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean",
  )
  return [...own, ...Object.values(node).flatMap(listedIn)]
}
