import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type JsonObject, readSpecs } from "../../contracts/spec/specs.ts"
import { json, named, object, type Parts, place, placeOf, problemsOf, secret, sourceOf, spec, text } from "./vendor.ts"

describe("a broken spec", () => {
  const success = (schema: JsonObject) => ({ 200: { content: json(schema) } })
  const grant = { ...secret, "x-one-time": true }

  it.each<[string, Parts]>([
    ["an answer's field", { responses: success(object({ code: grant })) }],
    ["a field of a field", { body: json(object({ login: object({ code: grant }) })) }],
    ["an item of a list", { body: json(object({ codes: { type: "array", items: grant } })) }],
    ["one of several answers", { responses: success({ oneOf: [text, grant] }) }],
    ["a schema that nobody sends", { schemas: { Code: grant } }],
    ["a body", { body: json({ ...object({ code: secret }), "x-one-time": true }) }],
  ])("is reported for x-one-time on %s", async (_, parts) => {
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
    ["no `openapi`", "swagger: '2.0'\n", 1, 1, "This is not an OpenAPI document: it has no `openapi`."],
    ["no schema at all", "openapi: 3.1.0\npaths: {}\n", 2, 1, "There is no schema here."],
  ])("is reported for %s", async (_, yaml, line, column, message) => {
    expect(await problemsOf(sourceOf(yaml))).toEqual([{ file: "specs/vendor.yaml", line, column, message }])
  })

  it.each<[string, Parts, string]>([
    ["a body's schema", { body: json(named("Gone")) }, "Gone"],
    ["a field's schema", { responses: success(object({ id: named("Gone") })) }, "Gone"],
    ["a response", { responses: { 200: { $ref: "#/components/responses/Gone" } } }, "#/components/responses/Gone"],
    ["a loop", { responses: success(named("A")), schemas: { A: named("B"), B: named("A") } }, "#/components/schemas/A"],
  ])("is reported for a broken $ref: %s", async (_, parts, target) => {
    expect(await problemsOf(sourceOf(spec(parts)))).toEqual([
      expect.objectContaining({ file: "specs/vendor.yaml", message: expect.stringContaining(target) }),
    ])
  })

  it("is reported at the schema that cannot be generated", async () => {
    const yaml = spec({ schemas: { Holder: object({ id: named("Gone") }) } })
    expect(await problemsOf(sourceOf(yaml))).toEqual([expect.objectContaining(placeOf(yaml, '"Holder"'))])
  })

  it("is reported together with all other broken specs", async () => {
    const { own } = await place("a: [")
    await writeFile(join(own, "another.yaml"), "swagger: '2.0'\n")
    await writeFile(join(own, "flows.arazzo.yaml"), "a: [")
    const files = (await problemsOf(readSpecs(own))).map(({ file }) => file)
    expect(files).toEqual(["specs/another.yaml", "specs/vendor.yaml"])
  })
})
