/**
 * Compares recorded exchanges with the specs: a spec accepts each request that the vendor accepted, rejects each that
 * the vendor refused as malformed, accepts every answer, names each of its fields, and requires what the vendor
 * requires. Our client classifies each recorded answer.
 */
import { judgeAnswer } from "../evidence/answer.ts"
import type { Exchange, Received } from "../evidence/exchange.ts"
import { serveLoopback } from "../loopback.ts"
import { expectedOutcome, fieldsOf } from "../outcome.ts"
import { type RecordedExchange, recordedExchanges } from "../recorded.ts"
import { claimOf } from "../spec/claim.ts"
import { judgeOf } from "../spec/judge.ts"
import { momentOf } from "../spec/moment.ts"
import { phraseOf } from "../spec/sentence.ts"
import {
  answerTo,
  findOperation,
  isObject,
  items,
  type Json,
  type JsonSchema,
  readSpecs,
  type Spec,
  type SpecOperation,
} from "../spec/specs.ts"
import { written } from "../spec/wire.ts"
import { expectEqual, withDigests } from "./expect.ts"
import { expect, showing, test } from "./test.ts"

const specs = await readSpecs()

for (const [provider, ofProvider] of Map.groupBy(recordedExchanges(), (one) => one.provider)) {
  test.describe(provider, () => {
    for (const [operationId, ofOperation] of Map.groupBy(ofProvider, (one) => one.operationId)) {
      test.describe(operationId, () => {
        for (const recorded of ofOperation) recordedTest(recorded)
      })
    }
  })
}

type Present = Parameters<Parameters<typeof test>[2]>[0]["present"]

function recordedTest(recorded: RecordedExchange): void {
  const claim = claimOf(recorded, { kind: "recorded", name: recorded.name })
  test(phraseOf(claim), showing(claim), async ({ present, keep }) => {
    const found = findOperation(specs, recorded)
    if (found === undefined) {
      throw new Error(`${recorded.file}: no spec has ${recorded.provider} ${recorded.operationId}.`)
    }
    const { spec, operation } = found
    await test.step(`compare the request of ${recorded.file} with the spec`, () =>
      expectRequest(spec, operation, recorded))
    for (const status of statusesOf(operation, recorded)) {
      await test.step(`compare the answer ${status} of ${recorded.file} with the spec`, () =>
        expectAnswer(spec, operation, recorded, status))
      await test.step(`redeem against the answer ${status}`, () => expectOutcome(present, operation, recorded, status))
    }
    await keep(recorded, exchangeOf(operation, recorded), { checked: [claim], note: `recorded: ${recorded.source}` })
  })
}

/** Dates as a recorded exchange writes them. */
const asWritten = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const textOf = (body: Json = "") => (typeof body === "string" ? body : JSON.stringify(body))

/** A recorded exchange as it looks on the wire. The source may show a body without its status. */
function exchangeOf(operation: SpecOperation, { request, answer }: RecordedExchange): Exchange {
  const { method, url, contentType, body } = request
  const sent = isObject(body) ? written(operation, body) : { path: operation.path, headers: {}, body: textOf(body) }
  const headers = new Headers({ ...sent.headers, ...typeHeader(contentType) })
  return {
    request: { method, url: new URL(url).origin + sent.path, headers, body: sent.body ?? "" },
    ...(answer && { answer: receivedOf(answer, answer.status ?? 0) }),
  }
}

const typeHeader = (contentType: string | undefined) =>
  contentType === undefined ? {} : { "content-type": contentType }

function receivedOf({ headers, contentType, body }: NonNullable<RecordedExchange["answer"]>, status: number): Received {
  return { status, headers: new Headers({ ...headers, ...typeHeader(contentType) }), body: textOf(body) }
}

/** The statuses of an answer: its own or, when the source shows none, every possible one. */
function statusesOf({ answers }: SpecOperation, { request, answer }: RecordedExchange): ReadonlyArray<number> {
  if (answer === undefined) return []
  if (answer.status !== null) return [answer.status]
  const documented = answers.map(({ status }) => Number(status))
  return request.verdict === "accepted" ? documented.filter((status) => status < 300) : documented
}

/** The path of a recorded request; it may have braces. */
function pathOf({ url }: RecordedExchange["request"]): string {
  return decodeURI(new URL(url).pathname)
}

