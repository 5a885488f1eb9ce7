/** Wrong settings are named when a client is made, at every provider and in every way to make one. */
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { createTokenExchange, InvalidSettings } from "../../src/index.ts"
import { credentialNames } from "../../src/operation.ts"
import { createSimulator } from "../../src/testing.ts"
import {
  build,
  canary,
  expectNoValue,
  exportsOf,
  insecureUrls,
  orThrow,
  records,
  rightUrls,
  servicesOf,
  thrownBy,
  wrongUrl,
  wrongUrls,
} from "./cases.ts"

type Values = { readonly [setting: string]: unknown }

/** Makes a client of one provider, and throws what its API makes of wrong settings. */
type Make = (settings: unknown) => unknown

/** Every way to make a client of a provider from settings. */
const waysOf = async (slug: string): Promise<ReadonlyArray<readonly [name: string, make: Make]>> => {
  const creators = (await exportsOf(`../../src/providers/${slug}/entry.ts`)).filter(([name]) =>
    name.startsWith("create"),
  )
  return [
    ["createTokenExchange", (settings) => createTokenExchange({ [slug]: settings } as never)],
    ...creators.map(([name, create]) => [name, create as Make] as const),
    ...(await servicesOf(slug)).map(
      ([name, { layerWith }]) =>
        [`${name}.layerWith`, (settings: unknown) => orThrow(build(layerWith(settings)))] as const,
    ),
  ]
}

const rows = (
  await Promise.all(
    records.map(async ([slug, record]) => (await waysOf(slug)).map(([way, make]) => ({ slug, record, way, make }))),
  )
).flat()

const wiped = () => {
  const secret = Redacted.make(canary)
  Redacted.wipeUnsafe(secret)
  return secret
}

const wrongCredentials: ReadonlyArray<readonly [what: string, value: unknown, problem: RegExp]> = [
  ["empty text", "", /is empty/],
  ["empty Redacted text", Redacted.make(""), /is empty/],
  ["a Redacted that was wiped", wiped(), /is missing/],
  ["a number", 7, /must be text/],
  ["an object", { secret: canary }, /must be text/],
  ["a Redacted object", Redacted.make({ secret: canary }), /must be text/],
  ["a promise", Promise.resolve(canary), /must be text/],
]

const wrongTimeouts = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "500", 500n, true, {}, new Date(), canary]

const unknownSettings = ["baseURL", "timeOut", "constructor", "toString", "retry"]

