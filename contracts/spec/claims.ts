/**
 * What a run must show of a spec, read from the spec and the outcome table alone. Written apart from the code that
 * derives the tests, so that a thing that no test was made of is missed by name.
 */

import { keywordsOf } from "./keywords.ts"
import type { Operation, Place, Spec } from "./specs.ts"

type Named = Pick<Operation, "provider" | "operationId">

/** How each cell is called. A test that has a cell of its own is called so, too. */
export const cellName = {
  example: ({ provider, operationId }: Named, status: string, example: string) =>
    `${provider} ${operationId}: ${status} ${example} is answered as documented`,
  header: ({ provider, operationId }: Named, status: string, header: string) =>
    `${provider} ${operationId}: ${status} header ${header} comes as documented`,
  outcome: ({ provider, operationId }: Named, status: string, example: string) =>
    `${provider} ${operationId}: ${status} ${example} has one outcome`,
  tokens: ({ provider, operationId }: Named) => `${provider} ${operationId}: yields tokens`,
  failure: ({ provider, operationId }: Named, tag: string) => `${provider} ${operationId}: fails with ${tag}`,
  request: ({ provider, operationId }: Named, example: string) =>
    `${provider} ${operationId}: request ${example} is accepted`,
  keyword: ({ provider, operationId }: Named, at: ReadonlyArray<string | number>, keyword: string, how: string) =>
    `${provider} ${operationId}: ${["request", ...at].join(".")} ${keyword} ${how}`,
  body: ({ provider, operationId }: Named, how: string) => `${provider} ${operationId}: request ${how}`,
  recorded: (name: string) => `recorded ${name}`,
  flow: (workflow: string) => `flow ${workflow}`,
  step: (workflow: string, step: string, answer: string) => `flow ${workflow}: ${step} is answered ${answer}`,
  scene: (provider: string, answer: string) => `${provider} ${answer} is documented as it is answered`,
}

/** Ways in which a body can be wrong before any keyword is asked. */
export const bodyFaults = {
  missing: "body missing refused",
  null: "body null refused",
  malformed: "body malformed refused",
  mediaType: "media type refused",
}

export const isJson = (mediaType: string) => /^application\/(.+\+)?json$/.test(mediaType)

/** A mock cannot be asked for `4XX` or `default`. */
export const isAskable = (status: string) => /^\d+$/.test(status)

export type CellGroup = "request" | "answer" | "header" | "outcome" | "error" | "recorded" | "flow" | "simulator"

/** One thing that a run must show. */
export interface Cell {
  readonly provider: string
  readonly operation: string
  readonly group: CellGroup
  readonly name: string
  /** How the titles of the tests begin that may show it: of one that has a test of its own, the name of that. */
  readonly test: string
  readonly place: Place
  /** What to do where nothing shows it. */
  readonly advice: string
}

type Path = ReadonlyArray<string | number>

/** What the outcome table states of an operation: each example and each header by status and name. */
export interface Stated {
  readonly requests: ReadonlyArray<string>
  readonly answers: ReadonlyArray<string>
  readonly headers: ReadonlyArray<string>
}

/** Everything that a spec obliges the suite to show, and what the outcome table states beyond it. */
export const cellsOfSpec = (spec: Spec, statedOf: (operation: Operation) => Stated | undefined): ReadonlyArray<Cell> =>
  spec.operations.flatMap((operation) => {
    const stated = statedOf(operation)
    return [
      ...answerCells(spec, operation, stated),
      ...headerCells(spec, operation, stated),
      ...requestCells(spec, operation, stated),
    ]
  })

