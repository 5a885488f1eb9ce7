/** What docs/gate-in-ci.md tells a newcomer of the lint rules: a small spec that passes, and the rules it would miss. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type Problem, root } from "../../contracts/spec/specs.ts"
import { lint } from "../generate/lint.ts"

const spec = "examples/gate-in-ci/bank.yaml"

/** A rule that the guide names, and what the small spec has for it: without that, the rule objects. */
const needed: Readonly<Record<string, RegExp>> = {
  "info-license": / {2}license: .*\n/,
  "info-license-strict": /, url: https:\/\/wiki\.bank\.test\/api-terms/,
  "operation-has-source": / +externalDocs: .*\n/,
  "no-empty-servers": /servers:\n.*\n/,
  "security-defined": /security: .*\n/,
  "operation-operationId": / +operationId: .*\n/,
  "operation-summary": / +summary: .*\n/,
  "body-has-example": / +examples:\n +granted: .*code.*\n/,
  "refusal-is-documented": / +"400":.*refused: .*?\n/s,
  "credential-is-password": /, format: password(?=, minLength)/,
}

let folder: string
let problems: ReadonlyArray<Problem>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-guide-"))
  const text = await readFile(join(root, spec), "utf8")
  const without = Object.entries(needed).map(async ([rule, part]) => {
    const file = join(folder, `${rule}.yaml`)
    await writeFile(file, text.replace(part, ""))
    return file
  })
  problems = await lint([spec, ...(await Promise.all(without))])
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const rulesBrokenBy = (name: string) =>
  problems
    .filter(({ file }) => file.endsWith(name))
    .map(({ message }) => /\((?:token-exchange\/)?([\w-]+)\)$/.exec(message)?.[1])

it("nothing rejects the small spec that the guide gives", () => {
  expect(problems.filter(({ file }) => file === spec)).toEqual([])
})

it.each(Object.keys(needed))("without its part for %s, that rule rejects it", (rule) => {
  expect(rulesBrokenBy(`/${rule}.yaml`)).toContain(rule)
})

it("the guide has a table of these rules", async () => {
  const guide = await readFile(join(root, "docs/gate-in-ci.md"), "utf8")
  const [, table = ""] = /\n\| rule +\|.*\n\|.*\n((?:\|.*\n)+)/.exec(guide) ?? []
  const named = table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([\w-]+)`/g)])
  expect(named.map(([, rule]) => rule).toSorted()).toEqual(Object.keys(needed).toSorted())
})
