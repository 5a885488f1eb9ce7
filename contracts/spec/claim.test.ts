/** Tests and requirements give the same claim the same key, and different claims different keys. */
import { expect, test } from "vitest"
import { deriveCases } from "./cases.ts"
import { annotationOf, type Claim, claimId, claimOf, claimsIn } from "./claim.ts"
import { keywordsOf } from "./keywords.ts"
import { readSpecs } from "./specs.ts"

const operation = { provider: "acme", operationId: "exchangeToken" }

test("the derived cases and the requirements name the same keywords, also within allOf", async () => {
  const [spec] = await readSpecs()
  if (spec === undefined) throw new Error("There is no spec.")
  const schema = {
    type: "object",
    required: ["code"],
    properties: { code: { type: "string", allOf: [{ minLength: 2 }, { allOf: [{ maxLength: 9 }] }] } },
    allOf: [{ required: ["hint"], properties: { hint: { enum: ["a"] } } }],
  }
  const ids = (keywords: ReturnType<typeof keywordsOf> | ReturnType<typeof deriveCases>) =>
    keywords.map(({ at, keyword, field, within }) =>
      claimId(
        claimOf(operation, {
          kind: "keyword",
          at,
          keyword,
          within,
          how: "violated",
          ...(field !== undefined && { field }),
        }),
      ),
    )
  const required = ids(keywordsOf(spec, schema))
  expect(new Set(required).size).toBe(7)
  expect(ids(deriveCases(spec, schema, { code: "abc", hint: "a" })).sort()).toEqual(required.sort())
})

test("a claim's key depends on every field and not on their order", () => {
  const claim: Claim = { provider: "acme", operation: "exchangeToken", kind: "answer", status: "200", name: "granted" }
  const { name, ...rest } = claim
  expect(claimId({ name, ...rest })).toBe(claimId(claim))
  for (const other of [
    { ...claim, provider: "beta" },
    { ...claim, operation: "refreshToken" },
    { ...claim, status: "201" },
    { ...claim, name: "refused" },
    { ...claim, kind: "header" as const },
  ]) {
    expect(claimId(other)).not.toBe(claimId(claim))
  }
})

test("the claims that a test annotates are read back from its annotations", () => {
  const claim = claimOf(operation, { kind: "failure", name: "InvalidGrant" })
  expect(claimsIn([{ type: "skip" }, annotationOf(claim)])).toEqual([claim])
})