const answerCells = (spec: Spec, operation: Operation, stated: Stated | undefined): ReadonlyArray<Cell> => {
  const shown = operation.answers.flatMap(({ status, contents }) =>
    contents.flatMap(({ mediaType, examples }) =>
      examples.map(({ name }) => ({ row: `${status} ${name}`, at: ["content", mediaType, "examples", name] })),
    ),
  )
  const cells = both(
    spec,
    shown.map(({ row }) => row),
    stated?.answers,
  ).flatMap(({ row, advice = unshownIn("answers") }) => {
    const [status, name] = wordsOf(row)
    const at = ["responses", status, ...(shown.find((one) => one.row === row)?.at ?? [])]
    const details = { place: spec.place([...pathOf(operation), ...at]), advice }
    return [
      cell(operation, "answer", cellName.example(operation, status, name), details),
      ...(stated === undefined ? [] : [cell(operation, "outcome", cellName.outcome(operation, status, name), details)]),
    ]
  })
  if (stated === undefined) return cells
  const tokens = { place: spec.place(pathOf(operation)), advice: unshownIn("answers"), test: anyTestOf(operation) }
  return [...cells, cell(operation, "outcome", cellName.tokens(operation), tokens)]
}

const headerCells = (spec: Spec, operation: Operation, stated: Stated | undefined): ReadonlyArray<Cell> => {
  const shown = operation.answers.flatMap(({ status, headers }) => headers.map(({ name }) => `${status} ${name}`))
  return both(spec, shown, stated?.headers).map(({ row, advice = unshownIn("answers") }) => {
    const [status, name] = wordsOf(row)
    const place = spec.place([...pathOf(operation), "responses", status, "headers", name])
    return cell(operation, "header", cellName.header(operation, status, name), {
      place,
      advice,
      test: anyTestOf(operation),
    })
  })
}

const requestCells = (spec: Spec, operation: Operation, stated: Stated | undefined): ReadonlyArray<Cell> => {
  const path = [...pathOf(operation), "requestBody"]
  const advice = unshownIn("requests")
  const bodies = (operation.body?.contents ?? []).filter(({ mediaType }) => isJson(mediaType))
  const shown = bodies.flatMap(({ examples }) => examples.map(({ name }) => name))
  const keywords = bodies.flatMap(({ schema, mediaType }) =>
    keywordsOf(spec, schema, [...path, "content", mediaType, "schema"]),
  )
  return [
    ...both(spec, shown, stated?.requests).map(({ row, advice = unshownIn("requests") }) => {
      const place = spec.place([...path, "content", bodies[0]?.mediaType ?? "", "examples", row])
      return cell(operation, "request", cellName.request(operation, row), { place, advice })
    }),
    ...keywords.flatMap(({ at, keyword, where }) =>
      ["satisfied", "violated"].map((how) =>
        cell(operation, "request", cellName.keyword(operation, at, keyword, how), { place: spec.place(where), advice }),
      ),
    ),
    ...(operation.body?.required ? Object.values(bodyFaults) : []).map((fault) =>
      cell(operation, "request", cellName.body(operation, fault), { place: spec.place(path), advice }),
    ),
  ]
}

const cell = (
  { provider, operationId }: Operation,
  group: CellGroup,
  name: string,
  details: Pick<Cell, "place" | "advice"> & { readonly test?: string },
): Cell => ({ provider, operation: operationId, group, name, test: name, ...details })

/** Where an operation stands in its spec. */
export const pathOf = ({ path, method }: Operation): Path => ["paths", path, method]

/** How the titles of all derived tests of an operation begin. */
export const anyTestOf = ({ provider, operationId }: Named) => `${provider} ${operationId}: `

const unshownIn = (contract: string) =>
  `Nothing in contracts/${contract}.contract.ts has shown it: its test is gone, or fails.`

/** The rows that the spec has and those that the table has, with what to do about one that only one of them has. */
const both = ({ file }: Spec, shown: ReadonlyArray<string>, stated: ReadonlyArray<string> | undefined) =>
  [...new Set([...shown, ...(stated ?? [])])]
    .filter((row) => !/^(\dXX|default) /.test(row))
    .map((row): { readonly row: string; readonly advice?: string } => {
      if (!shown.includes(row)) {
        const what = `contracts/providers/ states "${row}", and ${file} no longer shows it`
        return { row, advice: `${what}: restore it there, or remove the row.` }
      }
      const isUnstated = stated !== undefined && !stated.includes(row)
      return isUnstated ? { row, advice: `State "${row}" in contracts/providers/.` } : { row }
    })

/** A row's status, and the name behind it. */
const wordsOf = (row: string): readonly [status: string, name: string] => {
  const [status = "", ...name] = row.split(" ")
  return [status, name.join(" ")]
}
