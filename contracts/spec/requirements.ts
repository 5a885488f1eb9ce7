/**
 * The claims that a run must show for a spec, from the spec and the provider's record. Independent of the code that
 * derives the tests, so that a claim without a test is reported by name.
 */
import { bodyFaultsOf, type Claim, claimOf, outcomeClaim } from "./claim.ts"
import { isViolable, keywordsOf } from "./keywords.ts"
import { askedAs, type Place, type Spec, type SpecOperation, shownIn } from "./specs.ts"

/** A claim, its place, and what to do when nothing shows it. */
export interface Requirement {
  readonly claim: Claim
  readonly place: Place
  readonly advice: string
}

/** The rows that a record states for an operation, and its file. */
export interface Stated {
  readonly file: string
  readonly requests: ReadonlyArray<string>
  readonly answers: ReadonlyArray<Row & { readonly outcome: string }>
  readonly headers: ReadonlyArray<Row>
}

/** An example or a header of an answer. */
interface Row {
  readonly status: string
  readonly name: string
}

/** The same, or an example of a request. */
type AnyRow = Row | { readonly status?: never; readonly name: string }

type Path = ReadonlyArray<string | number>

export const isJson = (mediaType: string) => /^application\/(.+\+)?json$/.test(mediaType)

/** Everything that a spec requires the suite to show, and rows that a record states beyond it. */
export const requirementsOf = (
  spec: Spec,
  statedOf: (operation: SpecOperation) => Stated | undefined,
): ReadonlyArray<Requirement> =>
  spec.operations.flatMap((operation) => {
    const stated = statedOf(operation)
    return [
      ...answerRequirements(spec, operation, stated),
      ...headerRequirements(spec, operation, stated),
      ...requestRequirements(spec, operation, stated),
    ]
  })

const answerRequirements = (spec: Spec, operation: SpecOperation, stated: Stated | undefined) => {
  const shown = operation.answers.flatMap((answer) =>
    shownIn(answer).map(({ name, content }) => ({
      status: answer.status,
      name,
      at: content === undefined ? [] : ["content", content.mediaType, "examples", name],
    })),
  )
  const requirements = both<Row>(spec, operation, shown, stated, stated?.answers).flatMap(
    ({ row, advice }): Array<Requirement> => {
      const { status, name } = row
      const at = ["responses", status, ...(shown.find((one) => isSameRow(one, row))?.at ?? [])]
      const details = { place: spec.place([...pathOf(operation), ...at]), advice: advice ?? unshownIn("answers") }
      const outcome = stated?.answers.find((one) => isSameRow(one, row))?.outcome
      return [
        { claim: claimOf(operation, { kind: "answer", status, name }), ...details },
        ...(stated === undefined ? [] : [{ claim: outcomeClaim(operation, { status, name, outcome }), ...details }]),
      ]
    },
  )
  if (stated === undefined) return requirements
  const tokens: Requirement = {
    claim: claimOf(operation, { kind: "tokens" }),
    place: spec.place(pathOf(operation)),
    advice: unshownIn("answers"),
  }
  return [...requirements, tokens]
}

const headerRequirements = (spec: Spec, operation: SpecOperation, stated: Stated | undefined): Array<Requirement> => {
  const shown = operation.answers.flatMap(({ status, headers }) =>
    headers.map(({ name, key }) => ({ status, name, key })),
  )
  return both<Row>(spec, operation, shown, stated, stated?.headers).map(({ row, advice }) => {
    const { status, name } = row
    const key = shown.find((one) => isSameRow(one, row))?.key ?? name
    return {
      claim: claimOf(operation, { kind: "header", status, name }),
      place: spec.place([...pathOf(operation), "responses", status, "headers", key]),
      advice: advice ?? unshownIn("answers"),
    }
  })
}

const requestRequirements = (spec: Spec, operation: SpecOperation, stated: Stated | undefined): Array<Requirement> => {
  const { schema, mediaType = "" } = operation.request
  const path = [...pathOf(operation), "requestBody"]
  const advice = unshownIn("requests")
  const examples = operation.request.examples.map(({ name }) => ({ name }))
  const statedExamples = stated?.requests.map((name) => ({ name }))
  const keywords = keywordsOf(spec, schema, [...path, "content", mediaType, "schema"])
  return [
    ...both(spec, operation, examples, stated, statedExamples).map(({ row: { name }, advice: own }): Requirement => {
      const place = spec.place([...path, "content", mediaType, "examples", name])
      return { claim: claimOf(operation, { kind: "request", name }), place, advice: own ?? advice }
    }),
    ...keywords.flatMap(({ where, ...keyword }) =>
      (isViolable(operation, keyword) ? hows : (["satisfied"] as const)).map(
        (how): Requirement => ({
          claim: claimOf(operation, { kind: "keyword", ...keyword, how }),
          place: spec.place(where),
          advice,
        }),
      ),
    ),
    ...bodyFaultsOf(operation).map(
      (name): Requirement => ({ claim: claimOf(operation, { kind: "body", name }), place: spec.place(path), advice }),
    ),
  ]
}

const hows = ["satisfied", "violated"] as const

/** Where an operation stands in its spec. */
export const pathOf = ({ path, method }: SpecOperation): Path => ["paths", path, method]

const unshownIn = (name: string) =>
  `Nothing in contracts/suite/${name}.contract.ts has shown it: its test is gone, or fails.`

const isSameRow = (one: AnyRow, other: AnyRow) => one.status === other.status && one.name === other.name

const rowWords = ({ status, name }: AnyRow) => (status === undefined ? name : `${status} ${name}`)

/** The rows of the spec and of the record, with advice for a row that only one of them has. */
const both = <R extends AnyRow>(
  { file }: Spec,
  operation: SpecOperation,
  shown: ReadonlyArray<R>,
  stated: Stated | undefined,
  rows: ReadonlyArray<R> = [],
): ReadonlyArray<{ readonly row: R; readonly advice?: string }> => [
  ...rows
    .filter((row) => !shown.some((one) => isSameRow(one, row)))
    .map((row) => ({
      row,
      advice: `${stated?.file} states ${rowWords(row)}, and ${file} no longer shows it: restore it there, or remove the row.`,
    })),
  ...shown
    .filter(({ status }) => status === undefined || askedAs(operation, status) !== undefined)
    .map((row) =>
      stated === undefined || rows.some((one) => isSameRow(one, row))
        ? { row }
        : { row, advice: `State ${rowWords(row)} in ${stated.file}.` },
    ),
]
