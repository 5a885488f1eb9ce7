import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { beforeAll, describe, expect, it } from "vitest"
import type { JsonObject } from "../../contracts/spec/specs.ts"
import type { carriedKeywords } from "./keywords.ts"
import { decode, encode, json, load, named, object, secret, sourceOf, spec, text, time } from "./vendor.ts"

describe("secrets", () => {
  const request = json(object({ code: secret }, "code"))
  const success = { 200: { content: json(object({ accessToken: secret, userId: text }, "accessToken")) } }

  it("are redacted in a request without a label, to be encodable", async () => {
    const source = await sourceOf(spec({ body: request }))
    expect(source).toContain('"code": Schema.RedactedFromValue(Schema.String)')
    const { ExchangeTokenRequest } = await load({ body: request })
    expect(encode(ExchangeTokenRequest, { code: Redacted.make("c0de", { label: "the caller's" }) })).toEqual({
      code: "c0de",
    })
  })

  it("are redacted in an answer with a label, and never encodable", async () => {
    const source = await sourceOf(spec({ responses: success }))
    expect(source).toContain('"accessToken": RedactedText(Schema.String, "accessToken")')
    const { ExchangeToken200 } = await load({ responses: success })
    const answer = decode<{ readonly accessToken: Redacted.Redacted }>(ExchangeToken200, {
      accessToken: "t0ken",
      userId: "u1",
    })
    expect(Redacted.value(answer.accessToken)).toBe("t0ken")
    expect(JSON.stringify(answer)).toBe('{"accessToken":"<redacted:accessToken>","userId":"u1"}')
    expect(() => encode(ExchangeToken200, answer)).toThrow("accessToken")
  })

  it("stay encodable when a request and an answer share their schema", async () => {
    const generated = await load({
      body: json(object({ pair: named("Pair") }, "pair")),
      responses: { 200: { content: json(named("Pair")) } },
      schemas: { Pair: object({ refresh: named("Refresh") }, "refresh"), Refresh: secret },
    })
    const pair = { refresh: Redacted.make("r3fresh") }
    expect(encode(generated.Pair, pair)).toEqual({ refresh: "r3fresh" })
    expect(encode(generated.ExchangeTokenRequest, { pair })).toEqual({ pair: { refresh: "r3fresh" } })
  })

  it.each<[string, JsonObject, unknown]>([
    ["nullable", { ...secret, type: ["string", "null"] }, "t0ken"],
    ["one of several things", { anyOf: [secret, { type: "integer" }] }, "t0ken"],
    ["one of several texts", { anyOf: [{ type: "string", enum: ["none"] }, secret] }, "t0ken"],
    ["narrowed", { allOf: [secret, { minLength: 2 }] }, "t0ken"],
    ["in a list", { type: "array", items: secret }, ["t0ken"]],
    ["under any name", { type: "object", additionalProperties: secret }, { any: "t0ken" }],
    ["in an object", object({ token: secret }), { token: "t0ken" }],
    ["behind a $ref", named("Token"), "t0ken"],
  ])("are redacted where they are %s", async (_, holder, value) => {
    const { ExchangeToken200 } = await load({
      responses: { 200: { content: json(object({ holder })) } },
      schemas: { Token: secret },
    })
    const answer = JSON.stringify(decode(ExchangeToken200, { holder: value }))
    expect(answer).toContain("<redacted")
    expect(answer).not.toContain("t0ken")
  })

  it("are still validated, and rejected without being quoted", async () => {
    const { ExchangeToken200 } = await load({
      responses: { 200: { content: json(object({ accessToken: { ...secret, minLength: 8 } })) } },
    })
    expect(() => decode(ExchangeToken200, { accessToken: "t0ken" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("t0ken") }),
    )
  })
})

describe("times", () => {
  const answer = (schema: JsonObject) => ({ responses: { 200: { content: json(object({ at: schema })) } } })

  it("are dates, read by formats.ts", async () => {
    expect(await sourceOf(spec(answer(time)))).toContain('import { DateTime } from "./formats.ts"')
    const { ExchangeToken200 } = await load(answer(time))
    expect(decode(ExchangeToken200, { at: "2030-06-01T12:00:00.5+02:00" })).toEqual({
      at: new Date("2030-06-01T10:00:00.500Z"),
    })
  })

  it("do not import formats.ts without any", async () => {
    expect(await sourceOf(spec(answer(text)))).not.toContain("formats.ts")
  })

  it("may be null when the spec says so", async () => {
    const { ExchangeToken200 } = await load(answer({ ...time, type: ["string", "null"] }))
    expect(decode(ExchangeToken200, { at: null })).toEqual({ at: null })
    expect(decode(ExchangeToken200, { at: "2030-06-01T12:00:00Z" })).toEqual({ at: new Date("2030-06-01T12:00:00Z") })
    expect(() => decode(ExchangeToken200, { at: "1" })).toThrow('["at"]')
  })

  it.each(["1", "2030", "2030-06-01", "2030-06-01T12:00:00", "2030-06-01 12:00:00Z", "2030-13-01T12:00:00Z", "", null])(
    "are never %j",
    async (at) => {
      const { ExchangeToken200 } = await load(answer(time))
      expect(() => decode(ExchangeToken200, { at })).toThrow('["at"]')
    },
  )
})

