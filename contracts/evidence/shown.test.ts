/** The claims that an exchange shows, by a spec of one operation written here. */
import { describe, expect, test } from "vitest"
import { judgeOf } from "../spec/judge.ts"
import { phraseOf } from "../spec/sentence.ts"
import { readSpecs, type Spec, type SpecOperation } from "../spec/specs.ts"
import type { Exchange } from "./exchange.ts"
import { type ClientOutcome, shownBy } from "./shown.ts"

// A real spec provides places and references; the operation is this test's own.
const [any] = await readSpecs()
if (any === undefined) throw new Error("There is no spec.")
const spec: Spec = any
const content = {
  mediaType: "application/json",
  schema: {
    type: "object",
    required: ["code"],
    properties: { code: { type: "string", minLength: 2 }, hint: { type: "string" } },
  },
  examples: [{ name: "shown", value: { code: "abc" } }],
}
const operation: SpecOperation = {
  provider: "acme",
  operationId: "exchangeToken",
  endpoint: "exchangeToken",
  method: "post",
  path: "/tokens",
  request: { ...content, places: { path: [], query: [], header: [], authorization: [], key: [] } },
  body: { required: true, contents: [content] },
  answers: [
    {
      status: "200",
      headers: [],
      contents: [
        {
          mediaType: "application/json",
          schema: { type: "object", required: ["token"], properties: { token: { type: "string" } } },
          examples: [{ name: "granted", value: { token: "t" } }],
        },
      ],
    },
    {
      status: "429",
      headers: [
        {
          name: "retry-after",
          key: "Retry-After",
          required: true,
          schema: { type: "integer" },
          example: undefined,
          isWait: false,
          isRequestId: false,
        },
      ],
      contents: [
        { mediaType: "application/json", schema: { type: "object" }, examples: [{ name: "throttled", value: {} }] },
      ],
    },
  ],
}
const contract = { spec, operation, judge: judgeOf(spec) }

const exchange = (
  body: string,
  status: number,
  answer: unknown = {},
  { sentAs = "application/json", headers = {} }: { sentAs?: string; headers?: Record<string, string> } = {},
): Exchange => ({
  request: {
    method: "POST",
    url: "https://acme.example/tokens",
    headers: new Headers({ "content-type": sentAs }),
    body,
  },
  answer: {
    status,
    headers: new Headers({ "content-type": "application/json; charset=utf-8", ...headers }),
    body: JSON.stringify(answer),
  },
})

const shown = (one: Exchange, outcome?: ClientOutcome) => shownBy(contract, one, outcome).map(phraseOf)

describe("a request", () => {
  test("that is valid and accepted shows the keywords of its own fields as satisfied", () => {
    expect(shown(exchange('{"code":"ab"}', 200))).toEqual([
      "request type satisfied",
      "request required code satisfied",
      "request.code type satisfied",
      "request.code minLength satisfied",
    ])
  })

  test("that is valid and refused shows nothing", () => {
    expect(shown(exchange('{"code":"ab"}', 400))).toEqual([])
  })

  test("that equals the example shows the example", () => {
    expect(shown(exchange('{"code":"abc"}', 200))).toContain("the request example shown is accepted")
  })

  test("that violates a keyword and is refused shows the violation", () => {
    expect(shown(exchange('{"code":"a"}', 400))).toEqual(["request.code minLength violated"])
    expect(shown(exchange("{}", 400))).toEqual(["request required code violated"])
  })

  test("that violates a keyword and is accepted shows nothing", () => {
    expect(shown(exchange('{"code":"a"}', 200))).toEqual([])
  })

  test("may be refused under 200 when the answer names the reason", () => {
    const reasons = JSON.stringify([{ location: ["request", "body", "code"], code: "minLength", message: "" }])
    const headers = { "sl-violations": reasons }
    expect(shown(exchange('{"code":"a"}', 200, {}, { headers }))).toEqual(["request.code minLength violated"])
  })

  test("shows a malformed, null or missing body, or another media type, when it is refused", () => {
    expect(shown(exchange("", 400))).toEqual(["a missing body is refused"])
    expect(shown(exchange("null", 400))).toContain("a null body is refused")
    expect(shown(exchange("{", 400))).toEqual(["a malformed body is refused"])
    expect(shown(exchange("{}", 415, {}, { sentAs: "text/plain" }))).toEqual(["another media type is refused"])
    expect(shown(exchange("{", 200))).toEqual([])
  })

  test("without an answer shows nothing", () => {
    const { request } = exchange('{"code":"ab"}', 200)
    expect(shown({ request, broken: "ECONNRESET" })).toEqual([])
  })
})

describe("an answer", () => {
  test("that equals an example shows that example", () => {
    expect(shown(exchange("{}", 200, { token: "t" }))).toEqual(["200 granted comes as documented"])
  })

  test("of another body, status or media type shows no example", () => {
    expect(shown(exchange("{}", 200, { token: "other" }))).toEqual([])
    expect(shown(exchange("{}", 201, { token: "t" }))).toEqual([])
    const headers = { "content-type": "text/html" }
    expect(shown(exchange("{}", 200, { token: "t" }, { headers }))).toEqual([])
  })

  test("shows valid headers, and no example when a required header is missing", () => {
    const throttled = (headers: Record<string, string>) => shown(exchange('{"code":"ab"}', 429, {}, { headers }))
    expect(throttled({ "retry-after": "7" })).toEqual([
      "429 header retry-after comes as documented",
      "429 throttled comes as documented",
    ])
    expect(throttled({ "retry-after": "soon" })).toEqual([])
    expect(throttled({})).toEqual([])
  })
})

test("the outcome of our client shows a failure by its tag, or tokens", () => {
  expect(shown(exchange("{}", 503), { tag: "OutcomeUnknown" })).toContain("fails with OutcomeUnknown")
  expect(shown(exchange('{"code":"ab"}', 200), { tag: undefined })).toContain("yields tokens")
})