function expectRequest(spec: Spec, operation: SpecOperation, { request, evidence }: RecordedExchange): void {
  const { origin } = new URL(request.url)
  const pathname = pathOf(request)
  const { schema, mediaType } = operation.request
  const isTyped = mediaType === request.contentType
  const isSame = operation.path === pathname && operation.method === request.method.toLowerCase()
  const errors = isTyped && request.body !== undefined ? judgeOf(spec)(schema, request.body).errors : []
  if (request.verdict === "malformed") {
    expect(
      isSame && isTyped && errors.length === 0,
      "the spec accepts a request that the vendor refused as malformed",
    ).toBe(false)
    return
  }
  expect(`${operation.method} ${operation.path}`).toBe(`${request.method.toLowerCase()} ${pathname}`)
  expect(mediaType).toBe(request.contentType)
  // A published example may name a placeholder.
  if (evidence === "documented" && origin !== "https://api.example.com")
    expect(spec.servers.map(({ url }) => url)).toContain(origin)
  expect(errors, "the spec rejects a request that the vendor accepted").toEqual([])
  expect(requiredOf(spec, schema)).toEqual(expect.arrayContaining([...(request.required ?? [])]))
}

function expectAnswer(
  spec: Spec,
  operation: SpecOperation,
  { request, answer }: RecordedExchange,
  status: number,
): void {
  const isElsewhere = operation.path !== pathOf(request) || operation.method !== request.method.toLowerCase()
  if (answer === undefined || isElsewhere) return
  const documented = answerTo(operation, status)
  const { contentType } = answer
  const schema = documented?.contents.find(({ mediaType }) => contentType?.startsWith(mediaType))?.schema
  if (contentType === undefined) expect(documented?.contents, `${status} is documented without a body`).toEqual([])
  else expect(schema, `${contentType} is documented under ${status}`).toBeDefined()
  const named = documented?.headers.map(({ name }) => name) ?? []
  expect(named).toEqual(expect.arrayContaining(Object.keys(answer.headers ?? {})))
  expect(requiredOf(spec, schema ?? {})).toEqual(expect.arrayContaining([...(answer.required ?? [])]))
  if (answer.body === undefined) return
  const { departures, inBody } = judgeAnswer({ spec, judge: judgeOf(spec) }, operation, receivedOf(answer, status))
  expect([...departures, ...inBody]).toEqual([])
  for (const change of answer.ruledOut ?? []) {
    const changed = isObject(answer.body) ? { ...answer.body, ...change } : change
    expect(judgeOf(spec)(schema ?? {}, changed).valid, `the spec accepts ${Object.keys(change).join(", ")}`).toBe(false)
  }
}

async function expectOutcome(
  present: Present,
  operation: SpecOperation,
  recorded: RecordedExchange,
  status: number,
): Promise<void> {
  const { answer, outcome, request } = recorded
  if (answer === undefined || outcome === undefined) return
  await using server = await serveLoopback((response) => {
    response.writeHead(status, { ...answer.headers, ...typeHeader(answer.contentType) })
    response.end(textOf(answer.body))
  })
  const isSendable = isObject(request.body ?? null) && request.verdict !== "malformed"
  const sent = isSendable ? (request.body ?? null) : (operation.request.examples[0]?.value ?? null)
  const redeemed = await present(operation, sent, { baseUrl: server.url, now: momentOf(sent, answer.body ?? "") })
  const whole = expectedOutcome(recorded.file, outcome, recorded, { status, body: answer.body })
  expectEqual(asWritten(withDigests(fieldsOf(redeemed.outcome))), whole, `status ${status}`)
}

/** The fields that a schema requires, through `$ref` and `allOf`, and in every alternative. */
function requiredOf(spec: Spec, schema: JsonSchema): ReadonlyArray<string> {
  const { required, allOf, anyOf, oneOf } = spec.resolve(schema)
  const [first = [], ...others] = [anyOf, oneOf]
    .flatMap(items)
    .map((branch) => (isObject(branch) ? requiredOf(spec, branch) : []))
  return [
    ...items(required).map(String),
    ...items(allOf).flatMap((part) => (isObject(part) ? requiredOf(spec, part) : [])),
    ...first.filter((name) => others.every((names) => names.includes(name))),
  ]
}
