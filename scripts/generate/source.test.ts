import { copyFile, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { BrokenSpec, type JsonObject, type Problem, readSpec, readSpecs, root } from "../specs.ts"
import type { carriedKeywords } from "./keywords.ts"
import { generateSource } from "./source.ts"

const json = (schema: JsonObject): JsonObject => ({ "application/json": { schema } })
const named = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: JsonObject, ...required: ReadonlyArray<string>): JsonObject => ({
  type: "object",
  required,
  properties,
})
const text: JsonObject = { type: "string" }
const secret: JsonObject = { type: "string", format: "password" }
const time: JsonObject = { type: "string", format: "date-time" }

interface Parts {
  readonly body?: JsonObject
  readonly responses?: JsonObject
  readonly schemas?: JsonObject
}

/** A spec of one operation, as YAML: JSON is a part of it. */
const spec = ({ body = json(object({ code: secret }, "code")), responses = {}, schemas = {} }: Parts) =>
  JSON.stringify(
    {
      openapi: "3.1.0",
      servers: [{ url: "https://api.vendor.test" }, { url: "https://sandbox.vendor.test" }],
      paths: {
        "/token": {
          post: { operationId: "exchange-token", requestBody: { required: true, content: body }, responses },
        },
      },
      components: { schemas },
    },
    null,
    2,
  )

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-source-"))
  // The generated files import `effect`.
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction")
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A folder of its own for every spec, since the file's name is the provider's. */
const place = async (yaml: string) => {
  const own = await mkdtemp(join(folder, "spec-"))
  const file = join(own, "vendor.yaml")
  await writeFile(file, yaml)
  return { own, file }
}

const sourceOf = async (yaml: string) => generateSource(await readSpec((await place(yaml)).file))

/** The generated code itself, to be used as a client does. */
const load = async (parts: Parts) => {
  const { own, file } = await place(spec(parts))
  await writeFile(join(own, "vendor.schema.ts"), generateSource(await readSpec(file)))
  const shipped = join(import.meta.dirname, "shipped")
  for (const name of await readdir(shipped)) await copyFile(join(shipped, name), join(own, name))
  return import(pathToFileURL(join(own, "vendor.schema.ts")).href)
}

const decode = <T>(schema: Schema.Codec<T>, value: unknown) => Schema.decodeUnknownSync(schema)(value)
const encode = (schema: Schema.Codec<unknown>, value: unknown) => Schema.encodeUnknownSync(schema)(value)

const problemsOf = async (work: Promise<unknown>): Promise<ReadonlyArray<Problem>> => {
  const cause = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (cause instanceof BrokenSpec) return cause.problems
  throw cause ?? new Error("There is nothing wrong with this spec.")
}

/** Where `text` begins in a spec, as a problem names it. It stands there once. */
const placeOf = (yaml: string, text: string) => {
  const before = yaml.slice(0, yaml.indexOf(text)).split("\n")
  return { file: "specs/vendor.yaml", line: before.length, column: (before.at(-1) ?? "").length + 1 }
}

