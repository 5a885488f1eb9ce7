import { expect, it } from "vitest"
import { foreignNames } from "./foreign-names.ts"

it.each([
  "let a=process.env.A",
  "let a={process}",
  "let a=Buffer.from(b)",
  "let a=require('a')",
  "let a=globalThis.process.env",
  "let a=b[process]",
  "let a=typeof process==`undefined`&&process.env",
  "let a=typeof Buffer==`object`&&process.env",
])("finds %s", (code) => {
  expect(foreignNames(code)).toHaveLength(1)
})

it.each([
  "let a=globalThis.process?.env",
  "let a=typeof process",
  "let a=typeof process==`object`&&b&&process.env",
  "let a=typeof process=='object'&&(b||process.env)",
  "let a=b.process",
  "let a={process:1,Buffer(){}}",
  "class A{process=1;require(){}}",
  "let a='process.env'",
])("lets %s pass", (code) => {
  expect(foreignNames(code)).toEqual([])
})
