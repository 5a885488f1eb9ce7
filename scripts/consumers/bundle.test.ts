import { expect, it } from "vitest"
import { foreignNames } from "./bundle.ts"

it.each([
  ["let a=process.env.A", 1],
  ["let a={process}", 1],
  ["let a=Buffer.from(b)", 1],
  ["let a=require('a')", 1],
  ["let a=globalThis.process.env", 1],
  ["let a=b[process]", 1],
  ["let a=typeof Buffer==`object`&&process.env", 2],
  ["let a=b.process", 0],
  ["let a=globalThis.process?.env", 0],
  ["let a=`setImmediate`in globalThis?e=>{let t=globalThis.setImmediate(e)}:b", 0],
  ["let{process:t}=globalThis;t?.env", 0],
])("%s has %d uses of what a worker lacks and nobody has read", (code, count) => {
  expect(foreignNames(code)).toHaveLength(count)
})