describe("objects", () => {
  it.each<[string, JsonObject]>([
    ["lists its properties", object({ id: text })],
    ["says that others may follow", { ...object({ id: text }), additionalProperties: true }],
  ])("accept further fields when the spec %s", async (_, schema) => {
    const { ExchangeToken200 } = await load({ responses: { 200: { content: json(schema) } } })
    expect(decode(ExchangeToken200, { id: "1", added: { later: true } })).toEqual({ id: "1" })
  })

  it("keep every field of a map", async () => {
    const { ExchangeToken200 } = await load({
      responses: { 200: { content: json({ type: "object", additionalProperties: { type: "integer" } }) } },
    })
    expect(decode(ExchangeToken200, { one: 1, two: 2 })).toEqual({ one: 1, two: 2 })
  })
})

describe("keywords", () => {
  interface Case {
    readonly schema: JsonObject
    readonly accepted: ReadonlyArray<unknown>
    readonly refused: ReadonlyArray<unknown>
  }
  const number = { type: "number" }
  const array = { type: "array", items: text }
  const map = { type: "object", additionalProperties: number }
  const cases: Readonly<Record<(typeof carriedKeywords)[number], Case>> = {
    $ref: { schema: object({ id: named("Id") }), accepted: [{ id: 1 }], refused: [{ id: "1" }] },
    type: { schema: { type: ["integer", "null"] }, accepted: [1, null], refused: [1.5, "1", true, {}, []] },
    enum: { schema: { enum: ["done", 1, null] }, accepted: ["done", 1, null], refused: ["failed", "1", 0] },
    const: { schema: { const: false }, accepted: [false], refused: [true, 0, "false", null] },
    format: { schema: time, accepted: ["2030-06-01T12:00:00Z"], refused: ["2030-06-01T12:00:00"] },
    minLength: { schema: { ...text, minLength: 2 }, accepted: ["ab", "🦔🦔"], refused: ["a", "🦔"] },
    maxLength: { schema: { ...text, maxLength: 2 }, accepted: ["", "ab", "🦔🦔"], refused: ["abc"] },
    pattern: { schema: { ...text, pattern: "^\\p{Lu}.$" }, accepted: ["Éa", "A🦔"], refused: ["éa", "A", "AAA"] },
    minimum: { schema: { ...number, minimum: 1 }, accepted: [1, 2], refused: [0.9] },
    maximum: { schema: { ...number, maximum: 1 }, accepted: [1, 0], refused: [1.1] },
    exclusiveMinimum: { schema: { ...number, exclusiveMinimum: 1 }, accepted: [1.1], refused: [1, 0] },
    exclusiveMaximum: { schema: { ...number, exclusiveMaximum: 1 }, accepted: [0.9], refused: [1, 2] },
    multipleOf: { schema: { ...number, multipleOf: 0.5 }, accepted: [1.5, 0], refused: [0.7] },
    items: { schema: array, accepted: [[], ["a", "b"]], refused: [["a", 1], "a"] },
    minItems: { schema: { ...array, minItems: 2 }, accepted: [["a", "b"]], refused: [["a"]] },
    maxItems: { schema: { ...array, maxItems: 1 }, accepted: [[], ["a"]], refused: [["a", "b"]] },
    uniqueItems: { schema: { ...array, uniqueItems: true }, accepted: [["a", "b"]], refused: [["a", "b", "a"]] },
    properties: { schema: object({ id: text }), accepted: [{}, { id: "1" }], refused: [{ id: 1 }, [], "id"] },
    required: { schema: object({ id: text }, "id"), accepted: [{ id: "" }], refused: [{}] },
    additionalProperties: { schema: map, accepted: [{}, { a: 1 }], refused: [{ a: "1" }] },
    minProperties: { schema: { ...map, minProperties: 1 }, accepted: [{ a: 1 }], refused: [{}] },
    maxProperties: { schema: { ...map, maxProperties: 1 }, accepted: [{}, { a: 1 }], refused: [{ a: 1, b: 2 }] },
    allOf: {
      schema: { allOf: [object({ a: text }, "a"), object({ b: text }, "b")] },
      accepted: [{ a: "1", b: "2" }],
      refused: [{ a: "1" }, { b: "2" }],
    },
    anyOf: { schema: { anyOf: [text, number] }, accepted: ["a", 1], refused: [true, null] },
    oneOf: {
      schema: { oneOf: [object({ a: text }, "a"), object({ b: text }, "b")] },
      accepted: [{ a: "1" }, { b: "2" }],
      refused: [{}, { a: "1", b: "2" }],
    },
  }
  const rows = Object.entries(cases).map(([keyword, each], index) => ({ keyword, name: `Case${index}`, ...each }))

  let generated: Awaited<ReturnType<typeof load>>
  beforeAll(async () => {
    const schemas = Object.fromEntries(rows.map(({ name, schema }) => [name, schema]))
    generated = await load({ schemas: { ...schemas, Id: { type: "integer" } } })
  })

  it.each(rows)("validate $keyword", ({ name, accepted, refused }) => {
    const accepts = (value: unknown) => Schema.decodeUnknownExit(generated[name])(value)._tag === "Success"
    expect(accepted.filter((value) => !accepts(value))).toEqual([])
    expect(refused.filter(accepts)).toEqual([])
  })
})
