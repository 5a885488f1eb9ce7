/** Where the outcome of a POST goes whose caller has given up, and what is said if it goes nowhere. */
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { Dapi } from "./effect.ts"
import { type CallOptions, createTokenExchange, type DapiToken, type Fetch, reveal } from "./index.ts"
import { warning } from "./warning.ts"

const grant = { accessCode: "code", connectionId: "connection" }
const good = { success: true, accessToken: "permanent", status: "done" }

/** A provider whose callers give up when it has their request, and that answers after that. */
const setUp = () => {
  const late = Promise.withResolvers<Response>()
  let caller = new AbortController()
  const fetch: Fetch = async (_, init) => {
    await new Response(init.body).text()
    caller.abort()
    return (await late.promise).clone()
  }
  const impatient = () => {
    caller = new AbortController()
    return { signal: caller.signal }
  }
  return { fetch, impatient, answer: () => late.resolve(Response.json(good)) }
}

/** Texts of the process's warnings until the end of the test. */
const watchWarnings = () => {
  const emitWarning = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
  onTestFinished(() => emitWarning.mockRestore())
  return () => emitWarning.mock.calls.map(([text, name]) => `${name}: ${text}`)
}

const failing: ReadonlyArray<readonly [string, CallOptions<DapiToken>["onOrphaned"]]> = [
  [
    "throws",
    ({ data }) => {
      throw new Error(data && reveal(data.accessToken))
    },
  ],
  ["rejects", ({ data }) => Promise.reject(new Error(data && reveal(data.accessToken)))],
  // It may be called from JavaScript.
  ["is no function", "hook" as never],
]

describe("the hook of a call", () => {
  it("takes the outcome in place of the settings' hook", async () => {
    const { fetch, impatient, answer } = setUp()
    const taken: Array<string> = []
    const hook = (name: string) => () => void taken.push(name)
    await using exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch, onOrphaned: hook("of the settings") })
    await exchange.dapi.exchangeToken(grant, { ...impatient(), onOrphaned: hook("of the call") })
    await exchange.dapi.exchangeToken(grant, impatient())
    answer()
    await exchange[Symbol.asyncDispose]()
    expect(taken).toEqual(["of the call", "of the settings"])
  })

  it("is taken in the Effect API as well, with the token set of its operation", async () => {
    const { fetch, impatient, answer } = setUp()
    const taken: Array<string> = []
    const onOrphaned: CallOptions<DapiToken>["onOrphaned"] = ({ data }) =>
      void taken.push(String(data && reveal(data.accessToken)))
    const program = Effect.gen(function* () {
      const { exchangeToken } = yield* Dapi
      yield* Effect.flip(exchangeToken(grant, { ...impatient(), onOrphaned }))
      answer()
    })
    await Effect.runPromise(Effect.provide(program, Dapi.layerWith({ appSecret: "s", fetch })))
    expect(taken).toEqual(["permanent"])
  })

  it("is the latest of those who shared the POST", async () => {
    const { fetch, impatient, answer } = setUp()
    const taken: Array<string> = []
    const hook = (name: string) => () => void taken.push(name)
    const exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch })
    const options = impatient()
    await Promise.all([
      exchange.dapi.exchangeToken(grant, { ...options, onOrphaned: hook("first") }),
      exchange.dapi.exchangeToken(grant, { ...options, onOrphaned: hook("second") }),
      exchange.dapi.exchangeToken(grant, options),
    ])
    answer()
    await exchange[Symbol.asyncDispose]()
    expect(taken).toEqual(["second"])
  })
})

describe("a warning of the process", () => {
  it.each(failing)("tells of a hook that %s, without a secret", async (_, onOrphaned) => {
    const warnings = watchWarnings()
    const { fetch, impatient, answer } = setUp()
    const exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch })
    for (const accessCode of ["one", "other"])
      await exchange.dapi.exchangeToken({ ...grant, accessCode }, { ...impatient(), ...(onOrphaned && { onOrphaned }) })
    answer()
    await exchange[Symbol.asyncDispose]()
    const text = "TokenExchangeWarning: dapi.exchangeToken: onOrphaned failed"
    expect(warnings()).toEqual([text, text])
  })

  it("tells of a waitUntil that throws, and the hook is called", async () => {
    const warnings = watchWarnings()
    const { fetch, impatient, answer } = setUp()
    let calls = 0
    const waitUntil = () => {
      throw new Error("no request")
    }
    const onOrphaned = () => void calls++
    const exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch, waitUntil, onOrphaned })
    await exchange.dapi.exchangeToken(grant, impatient())
    answer()
    await exchange[Symbol.asyncDispose]()
    expect(calls).toBe(1)
    expect(warnings()).toEqual(["TokenExchangeWarning: dapi.exchangeToken: waitUntil failed"])
  })

  it("tells once in a client that there is no hook", async () => {
    const warnings = watchWarnings()
    const { fetch, impatient, answer } = setUp()
    const exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch })
    for (const accessCode of ["one", "other"]) await exchange.dapi.exchangeToken({ ...grant, accessCode }, impatient())
    answer()
    await exchange[Symbol.asyncDispose]()
    const text = "dapi.exchangeToken: tokens arrived and are lost after the caller gave up; set onOrphaned"
    expect(warnings()).toEqual([`TokenExchangeWarning: ${text}`])
  })

  it.each([
    ["no process", undefined],
    ["a part of one", { env: {} }],
  ])("goes to the console where there is %s", (_, process) => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {})
    vi.stubGlobal("process", process)
    Effect.runSync(warning({ provider: "dapi", operationId: "exchangeToken" }).warn("onOrphaned failed"))
    vi.unstubAllGlobals()
    onTestFinished(() => error.mockRestore())
    expect(error.mock.calls).toEqual([["dapi.exchangeToken: onOrphaned failed"]])
  })
})

it("the log of the Effect API tells once in a layer that there is no hook", async () => {
  const { fetch, impatient, answer } = setUp()
  const lines: Array<string> = []
  const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
    lines.push(`${logLevel}: ${String(message)}`)
  })
  const program = Effect.gen(function* () {
    const { exchangeToken } = yield* Dapi
    for (const accessCode of ["one", "other"]) yield* Effect.flip(exchangeToken({ ...grant, accessCode }, impatient()))
    answer()
  }).pipe(
    Effect.provide(Dapi.layerWith({ appSecret: "s", fetch })),
    Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
  )
  await Effect.runPromise(program)
  const text = "dapi.exchangeToken: tokens arrived and are lost after the caller gave up; set onOrphaned"
  expect(lines.filter((line) => line.includes("set onOrphaned"))).toEqual([`Warn: ${text}`])
})
