/** Prism is asked about each answer in which we find nothing. */
import { expect, test } from "vitest"
import { contractOf, runSimulated } from "./fixtures/runs.ts"
import { makeWitness } from "./witness.ts"

const { spec } = contractOf("finqware")
const [operation] = spec.operations
if (operation === undefined) throw new Error("Finqware has no operation.")
const documented = operation.answers.find(({ status }) => status === "400")?.contents[0]?.examples[0]?.value ?? null

test.each([
  ["the documented refusal", 400, "application/json", documented, []],
  ["a number for a text", 400, "application/json", { ...Object(documented), code: 7 }, ["body.code"]],
  ["another media type", 400, "text/html", documented, [""]],
  ["a success that the spec does not have", 299, "application/json", documented, [""]],
  ["a media type that it cannot parse", 400, "application/json; =", documented, []],
])("Prism's own check of %s", async (_what, status, type, body, places) => {
  const witness = await makeWitness(spec)
  const answer = { status, headers: new Headers({ "content-type": type }), body: "" }
  const found = witness(operation, answer, body).map(({ path = [] }) => path.join("."))
  expect([...new Set(found)]).toEqual(places)
})

test("what Prism alone objects to is a departure, without a name that the answer may have brought", async () => {
  const witness = () => [{ path: ["body", "code", "Rosalind"], code: "pattern" }]
  const { results } = await runSimulated("finqware", { witness })
  const [departure] = results.flatMap(({ departures }) => departures)
  expect(departure).toMatchObject({ kind: "seen by Prism only", place: { file: "specs/finqware.yaml" } })
  expect(departure?.seen).toBe("<name 1>.code.<name 2> breaks `<name 3>`")
})
