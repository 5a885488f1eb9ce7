/**
 * What a run must show of a spec, read from the spec and the outcome table alone. Written apart from the code that
 * derives the tests, so that a thing that no test was made of is missed by name.
 */
import type { Operation, Place, Spec } from "../scripts/specs.ts"
import { keywordsOf } from "./request-keywords.ts"

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
export const cellsOfSpec = (spec: Spec, stated: (operation: Operation) => Stated | undefined): ReadonlyArray<Cell> =>
  spec.operations.flatMap((operation) => {
    const path: Path = ["paths", operation.path, operation.method]
    const table = stated(operation)
    const cell = (group: CellGroup, name: string, at: Path, { test = name, advice = "" } = {}): Cell => ({
      provider: operation.provider,
      operation: operation.operationId,
      group,
      name,
      test,
      place: spec.place([...path, ...at]),
      advice: advice || `Give it its test back in ${group === "request" ? "requests" : "answers"}.contract.ts.`,
    })
    const anyTest = `${operation.provider} ${operation.operationId}: `
    /** The names that the spec has and those that the table has, with what to do about one that only one of them has. */
    const both = (documented: ReadonlyArray<string>, rows: ReadonlyArray<string> | undefined) =>
      [...new Set([...documented, ...(rows ?? [])])].map((name) => ({
        name,
        advice: !documented.includes(name)
          ? `contracts/outcomes.ts states "${name}", and ${spec.file} no longer shows it: restore it there, or remove the row.`
          : rows !== undefined && !rows.includes(name)
            ? `State "${name}" in contracts/outcomes.ts.`
            : "",
      }))
    const split = (name: string): readonly [status: string, name: string] => {
      const [status = "", ...rest] = name.split(" ")
      return [status, rest.join(" ")]
    }
    const answers = operation.answers.filter(({ status }) => isAskable(status))
    const examples = answers.flatMap(({ status, contents }) =>
      contents.flatMap((content) => content.examples.map(({ name }) => `${status} ${name}`)),
    )
    const headers = answers.flatMap((answer) => answer.headers.map(({ name }) => `${answer.status} ${name}`))
    const bodies = (operation.body?.contents ?? []).filter(({ mediaType }) => isJson(mediaType))
    const requests = bodies.flatMap((body) => body.examples.map(({ name }) => name))
    const exampleAt = (status: string, name: string): Path => {
      const mediaType = answers
        .find((answer) => answer.status === status)
        ?.contents.find((content) => content.examples.some((example) => example.name === name))?.mediaType
      return ["responses", status, ...(mediaType === undefined ? [] : ["content", mediaType, "examples", name])]
    }
    return [
      ...both(examples, table?.answers).flatMap(({ name: row, advice }) => {
        const [status, name] = split(row)
        const at = exampleAt(status, name)
        return [
          cell("answer", cellName.example(operation, status, name), at, { advice }),
          ...(table === undefined ? [] : [cell("outcome", cellName.outcome(operation, status, name), at, { advice })]),
        ]
      }),
      ...both(headers, table?.headers).map(({ name: row, advice }) => {
        const [status, name] = split(row)
        const at = ["responses", status, "headers", name]
        return cell("header", cellName.header(operation, status, name), at, { test: anyTest, advice })
      }),
      ...(table === undefined ? [] : [cell("outcome", cellName.tokens(operation), [], { test: anyTest })]),
      ...both(requests, table?.requests).map(({ name, advice }) => {
        const at = ["requestBody", "content", bodies[0]?.mediaType ?? "", "examples", name]
        return cell("request", cellName.request(operation, name), at, { advice })
      }),
      ...bodies.flatMap(({ schema, mediaType }) =>
        keywordsOf(spec, schema, [...path, "requestBody", "content", mediaType, "schema"]).flatMap(
          ({ at, keyword, where }) =>
            ["satisfied", "violated"].map((how) => ({
              ...cell("request", cellName.keyword(operation, at, keyword, how), []),
              place: spec.place(where),
            })),
        ),
      ),
      ...(operation.body?.required
        ? Object.values(bodyFaults).map((fault) => cell("request", cellName.body(operation, fault), ["requestBody"]))
        : []),
    ]
  })
