/** Wrong variables are named when a layer is built from `Config`. */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { variableOf } from "../../src/variable.ts"
import {
  build,
  canary,
  expectNoValue,
  insecureUrls,
  records,
  rightUrls,
  servicesOf,
  wrongUrl,
  wrongUrls,
} from "./cases.ts"

const services = (
  await Promise.all(
    records.map(async ([slug]) => (await servicesOf(slug)).map(([service, { layer }]) => ({ slug, service, layer }))),
  )
).flat()

describe.each(services)("the layer of $service", ({ slug, layer }) => {
  const right = Object.fromEntries(
    Object.entries(Object(Reflect.get(createSimulator().settings, slug))).map(([name, value]) => [
      variableOf(slug, name),
      String(value),
    ]),
  )
  const baseUrl = variableOf(slug, "baseUrl")
  const timeout = variableOf(slug, "timeout")
  const retries = variableOf(slug, "retries")
  const allowInsecure = variableOf(slug, "allowInsecure")
  const faultOf = (env: Record<string, string>) => {
    const exit = build(layer, { ...right, ...env })
    if (Exit.isSuccess(exit)) return undefined
    const [reason] = exit.cause.reasons
    if (reason === undefined || !Cause.isFailReason(reason)) throw new Error("The layer did not fail.")
    expectNoValue(reason.error)
    return reason.error.message
  }

  it("takes right variables", () => {
    const env = { [timeout]: "30 seconds", [baseUrl]: "https://sandbox.example", [retries]: "0" }
    expect(faultOf(env)).toBeUndefined()
    expect(faultOf({ [baseUrl]: "production" })).toBeUndefined()
  })

  it.each(wrongUrls.filter((url) => typeof url === "string" && url !== ""))("names a base URL of %o", (url) => {
    expect(faultOf({ [baseUrl]: String(url) })).toBe(`Invalid settings: ${baseUrl} ${wrongUrl(slug)}`)
  })

  it.each(insecureUrls)("takes %s with the variable for it only", (url) => {
    expect(faultOf({ [baseUrl]: url })).toContain(`${allowInsecure} allows it`)
    expect(faultOf({ [baseUrl]: url, [allowInsecure]: "true" })).toBeUndefined()
  })

  it.each(rightUrls)("takes %s", (url) => {
    expect(faultOf({ [baseUrl]: String(url) })).toBeUndefined()
  })

  it.each(["soon", "500", "0 seconds", "-5 seconds", "Infinity", canary])("names a timeout of %s", (text) => {
    expect(faultOf({ [timeout]: text })).toBe(
      `Invalid settings: ${timeout} must be a positive duration, such as "30 seconds".`,
    )
  })

  it.each(["some", "-1", "1.5", canary])("names retries of %s", (text) => {
    expect(faultOf({ [retries]: text })).toBe(`Invalid settings: ${retries} must be a whole number, 0 or more.`)
  })

  it("names everything at once", () => {
    const message = faultOf({ [baseUrl]: canary, [timeout]: canary, [allowInsecure]: canary })
    expect(message?.match(/\b[A-Z]+_[A-Z_]+\b/g)).toEqual([baseUrl, timeout, allowInsecure])
  })
})
