/** What single platforms get beyond the web's standard. The field runs see it on the platforms themselves. */
import { afterEach, expect, it, vi } from "vitest"
import { platformFetch, uncached, untraced } from "./platform.ts"

const init = {
  method: "POST",
  headers: new Headers(),
  body: "{}",
  duplex: "half",
  redirect: "manual",
  signal: new AbortController().signal,
} as const

const telemetry = Symbol.for("opentelemetry.js.api.1")
const dispatcher = Symbol.for("undici.globalDispatcher.2")
const known = new Map([telemetry, dispatcher].map((key) => [key, Reflect.get(globalThis, key)]))

afterEach(() => {
  vi.unstubAllGlobals()
  // The gate runs all files in one context: a module that was loaded for a browser must not stay loaded.
  vi.resetModules()
  for (const [key, value] of known) Reflect.set(globalThis, key, value)
})

/** Calls the platform's fetch, and returns what the global one was given. */
const givenTo = async () => {
  const given: Array<object> = []
  vi.stubGlobal("fetch", async (_: string, options: object) => {
    given.push(options)
    return new Response("{}")
  })
  await platformFetch("https://provider.test", init)
  return given[0]
}

it("a POST in Deno has a client of its own, which is closed after it", async () => {
  const made: Array<object> = []
  let open = 0
  vi.stubGlobal("Deno", {
    createHttpClient: (options: object) => {
      made.push(options)
      open++
      return { close: () => open-- }
    },
  })
  expect(await givenTo()).toHaveProperty("client")
  expect(made).toEqual([{ http2: false, poolMaxIdlePerHost: 0 }])
  expect(open).toBe(0)
})

it("a POST in a Node that speaks HTTP/2 goes over HTTP/1.1, by the dispatcher that the service has set", async () => {
  const versions = { ...process.versions, undici: "8.2.0" }
  vi.stubGlobal("process", Object.create(process, { versions: { value: versions } }))
  const dispatched: Array<object> = []
  const dispatch = (options: object) => dispatched.push(options) > 0
  Reflect.set(globalThis, dispatcher, { dispatch })
  const given = await givenTo()
  const own: unknown = Reflect.get(Object(given), "dispatcher")
  Reflect.get(Object(own), "dispatch")({ path: "/" }, { onRequestStart: () => {} })
  expect(dispatched).toEqual([{ path: "/", allowH2: false }])
})

it("a POST in a Node without HTTP/2 is sent as it is", async () => {
  expect(await givenTo()).toEqual(init)
})

it("nothing is traced where OpenTelemetry has its switch, and everything is sent where it has another", () => {
  const values = new Map<symbol, unknown>()
  const active = { setValue: (key: symbol, value: unknown) => values.set(key, value) && active }
  const context = { active: () => active, with: (_: unknown, call: () => string) => `untraced ${call()}` }
  Reflect.set(globalThis, telemetry, { context })
  expect(untraced(() => "call")).toBe("untraced call")
  expect([...values]).toEqual([[Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING"), true]])
  Reflect.set(globalThis, telemetry, { context: {} })
  expect(untraced(() => "call")).toBe("call")
  Reflect.set(globalThis, telemetry, undefined)
  expect(untraced(() => "call")).toBe("call")
})

it.each([
  ["Node and Bun", {}, true],
  ["Deno", { Deno: {} }, false],
  ["a worker", { WebSocketPair: class {} }, false],
  ["a browser", { process: undefined }, false],
])("%s: whether a stream keeps the length of its headers", async (_, globals, expected) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  vi.resetModules()
  const { sendsStreams } = await import("./platform.ts")
  expect(sendsStreams).toBe(expected)
})

it("no platform is told twice whether it may cache", () => {
  expect(uncached()).toEqual({ cache: "no-store" })
  expect(uncached()).toBe(uncached())
})
