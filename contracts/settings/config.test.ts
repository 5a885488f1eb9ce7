/** Wrong variables are named when a layer is built from `Config`. */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { variableOf } from "../../src/config.ts"
import { createSimulator } from "../../src/testing.ts"
import { build, canary, expectNoValue, insecureUrls, records, rightUrls, servicesOf, wrongUrls } from "./cases.ts"

const services = (
  await Promise.all(
    records.map(async ([slug]) => (await servicesOf(slug)).map(([service, { layer }]) => ({ slug, service, layer }))),
  )
).flat()

describe.each(services)("$service.layer", ({ slug, layer }) => {
  const right = Object.fromEntries(
    Object.entries(Object(Reflect.get(createSimulator().settings, slug))).map(([name, value]) => [
      variableOf(slug, name),
      String(value),
    ]),
  )
  const baseUrl = variableOf(slug, "baseUrl")
  const timeout = variableOf(slug, "timeout")
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
    expect(faultOf({ [timeout]: "30 seconds", [baseUrl]: "https://sandbox.example" })).toBeUndefined()
  })

  it.each(wrongUrls.filter((url) => typeof url === "string" && url !== ""))("names a base URL of %o", (url) => {
    expect(faultOf({ [baseUrl]: String(url) })).toBe(
      `Invalid settings: ${baseUrl} must be an http or https URL without user, password, query and fragment.`,
    )
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

  it("names everything at once", () => {
    const message = faultOf({ [baseUrl]: canary, [timeout]: canary, [allowInsecure]: canary })
    expect(message?.match(/\b[A-Z]+_[A-Z_]+\b/g)).toEqual([baseUrl, timeout, allowInsecure])
  })
})
