import { globSync } from "node:fs"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { findSpecs, root } from "../../contracts/spec/specs.ts"
import { clientMutants, exceptions } from "./client/mutants.ts"
import { operators } from "./client/operators.ts"
import { makeCopies } from "./copy.ts"
import { equivalents } from "./equivalent.ts"
import type { Judged, Mutant } from "./mutant.ts"
import { byOperator, summary } from "./report.ts"
import { sampled } from "./select.ts"
import { specMutants, specOperators } from "./specs/mutants.ts"
import { objection, stepsOf } from "./steps.ts"

const none = () => ""

/** Folders with specs that only tests have. */
const foldersOfTests = ["scripts/fixtures", "scripts/verify/fixtures", "contracts/oauth/specs"]

describe("the catalogue", () => {
  let specs: ReadonlyArray<Mutant>
  let client: ReadonlyArray<Mutant>
  beforeAll(async () => {
    specs = await specMutants()
    client = await clientMutants()
  })

  it("has a mutant of every operator, in the sample too", async () => {
    const names = (mutants: ReadonlyArray<Mutant>) => new Set(mutants.map(({ operator }) => operator))
    // Parameters, credentials in headers and grants are in specs of tests only.
    const others = await Promise.all(foldersOfTests.map((folder) => specMutants(join(root, folder))))
    expect(names(sampled([...specs, ...others.flat()], 2))).toEqual(new Set(Object.keys(specOperators)))
    expect(names(sampled(client, 2))).toEqual(new Set(Object.keys(operators)))
  })

  it("has no exception for a file or mutant that does not exist", () => {
    const files = globSync("src/**/*.ts", { cwd: root })
    expect(exceptions.filter(({ files: excepted }) => !files.some((file) => excepted.test(file)))).toEqual([])
    const ids = client.map(({ id }) => id)
    expect(equivalents.filter(({ mutants }) => !ids.some((id) => mutants.test(id)))).toEqual([])
  })

  it("has mutants of the vault, which its own tests judge", () => {
    const files = (kind: Mutant["kind"]) => new Set(client.flatMap((one) => (one.kind === kind ? [one.file] : [])))
    expect(files("vault")).toContain("src/vault/refresh.ts")
    expect(files("client")).toContain("src/redeem.ts")
    expect([...files("client")].filter((file) => file.includes("vault/"))).toEqual([])
    expect(stepsOf("vault", true).map(({ name }) => name)).toEqual(["types", "vault", "stores"])
  })

  it("gives each mutant a different id", () => {
    const ids = [...specs, ...client].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it("changes the file of each mutant", async () => {
    const few = sampled([...specs, ...client], 1)
    const files = [...new Set(few.map(({ file }) => file))]
    const before = await Promise.all(
      files.map(async (file) => [file, await readFile(join(root, file), "utf8")] as const),
    )
    const plain = (file: string, text: string) => (file.endsWith(".yaml") ? JSON.stringify(parse(text)) : text)
    const was = new Map(before.map(([file, text]) => [file, plain(file, text)]))
    expect(few.filter(({ file, text }) => plain(file, text()) === was.get(file))).toEqual([])
  })

  it.each([
    ["dapi unrequire property: ExchangeFailed.msg", "required", ["success", "type"]],
    ["dapi rename property: ExchangeFailed.msg", "required", ["success", "msgRenamed", "type"]],
  ])("%s", (id, key, value) => {
    const { text = none } = specs.find((one) => one.id === id) ?? {}
    expect(parse(text()).components.schemas.ExchangeFailed[key]).toEqual(value)
  })

  it("renames a property in the schema and in every example", () => {
    const { text = none } = specs.find(({ id }) => id === "dapi rename property: ExchangeFailed.msg") ?? {}
    expect(text()).not.toMatch(/^ *msg:/m)
    expect(text()).toMatch(/^ *msgRenamed: Invalid token$/m)
  })

  it("changes one decision of the client per mutant", () => {
    const { text = none } = client.find(({ id }) => id.startsWith("src/redeem.ts number: const skew")) ?? {}
    expect(text()).toContain("const skew = 60001")
  })
})

describe("the catalogue of any spec", () => {
  const folder = join(root, "scripts/fixtures")

  it.each(foldersOfTests)("has mutants with different ids and different documents: %s", async (folder) => {
    const [path = ""] = await findSpecs(join(root, folder))
    const mutants = await specMutants(join(root, folder))
    const was = JSON.stringify(parse(await readFile(path, "utf8")))
    expect(mutants.length).toBeGreaterThan(150)
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
    expect(mutants.filter(({ text }) => JSON.stringify(parse(text())) === was).map(({ id }) => id)).toEqual([])
  })

  it("changes one parameter, one scheme or the name of one grant", async () => {
    const mutants = (await Promise.all(foldersOfTests.map((one) => specMutants(join(root, one))))).flat()
    const of = (id: string) => parse(mutants.find((one) => one.id === id)?.text() ?? "")
    const { paths, components } = of("acme drop parameter: readSession part")
    expect(paths["/sessions/{id}"].get.parameters).toMatchObject([{ name: "limit" }, { name: "X-Tenant" }])
    expect(components.securitySchemes.session.scheme).toBe("bearer")
    expect(of("acme other scheme: session").components.securitySchemes.session.scheme).toBe("basic")
    expect(of("acme require an api key: endSession").components.securitySchemes).toMatchObject({
      session: {},
      one_more: {},
    })
    expect(of("oauth rename grant: CodeGrant").components.schemas.CodeGrant["x-operation-id"]).toBe("redeemCodeRenamed")
    expect(
      of("oauth content type of a request: token request application/x-www-form-urlencoded").paths["/token"].post
        .requestBody.content,
    ).toHaveProperty("application/json")
  })

  it("has no version mutant without a version in a path, and one per shared body", async () => {
    const mutants = await specMutants(folder)
    expect(mutants.filter(({ operator }) => operator === "version in a path")).toEqual([])
    expect(mutants.filter(({ operator }) => operator === "optional body").map(({ id }) => id)).toEqual([
      "sample-bank optional body: exchange-public-token request",
      "sample-bank optional body: Refresh",
    ])
  })

  it("requires one more property of an inline schema, and keeps the required ones", async () => {
    const id = "sample-bank require property: exchange-public-token 200 application/json.expires_at"
    const { text = none } = (await specMutants(folder)).find((one) => one.id === id) ?? {}
    const answer = parse(text()).paths["/item/public_token/exchange"].post.responses[200]
    expect(answer.content["application/json"].schema.required).toEqual(["access_token", "accounts", "expires_at"])
  })
})

describe("a sample", () => {
  const mutant = (id: string, operator: string): Mutant => ({ id, kind: "spec", operator, file: "x", text: () => id })

  it("takes all of a few mutants, and the first, the last and some between of many", () => {
    const many = Array.from({ length: 9 }, (_, index) => mutant(String(index), "many"))
    expect(sampled([...many, mutant("few", "few")], 3).map(({ id }) => id)).toEqual(["0", "4", "8", "few"])
    expect(sampled(many, 1).map(({ id }) => id)).toEqual(["0"])
  })
})

describe("a step", () => {
  const step = (script: string) => ({ name: "any", command: [process.execPath, "-e", script], reason: /FAIL .*/ })

  const never = new AbortController().signal

  it("passes when it exits with 0", async () => {
    expect(await objection(step("console.log('FAIL is a word')"), ".", 20_000, never)).toBeUndefined()
  })

  it("objects with the line that explains the failure", async () => {
    expect(
      await objection(step("console.log('noise\\nFAIL one\\nFAIL two'); process.exit(1)"), ".", 20_000, never),
    ).toBe("FAIL one")
    expect(await objection(step("console.log('other'); process.exit(1)"), ".", 20_000, never)).toBe("other")
  })

  it("objects to a command beyond its limit, and ends it", async () => {
    expect(await objection(step("setInterval(() => {}, 1000)"), ".", 500, never)).toBe("no end within 1 s")
  })
})

describe("a copy", () => {
  it("takes a mutant, and is reset afterwards", async () => {
    const { copies, parent } = await makeCopies(1)
    try {
      const [copy] = copies
      const read = async () => readFile(join(copy?.folder ?? "", "LICENSE"), "utf8")
      const before = await read()
      await copy?.put({ id: "x", kind: "client", operator: "x", file: "LICENSE", text: () => "none" })
      expect(await read()).toBe("none")
      await copy?.restore()
      expect(await read()).toBe(before)
    } finally {
      await rm(parent, { recursive: true, force: true })
    }
  })
})

describe("the report", () => {
  const judged = (id: string, kind: Mutant["kind"], operator: string, fate: Judged["fate"], seconds = 1): Judged => ({
    mutant: { id, kind, operator, file: "x", text: none },
    fate,
    seconds,
  })
  const all = [
    judged("a", "spec", "drop", { _tag: "Survived" }, 3),
    judged("b", "spec", "drop", { _tag: "Killed", by: "lint", message: "no" }),
    judged("c", "client", "negate", { _tag: "Equivalent", reason: "same" }),
  ]

  it("counts the objections and survivors by operator", () => {
    const [head = "", , drop = "", sum = ""] = byOperator(all, "spec").split("\n")
    const cells = (line: string) => line.split("|").map((cell) => cell.trim())
    const row = Object.fromEntries(cells(head).map((name, index) => [name, cells(drop)[index]]))
    expect(row).toMatchObject({ Specs: "drop", mutants: "2", lint: "1", types: "", survived: "1", "s each": "2.0" })
    expect(cells(sum)[1]).toBe("all")
  })

  it("has a one-line summary", () => {
    expect(summary(all, 125)).toBe("3 mutants: 1 killed, 1 equivalent, 1 survived, in 2 min 5 s")
  })
})
