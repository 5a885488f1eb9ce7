/** What a project has for those who report, change and release: forms that GitHub reads, and words that are true. */
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { root } from "../contracts/spec/specs.ts"
import manifest from "../package.json" with { type: "json" }

const read = (file: string) => readFileSync(join(root, file), "utf8")

interface Form {
  readonly name?: string
  readonly description?: string
  readonly body?: ReadonlyArray<{
    readonly type: string
    readonly id?: string
    readonly attributes: Readonly<Record<string, unknown>>
  }>
}

const forms = globSync(".github/ISSUE_TEMPLATE/*.yml", { cwd: root }).filter((file) => !file.endsWith("config.yml"))

describe.each(forms)("the issue form %s", (file) => {
  const { name, description, body = [] }: Form = parse(read(file))

  it("has what GitHub demands: a name, a description, and fields with an id and a label of their own", () => {
    expect(name).toMatch(/\S/)
    expect(description).toMatch(/\S/)
    const fields = body.filter(({ type }) => type !== "markdown")
    expect(fields.length).toBeGreaterThan(0)
    for (const key of [fields.map(({ id }) => id), fields.map(({ attributes }) => attributes.label)]) {
      expect(key.filter((one) => typeof one !== "string" || one === "")).toEqual([])
      expect(new Set(key).size).toBe(fields.length)
    }
    for (const { type, attributes } of body) {
      expect(["markdown", "input", "textarea", "dropdown", "checkboxes"]).toContain(type)
      if (type === "markdown") expect(attributes.value).toMatch(/\S/)
      if (type === "dropdown") expect(attributes.options).toHaveLength(new Set(Object(attributes.options)).size)
    }
  })

  it("begins with the demand for no secret", () => {
    expect(body[0]).toMatchObject({ type: "markdown", attributes: { value: expect.stringMatching(/^Put no secret/) } })
  })
})

it("there are issue forms, and a template for a pull request asks for the gate's lines and no secret", () => {
  expect(forms.length).toBeGreaterThan(1)
  expect(read(".github/pull_request_template.md")).toMatch(/^<!-- No secret in it.*`npm run gate`/s)
})

const documents = ["SECURITY.md", "docs/releasing.md", ".github/pull_request_template.md", ...forms]

it.each(documents)("%s names commands, files and links that there are", (file) => {
  const text = read(file)
  for (const [, script = ""] of text.matchAll(/npm run ([\w:]+)/g)) expect(manifest.scripts).toHaveProperty(script)
  for (const [, to = ""] of text.matchAll(/\]\(([^)#]+)\)/g))
    expect(existsSync(join(root, dirname(file), to)), `${file}: ${to}`).toBe(true)
  for (const [named] of text.matchAll(/\bspecs\/[\w.-]*\w|\b[A-Z]+\.md\b(?!\))/g))
    expect(existsSync(join(root, named)), `${file}: ${named}`).toBe(true)
})

it("package.json names a repository, a homepage and a place for bugs, or docs/releasing.md tells how before the first release", () => {
  const fields = ["repository", "homepage", "bugs"]
  const named = fields.filter((field) => Object.hasOwn(manifest, field))
  // All or none: a registry's page with a part of them leads nowhere.
  expect([[], fields]).toContainEqual(named)
  const told = [...read("docs/releasing.md").matchAll(/\b(repository|homepage|bugs)(?:\.url)?=/g)].map(
    ([, field]) => field,
  )
  expect(new Set(told)).toEqual(new Set(fields))
})

it("the README has a badge only once there is a repository for it to be true of", () => {
  const badges = read("README.md").match(/!\[[^\]]*\]\(https?:[^)]*\)/g) ?? []
  if (!Object.hasOwn(manifest, "repository")) expect(badges).toEqual([])
})
