import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { secretsIn } from "../../contracts/evidence/leaves.ts"
import { knownSecrets } from "../../contracts/evidence/secrets.ts"
import { isObject, type JsonObject, readSpecs, root, type Spec } from "../../contracts/spec/specs.ts"
import { asRead, read } from "../../contracts/spec/wire.ts"
import { generateHttp } from "./http.ts"

const specs = [...(await readSpecs()), ...(await readSpecs(join(root, "contracts/oauth/specs")))]

/** A request of the file, as a REST client sends it: with the value of each variable. */
const requestsIn = (text: string, values: JsonObject) =>
  text
    .split("\n### ")
    .slice(1)
    .map((part) => {
      const [title = "", ...rest] = part.trimEnd().split("\n")
      const lines = rest.filter((line) => !line.startsWith("#"))
      const end = lines.indexOf("")
      const filled = (line: string) => line.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? `no ${name}`))
      const [start = "", ...fields] = (end < 0 ? lines : lines.slice(0, end)).map(filled)
      const [method, url = ""] = start.split(" ")
      const headers = Object.fromEntries(fields.map((field) => /^([^:]+): (.*)$/.exec(field)?.slice(1) ?? [field, ""]))
      // As REST clients do: two words after Basic are encoded.
      const [, id, secret] = /^Basic (\S+) (\S+)$/.exec(headers.authorization ?? "") ?? []
      if (id !== undefined) headers.authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`
      const body =
        end < 0
          ? undefined
          : lines
              .slice(end + 1)
              .map(filled)
              .join("\n")
      return { title, method, wire: { path: url.replace("here", ""), headers, body } }
    })

const isIdentifier = (name: string) => name.replace(/\W/g, "_")

describe.each(specs.map((spec) => [spec.provider, spec] as const))("the requests of %s", (_, spec) => {
  const text = generateHttp(spec)

  it("are those that the spec shows, once a client has filled in the secrets", () => {
    for (const operation of spec.operations) {
      for (const { name, value } of operation.request.examples) {
        const values = Object.entries(isObject(value) ? value : {}).map(([field, one]) => [isIdentifier(field), one])
        const all = requestsIn(text, { ...Object.fromEntries(values), baseUrl: "here" })
        const own = all.filter(({ title }) => title.startsWith(`${operation.operationId}: `))
        expect(new Set(own.map(({ method }) => method?.toLowerCase()))).toEqual(new Set([operation.method]))
        expect(
          own.map(({ wire }) => read(spec, operation, wire)),
          name,
        ).toContainEqual(asRead(spec, operation, value))
      }
    }
  })

  it("hold no secret, and declare each variable once", async () => {
    const own = spec.operations.flatMap(({ request }) =>
      request.examples.flatMap(({ value }) => secretsIn(spec, [request.schema], value)),
    )
    expect([...own, ...(await knownSecrets())].filter((secret) => secret.length >= 8 && text.includes(secret))).toEqual(
      [],
    )
    const declared = [...text.matchAll(/^@(\w+) = \{\{\$processEnv \w+\}\}$/gm)].map(([, name]) => name)
    const used = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)
    expect(declared.toSorted()).toEqual([...new Set(used)].sort())
  })
})

it("no text of a spec begins a line of its own", () => {
  const [spec] = specs
  if (spec === undefined) throw new Error("There is no spec.")
  const hostile: Spec = {
    ...spec,
    document: JSON.parse(JSON.stringify(spec.document).replaceAll(/"(summary|description)":"/g, '"$1":"a\\n### x\\n')),
  }
  expect(generateHttp(hostile)).toContain("# a ### x")
  expect(generateHttp(hostile)).not.toMatch(/^### x/m)
})