describe("names", () => {
  it("calls an inline schema after its operation", async () => {
    const generated = await load({
      body: json(object({ code: text })),
      responses: {
        200: { content: json(object({ id: text })) },
        400: { content: { ...json(object({ reason: text })), "text/plain": { schema: text } } },
        429: { headers: { "retry-after": { schema: { type: "integer" } } } },
      },
    })
    expect(generated.exchangeToken.request).toBe(generated.ExchangeTokenRequest)
    expect(generated.exchangeTokenAnswers).toEqual({
      200: { headers: {}, contents: { "application/json": generated.ExchangeToken200 } },
      400: {
        headers: {},
        contents: {
          "application/json": generated.ExchangeToken400ApplicationJson,
          "text/plain": generated.ExchangeToken400TextPlain,
        },
      },
      429: {
        headers: { "retry-after": { required: false, schema: generated.ExchangeToken429RetryAfter } },
        contents: {},
      },
    })
  })

  it("keeps the name of a schema that has one", async () => {
    const generated = await load({
      body: json(named("Grant")),
      responses: {
        200: { content: json(named("TokenPair")), headers: { "x-trace": { required: true, schema: named("Trace") } } },
      },
      schemas: { Grant: object({ code: text }), TokenPair: object({ id: text }), Trace: text },
    })
    expect(generated.exchangeToken.request).toBe(generated.Grant)
    expect(generated.exchangeTokenAnswers[200]).toEqual({
      headers: { "x-trace": { required: true, schema: generated.Trace } },
      contents: { "application/json": generated.TokenPair },
    })
    expect(Object.keys(generated).sort()).toEqual(
      ["Grant", "TokenPair", "Trace", "exchangeToken", "exchangeTokenAnswers", "provider", "servers"].sort(),
    )
  })

  it("shadows no global: Error becomes ErrorSchema, wherever it is used", async () => {
    const generated = await load({
      responses: { 400: { content: json(object({ error: named("Error") }, "error")) } },
      schemas: { Error: object({ reason: text }, "reason") },
    })
    expect(generated).not.toHaveProperty("Error")
    expect(decode(generated.ErrorSchema, { reason: "spent" })).toEqual({ reason: "spent" })
    expect(() => decode(generated.ExchangeToken400, { error: {} })).toThrow("reason")
  })

  it.each(["token-response", "token_response", "tokenResponse"])("writes %s as code does", async (name) => {
    const generated = await load({ responses: { 200: { content: json(named(name)) } }, schemas: { [name]: text } })
    expect(generated.exchangeTokenAnswers[200].contents["application/json"]).toBe(generated.TokenResponse)
  })

  it("tells two schemas apart that would share a name", async () => {
    const generated = await load({
      schemas: { "token-response": object({ id: text }, "id"), TokenResponse: object({ name: text }, "name") },
    })
    expect(decode(generated.TokenResponse, { id: "1" })).toEqual({ id: "1" })
    expect(decode(generated.TokenResponse2, { name: "n" })).toEqual({ name: "n" })
  })
})

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

  it("stay encodable where a request and an answer share their schema", async () => {
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

  it("are still checked, and refused without being told", async () => {
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

  it("leave formats.ts alone where there are none", async () => {
    expect(await sourceOf(spec(answer(text)))).not.toContain("formats.ts")
  })

  it("may be null where the spec says so", async () => {
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
  ])("accept further fields where the spec %s", async (_, schema) => {
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

  it.each(rows)("carry $keyword", ({ name, accepted, refused }) => {
    const accepts = (value: unknown) => Schema.decodeUnknownExit(generated[name])(value)._tag === "Success"
    expect(accepted.filter((value) => !accepts(value))).toEqual([])
    expect(refused.filter(accepts)).toEqual([])
  })
})

describe("a descriptor", () => {
  it("says what is sent, where, and what of it is secret or spent", async () => {
    const generated = await load({
      body: json(named("Grant")),
      responses: {
        200: { content: json({ oneOf: [named("TokenPair"), named("Refusal")] }) },
        201: { content: json(named("TokenPair")) },
        400: { content: json(named("Refusal")) },
      },
      schemas: {
        Grant: {
          allOf: [
            object({ clientId: text, clientSecret: named("Secret") }, "clientId", "clientSecret"),
            object({ code: { ...secret, "x-one-time": true }, refresh: { ...secret, "x-one-time": "when-rotated" } }),
          ],
        },
        Secret: secret,
        TokenPair: object({ access: secret, refresh: named("Secret"), expires: time }, "access", "refresh"),
        Refusal: object({ reason: text, echo: secret }),
      },
    })
    expect(generated.exchangeToken).toEqual({
      provider: "vendor",
      operationId: "exchange-token",
      method: "POST",
      path: "/token",
      mediaType: "application/json",
      request: generated.Grant,
      fields: ["clientId", "clientSecret", "code", "refresh"],
      secrets: ["clientSecret", "code", "refresh"],
      granted: ["access", "refresh", "expires", "reason", "echo"],
      tokens: ["access", "refresh", "echo"],
      oneTime: { code: true, refresh: "when-rotated" },
    })
    expect(generated.provider).toBe("vendor")
    expect(generated.servers).toEqual(["https://api.vendor.test", "https://sandbox.vendor.test"])
  })

  it("reads a mark that stands beside a $ref", async () => {
    const { exchangeToken } = await load({
      body: json(object({ code: { ...named("Code"), "x-one-time": true } })),
      schemas: { Code: secret },
    })
    expect(exchangeToken).toMatchObject({ secrets: ["code"], oneTime: { code: true } })
  })

  it("counts no token in an answer that is no success", async () => {
    const { exchangeToken } = await load({ responses: { 401: { content: json(object({ token: secret })) } } })
    expect(exchangeToken.tokens).toEqual([])
  })

  it("sends nothing where the operation takes no body", async () => {
    const { exchangeToken } = await load({ body: {}, responses: { 200: { content: json(text) } } })
    expect(exchangeToken).toMatchObject({ mediaType: null, request: undefined, fields: [], secrets: [], oneTime: {} })
  })
})

describe("recursion", () => {
  it("is carried where nothing in it is secret", async () => {
    const parts = {
      responses: { 200: { content: json(named("Node")) } },
      schemas: { Node: object({ name: text, children: { type: "array", items: named("Node") } }, "name") },
    }
    expect(await sourceOf(spec(parts))).toContain("Schema.suspend((): Schema.Codec<Node> => Node)")
    const { Node } = await load(parts)
    expect(decode(Node, { name: "a", children: [{ name: "b" }] })).toEqual({ name: "a", children: [{ name: "b" }] })
    expect(() => decode(Node, { name: "a", children: [{}] })).toThrow('["children"][0]["name"]')
  })

  it("stands behind the schemas it uses, and before those that use it", async () => {
    const { Tree } = await load({
      responses: { 200: { content: json(named("Tree")) } },
      schemas: {
        Tree: object({ leaf: named("Leaf"), node: named("Node") }),
        Node: object({ leaf: named("Leaf"), next: { ...named("Node"), description: "With a sibling" } }),
        Leaf: object({ name: text }, "name"),
      },
    })
    const tree = { node: { leaf: { name: "a" }, next: { leaf: { name: "b" } } } }
    expect(decode(Tree, tree)).toEqual(tree)
    expect(() => decode(Tree, { node: { next: { leaf: {} } } })).toThrow('["node"]["next"]["leaf"]["name"]')
  })

  it.each<[string, JsonObject]>([
    ["a secret", secret],
    ["a secret behind a $ref", named("Secret")],
    ["a time", time],
  ])("is refused where %s is in it", async (_, field) => {
    const yaml = spec({ schemas: { Node: object({ field, next: named("Node") }), Secret: secret } })
    expect(await problemsOf(sourceOf(yaml))).toEqual([
      { ...placeOf(yaml, '"Node": {'), message: expect.stringContaining("`Node` contains itself") },
    ])
  })
})

describe("a spec that is broken", () => {
  const success = (schema: JsonObject) => ({ 200: { content: json(schema) } })
  const grant = { ...secret, "x-one-time": true }

  it.each<[string, Parts]>([
    ["an answer's field", { responses: success(object({ code: grant })) }],
    ["a field of a field", { body: json(object({ login: object({ code: grant }) })) }],
    ["an item of a list", { body: json(object({ codes: { type: "array", items: grant } })) }],
    ["one of several answers", { responses: success({ oneOf: [text, grant] }) }],
    ["a schema that nobody sends", { schemas: { Code: grant } }],
    ["a body", { body: json({ ...object({ code: secret }), "x-one-time": true }) }],
  ])("marks %s as spent", async (_, parts) => {
    const yaml = spec(parts)
    expect(await problemsOf(sourceOf(yaml))).toEqual([
      {
        ...placeOf(yaml, '"x-one-time"'),
        message: "`x-one-time` is carried on a top-level field of a request body only.",
      },
    ])
  })

  it.each<[string, string, number, number, string]>([
    [
      "a bracket that never closes",
      "openapi: 3.1.0\npaths: [\n",
      3,
      1,
      "Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "one error that leads to another",
      "openapi: 3.1.0\npaths: [\ninfo: }\n",
      3,
      1,
      "Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["a tab for indentation", "openapi: 3.1.0\ninfo:\n\ttitle: T\n", 3, 1, "Tabs are not allowed as indentation"],
    ["a key that comes twice", "openapi: 3.1.0\ninfo:\n  title: T\n  title: U\n", 4, 3, "Map keys must be unique"],
    ["no document of OpenAPI", "swagger: '2.0'\n", 1, 1, "This is no OpenAPI document: it has no `openapi`."],
    ["no schema at all", "openapi: 3.1.0\npaths: {}\n", 2, 1, "There is no schema here."],
  ])("has %s", async (_, yaml, line, column, message) => {
    expect(await problemsOf(sourceOf(yaml))).toEqual([{ file: "specs/vendor.yaml", line, column, message }])
  })

  it.each<[string, Parts, string]>([
    ["a body's schema", { body: json(named("Gone")) }, "Gone"],
    ["a field's schema", { responses: success(object({ id: named("Gone") })) }, "Gone"],
    ["a response", { responses: { 200: { $ref: "#/components/responses/Gone" } } }, "#/components/responses/Gone"],
    ["a loop", { responses: success(named("A")), schemas: { A: named("B"), B: named("A") } }, "#/components/schemas/A"],
  ])("has a $ref that leads nowhere: %s", async (_, parts, target) => {
    expect(await problemsOf(sourceOf(spec(parts)))).toEqual([
      expect.objectContaining({ file: "specs/vendor.yaml", message: expect.stringContaining(target) }),
    ])
  })

  it("points at the schema that cannot be carried", async () => {
    const yaml = spec({ schemas: { Holder: object({ id: named("Gone") }) } })
    expect(await problemsOf(sourceOf(yaml))).toEqual([expect.objectContaining(placeOf(yaml, '"Holder"'))])
  })

  it("is told together with every other one", async () => {
    const { own } = await place("a: [")
    await writeFile(join(own, "another.yaml"), "swagger: '2.0'\n")
    await writeFile(join(own, "flows.arazzo.yaml"), "a: [")
    const files = (await problemsOf(readSpecs(own))).map(({ file }) => file)
    expect(files).toEqual(["specs/another.yaml", "specs/vendor.yaml"])
  })
})