describe.each(rows)("$slug: $way", ({ slug, record, make }) => {
  const right: Values = Object(Reflect.get(createSimulator().settings, slug))
  const faultOf = (settings: Values) => {
    const error = thrownBy(() => make({ ...right, ...settings }))
    if (error === undefined) return undefined
    expectNoValue(error)
    expect(error).toBeInstanceOf(InvalidSettings)
    return (error as InvalidSettings).message
  }

  it("takes right settings", () => {
    expect(faultOf({})).toBeUndefined()
  })

  for (const name of credentialNames(record.operations)) {
    it.each(wrongCredentials)(`names ${name} that is %s`, (_, value, problem) => {
      const message = faultOf({ [name]: value })
      expect(message).toContain(`Invalid settings: ${slug}.${name} `)
      expect(message).toMatch(problem)
    })

    it.each(["text", Redacted.make("text"), () => "", async () => canary])(`takes ${name} as %o`, (value) => {
      expect(faultOf({ [name]: value })).toBeUndefined()
    })
  }

  it.each(wrongUrls)("names a baseUrl that is none, or has more than a place: %o", (baseUrl) => {
    const message = `Invalid settings: ${slug}.baseUrl ${wrongUrl(slug)}`
    expect(faultOf({ baseUrl })).toBe(message)
    expect(faultOf({ baseUrl, allowInsecure: true })).toBe(message)
  })

  it.each(insecureUrls)("takes %s with allowInsecure only", (baseUrl) => {
    expect(faultOf({ baseUrl })).toMatch(`${slug}.baseUrl must begin with https://`)
    expect(faultOf({ baseUrl })).toContain(`${slug}.allowInsecure allows it`)
    expect(faultOf({ baseUrl, allowInsecure: false })).toMatch("must begin with https://")
    expect(faultOf({ baseUrl, allowInsecure: true })).toBeUndefined()
  })

  it.each(rightUrls)("takes %s", (baseUrl) => {
    expect(faultOf({ baseUrl })).toBeUndefined()
  })

  it.each([0.5, 1, Number.MAX_VALUE])("takes a timeout of %d", (timeout) => {
    expect(faultOf({ timeout })).toBeUndefined()
  })

  it.each(wrongTimeouts)("names a timeout of %o", (timeout) => {
    expect(faultOf({ timeout })).toBe(
      `Invalid settings: ${slug}.timeout must be a positive, finite number of milliseconds.`,
    )
  })

  it.each([0, 1, 100])("takes %i retries", (retries) => {
    expect(faultOf({ retries })).toBeUndefined()
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "2", 2n, {}, canary])("names retries of %o", (retries) => {
    expect(faultOf({ retries })).toBe(`Invalid settings: ${slug}.retries must be a whole number, 0 or more.`)
  })

  it.each(["true", 1, canary])("names an allowInsecure of %o, which opens nothing", (allowInsecure) => {
    const message = faultOf({ allowInsecure, baseUrl: "http://provider.test" })
    expect(message).toContain(`${slug}.allowInsecure must be true or false`)
    expect(message).toContain(`${slug}.baseUrl must begin with https://`)
  })

  it.each(unknownSettings)("names the unknown setting %s, and those that there are", (name) => {
    const message = faultOf({ [name]: canary })
    expect(message).toContain(`${slug}.${name} is unknown: there are `)
    for (const known of [...credentialNames(record.operations), "baseUrl", "timeout", "allowInsecure"]) {
      expect(message).toContain(known)
    }
  })

  it.each([undefined, null])("treats settings that are %s as absent", (absent) => {
    const names = ["baseUrl", "timeout", "allowInsecure", ...unknownSettings]
    expect(faultOf(Object.fromEntries(names.map((name) => [name, absent])))).toBeUndefined()
  })

  it("names everything at once", () => {
    const message = faultOf({
      ...Object.fromEntries(credentialNames(record.operations).map((name) => [name, ""])),
      baseUrl: canary,
      timeout: canary,
      allowInsecure: canary,
      baseURL: canary,
    })
    const names = [...credentialNames(record.operations), "baseUrl", "timeout", "allowInsecure", "baseURL"]
    expect(message?.match(/(?<=[:;] )\S+/g)?.filter((word) => word.startsWith(`${slug}.`))).toEqual(
      names.map((name) => `${slug}.${name}`),
    )
  })

  it.each([canary, 7, true, () => canary])("names all settings when they are %o", (settings) => {
    const error = thrownBy(() => make(settings))
    expectNoValue(error)
    expect(error).toMatchObject({ message: `Invalid settings: ${slug} must be an object.` })
  })
})

describe("what is required", () => {
  const messageOf = (make: () => unknown) => Object(thrownBy(make)).message

  it("is every credential without which no operation works", () => {
    for (const absent of [undefined, null]) {
      expect(messageOf(() => createTokenExchange({ dapi: { appSecret: absent } } as never))).toBe(
        "Invalid settings: dapi.appSecret is missing.",
      )
      expect(messageOf(() => createTokenExchange({ finqware: { clientId: absent } } as never))).toBe(
        "Invalid settings: finqware.clientId is missing; finqware.clientSecret is missing.",
      )
      expect(messageOf(() => createTokenExchange({ aisquare: { superexecSecret: absent } } as never))).toBeUndefined()
    }
  })

  it.each(rows.filter(({ way }) => /^create(?!TokenExchange)/.test(way)))(
    "$way takes absent settings as empty",
    ({ slug, make }) => {
      const expected = messageOf(() => createTokenExchange({ [slug]: {} } as never))
      expect([messageOf(() => make(undefined)), messageOf(() => make(null)), messageOf(() => make({}))]).toEqual([
        expected,
        expected,
        expected,
      ])
    },
  )

  it("is, in a layer, every credential of the service", async () => {
    const missing = Object.fromEntries(
      (await Promise.all(records.map(([slug]) => servicesOf(slug))))
        .flat()
        .map(([name, { layerWith }]) => [name, messageOf(() => orThrow(build(layerWith({}))))]),
    )
    expect(missing).toEqual({
      AISquare: "Invalid settings: aisquare.superexecSecret is missing.",
      AISquareLogin: undefined,
      Dapi: "Invalid settings: dapi.appSecret is missing.",
      Finqware: "Invalid settings: finqware.clientId is missing; finqware.clientSecret is missing.",
    })
  })
})
