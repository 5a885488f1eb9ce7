import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { variableOf } from "./config.ts"
import { createTokenExchange, type Fetch, InvalidSettings } from "./index.ts"
import { type AnyProvider, credentialNames } from "./operation.ts"
import * as providers from "./providers.ts"
import { createSimulator } from "./testing.ts"

type Values = { readonly [setting: string]: unknown }

/** Makes a client of one provider, and throws what its API makes of wrong settings. */
type Make = (settings: unknown) => unknown

const build = <Error>(layer: Layer.Layer<never, Error>, env: Record<string, string> = {}) => {
  const program = Effect.provide(
    Effect.scoped(Layer.build(layer)),
    ConfigProvider.layer(ConfigProvider.fromUnknown(env)),
  )
  return Effect.runSyncExit(program)
}

/** A layer that dies throws its defect. */
const orThrow = (exit: Exit.Exit<unknown, unknown>) => {
  if (Exit.isFailure(exit)) {
    expect(Cause.hasDies(exit.cause)).toBe(true)
    throw Cause.squash(exit.cause)
  }
}

interface AnyService {
  readonly layer: Layer.Layer<never, InvalidSettings>
  readonly layerWith: (settings: unknown) => Layer.Layer<never>
}

const exportsOf = async (file: string) => Object.entries<object>(await import(file))

/** Every way to make a client of a provider from settings. */
const waysOf = async (slug: string): Promise<ReadonlyArray<readonly [name: string, make: Make]>> => {
  const creators = (await exportsOf(`./providers/${slug}/entry.ts`)).filter(([name]) => name.startsWith("create"))
  return [
    ["createTokenExchange", (settings) => createTokenExchange({ [slug]: settings } as never)],
    ...creators.map(([name, create]) => [name, create as Make] as const),
    ...(await servicesOf(slug)).map(
      ([name, { layerWith }]) =>
        [`${name}.layerWith`, (settings: unknown) => orThrow(build(layerWith(settings)))] as const,
    ),
  ]
}

const servicesOf = async (slug: string) =>
  (await exportsOf(`./providers/${slug}/service.ts`)).filter(
    (entry): entry is [string, AnyService] => "layerWith" in entry[1],
  )

const records = Object.entries<AnyProvider>(providers)
const rows = (
  await Promise.all(
    records.map(async ([slug, record]) => (await waysOf(slug)).map(([way, make]) => ({ slug, record, way, make }))),
  )
).flat()

const thrownBy = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

/** In every wrong value that can hold it. */
const canary = "canary7f3a"

const expectNoValue = (error: unknown) => {
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error), String(Object(error).stack)]
  for (const text of shown) expect(text).not.toContain(canary)
}

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

const wrongUrls: ReadonlyArray<unknown> = [
  canary,
  "",
  7,
  {},
  Object.create(null),
  `${canary}.example`,
  `//${canary}.example`,
  `ftp://${canary}.example`,
  `file:///${canary}`,
  `data:text/plain,${canary}`,
  `https://host/?key=${canary}`,
  "https://host?",
  `https://host/#${canary}`,
  "https://host#",
  `https://${canary}@host`,
  `https://user:${canary}@host`,
  `https://:${canary}@host`,
  `http://:${canary}@localhost`,
  `http://localhost/?${canary}`,
  new URL(`https://user:${canary}@host`),
]

const insecureUrls: ReadonlyArray<string> = [
  "http://provider.test",
  "HTTP://provider.test",
  "http:provider.test",
  "http://localhost.evil.example",
  "http://notlocalhost",
  "http://127.0.0.1.evil.example",
  "http://128.0.0.1",
  "http://0.0.0.0",
  "http://10.0.0.1",
  "http://[::2]",
  `http://${canary}.example/v1`,
]

const rightUrls: ReadonlyArray<string | URL> = [
  "https://sandbox.example",
  "https://sandbox.example:8443/base/",
  new URL("https://sandbox.example"),
  "http://localhost:4010",
  "http://LOCALHOST",
  "http://api.localhost",
  "http://127.0.0.1:4010",
  "http://127.255.0.3",
  "http://127.1",
  "http://[::1]:4010",
  "http://[0:0:0:0:0:0:0:1]",
]

