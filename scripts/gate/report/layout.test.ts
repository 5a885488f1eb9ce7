import { expect, it } from "vitest"
import { operationClaimsOf } from "./layout.ts"
import { claims } from "./sample-report.ts"

const [first] = operationClaimsOf(claims)
const rowsOf = (group: string) =>
  first?.groups
    .find(({ name }) => name === group)
    ?.rows.map(({ label, chips }) => [label, chips.map((chip) => chip.label).join(" ")])

it("the map shows a request's keywords by field, and both halves of a keyword as one chip", () => {
  expect(rowsOf("request")).toEqual([
    ["request.code", "type minLength maxLength pattern format"],
    ["request.app_secret", "type minLength maxLength pattern format"],
    ["request.connectionID", "type minLength maxLength pattern format"],
    ["body", "missing null malformed"],
  ])
  const [chip] = first?.groups[0]?.rows[0]?.chips ?? []
  expect(chip?.claims.map(({ half, onTargets }) => [half, onTargets.map(({ target }) => target).join()])).toEqual([
    ["kept", "mock,simulator"],
    ["broken", "mock,simulator"],
  ])
})

it("the map shows answers by status, and claims without a common subject in one row", () => {
  expect(rowsOf("answer")).toEqual([
    ["200", "granted status content-type"],
    ["400", "refused expired malformed content-type"],
  ])
  expect(rowsOf("failure")).toEqual([["", "InvalidGrant InvalidClient InvalidRequest RateLimited"]])
})

it("the map shows every claim", () => {
  const shown = operationClaimsOf(claims).flatMap(({ groups }) =>
    groups.flatMap(({ rows }) =>
      rows.flatMap(({ chips }) => chips.flatMap(({ claims }) => claims.flatMap((one) => one.onTargets))),
    ),
  )
  expect(new Set(shown)).toEqual(new Set(claims))
  expect(shown.length).toBe(claims.length)
})