const wrongTimeouts = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "500", 500n, true, {}, new Date(), canary]

const unknownSettings = ["baseURL", "timeOut", "constructor", "toString", "retries"]

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
    const message = `Invalid settings: ${slug}.baseUrl must be an http or https URL without user, password, query and fragment.`
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

describe("createTokenExchange", () => {
  const messageOf = (settings: unknown) => Object(thrownBy(() => createTokenExchange(settings as never))).message

  it("lists what is wrong at all providers, and with what they share", () => {
    const settings = {
      dapi: { appSecret: "", fetch: () => canary },
      finqware: { clientId: "id", timeout: -1 },
      fetch: canary,
      onOrphaned: { hook: canary },
      finquare: { clientId: canary },
    }
    const message = messageOf(settings)
    expect(message.replace(/ is unknown: there are [^;]+/g, " is unknown").split(/: |; |\.$/)).toEqual([
      "Invalid settings",
      "fetch must be a function",
      "onOrphaned must be a function",
      "finquare is unknown",
      "dapi.appSecret is empty",
      "dapi.fetch is unknown",
      "finqware.clientSecret is missing",
      "finqware.timeout must be a positive, finite number of milliseconds",
      "",
    ])
    expect(message).toContain(`finquare is unknown: there are ${Object.keys(providers).join(", ")}, fetch, onOrphaned`)
    expect(message).not.toContain(canary)
  })

  it.each([undefined, null])("treats providers and shared settings that are %s as absent", (absent) => {
    const names = [...Object.keys(providers), "fetch", "onOrphaned", "finquare"]
    const settings = Object.fromEntries(names.map((name) => [name, absent]))
    expect(Object.keys(createTokenExchange(settings as never))).toEqual([])
    expect(Object.keys(createTokenExchange(absent as never))).toEqual([])
    const aisquare = { ...settings, aisquare: { baseUrl: absent, timeout: absent } }
    expect(Object.keys(createTokenExchange(aisquare as never))).toEqual(["aisquare"])
  })

  it("names all settings when they are no object", () => {
    expect(messageOf(canary)).toBe("Invalid settings: settings must be an object.")
  })

  it("reads settings from the getters of a class", async () => {
    class Dapi {
      get appSecret() {
        return "from a getter"
      }
      get baseUrl() {
        return "https://sandbox.example"
      }
    }
    const sent: Array<string> = []
    const fetch: Fetch = async (url, { body }) => {
      sent.push(url, await new Response(body).text())
      return Response.json({})
    }
    await createTokenExchange({ dapi: new Dapi(), fetch }).dapi.exchangeToken({ accessCode: "c", connectionId: "c" })
    expect(sent.join(" ")).toMatch(/^https:\/\/sandbox\.example\/.*from a getter/)
  })

  it.each([
    " https://sandbox.example ",
    "https:sandbox.example",
    "https://sandbox.example\\",
    "https://@sandbox.example\n",
  ])("posts to the place that the base URL %j means", async (baseUrl) => {
    const sent: Array<string> = []
    const fetch: Fetch = async (url) => {
      sent.push(url)
      return Response.json({})
    }
    const { dapi } = createTokenExchange({ dapi: { appSecret: "secret", baseUrl }, fetch })
    await dapi.exchangeToken({ accessCode: "code", connectionId: "connection" })
    expect(sent).toEqual(["https://sandbox.example/v2/auth/ExchangeToken"])
  })
})

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

describe("a call", () => {
  const calls = records.flatMap(([slug, { operations }]) =>
    Object.keys(operations).flatMap((operation) =>
      [null, undefined, { signal: null, timeout: null }].map((options) => ({ slug, operation, options })),
    ),
  )

  it.each(calls)("of $slug.$operation treats the options $options as absent", async ({ slug, operation, options }) => {
    const simulator = createSimulator()
    const { [operation]: redeem } = Object(Reflect.get(createTokenExchange(simulator.settings), slug))
    const input = Object(Reflect.get(simulator, slug)).grants[operation]()
    expect(await redeem(input, options)).toHaveProperty("data")
  })
})
