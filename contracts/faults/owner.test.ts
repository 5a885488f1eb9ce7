/** Who waits for a POST whose caller has given up: the layer's scope, the client's disposal, the platform. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { Dapi, OnOrphaned } from "../../src/effect.ts"
import { createTokenExchange, type OrphanedOutcome } from "../../src/index.ts"
import { createAISquare } from "../../src/providers/aisquare/entry.ts"
import { createDapi } from "../../src/providers/dapi/entry.ts"
import { createFinqware } from "../../src/providers/finqware/entry.ts"
import { calls, firstOf } from "./calls.ts"
import { credentialsOf } from "./operations.ts"
import { serveHeld } from "./waiting.ts"

const dapi = calls.find(({ name }) => name === "dapi.exchangeToken") ?? firstOf("one-time")
const grant = { accessCode: "code", connectionId: "connection" }
const accessToken = "kept-after-all"
const body = JSON.stringify({ success: true, status: "done", accessToken })

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A hook that takes its time, and what it has kept. */
const makeHook = () => {
  const kept: Array<string> = []
  const onOrphaned = async ({ data }: { readonly data?: object }) => {
    await turn()
    const token = data && Object.values(data).find((value) => Redacted.isRedacted(value))
    kept.push(String(token && Redacted.value(token)))
  }
  return { kept, onOrphaned }
}

describe("a layer's scope", () => {
  const layers = {
    layerWith: (baseUrl: string, onOrphaned: (orphan: OrphanedOutcome) => Promise<void>) =>
      Dapi.layerWith({ appSecret: "secret", baseUrl, onOrphaned }),
    layer: (baseUrl: string, onOrphaned: (orphan: OrphanedOutcome) => Promise<void>) =>
      Dapi.layer.pipe(
        Layer.provide(Layer.succeed(OnOrphaned, onOrphaned)),
        Layer.provide(
          ConfigProvider.layer(ConfigProvider.fromUnknown({ DAPI_APP_SECRET: "secret", DAPI_BASE_URL: baseUrl })),
        ),
      ),
  }

  it.each(Object.entries(layers))("of %s closes after the hook, when its program is interrupted", async (_, layer) => {
    const { server, release } = await serveHeld(body)
    await using __ = server
    const { kept, onOrphaned } = makeHook()
    const program = Dapi.use(({ exchangeToken }) => exchangeToken(grant))
    const fiber = Effect.runFork(Effect.provide(program, layer(server.url, onOrphaned)))
    await server.arrived
    const interrupted = Effect.runPromise(Fiber.interrupt(fiber))
    release()
    await interrupted
    expect(kept).toEqual([accessToken])
  })

  it("closes after a redemption that another fiber waits for", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    const layer = Dapi.layerWith({ appSecret: "secret", baseUrl: server.url })
    const program = Effect.gen(function* () {
      const { exchangeToken } = yield* Dapi
      return yield* Effect.forkDetach(exchangeToken(grant), { startImmediately: true })
    })
    const ended = Effect.runPromise(Effect.provide(program, layer))
    await server.arrived
    release()
    // It has its outcome by the time the scope is closed.
    expect((await ended).pollUnsafe()).toMatchObject({ _tag: "Success", value: { provider: "dapi" } })
  })

  it("saves the tokens from a SIGTERM", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    const child = spawn(process.execPath, [join(import.meta.dirname, "terminated.ts"), server.url], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    const printed = text(child.stdout)
    const hasHeard = once(child.stdout, "data")
    await server.arrived
    child.kill("SIGTERM")
    await hasHeard
    release()
    expect(await printed).toBe(`ending, kept ${accessToken}`)
  })
})

describe("the disposal of a client", () => {
  it("waits for what runs on, and for its hook", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    const { kept, onOrphaned } = makeHook()
    {
      await using exchange = createTokenExchange({ dapi: { appSecret: "s", baseUrl: server.url }, onOrphaned })
      const abort = new AbortController()
      const redemption = exchange.dapi.exchangeToken(grant, { signal: abort.signal })
      await server.arrived
      abort.abort()
      expect((await redemption).error?._tag).toBe("OutcomeUnknown")
      release()
    }
    expect(kept).toEqual([accessToken])
  })

  it.each([
    ["createDapi", createDapi, dapi],
    ["createFinqware", createFinqware, calls.find(({ name }) => name === "finqware.exchangeToken")],
    ["createAISquare", createAISquare, calls.find(({ name }) => name === "aisquare.exchangeToken")],
  ] as const)("of %s waits as well", async (_, create, call = dapi) => {
    const { server, release } = await serveHeld(call.answer)
    await using __ = server
    const { kept, onOrphaned } = makeHook()
    // Each takes its own settings and its own input.
    const made: unknown = create({ ...credentialsOf(call.provider), baseUrl: server.url, onOrphaned } as never)
    const client = made as ReturnType<typeof createDapi>
    const abort = new AbortController()
    const input = { ...grant, tempToken: "token" }
    const redemption = client.exchangeToken(input, { signal: abort.signal })
    await server.arrived
    abort.abort()
    await redemption
    const disposed = client[Symbol.asyncDispose]()
    release()
    await disposed
    expect(kept).toHaveLength(1)
  })

  it("waits for a redemption with a caller, is at once where nothing is under way, and leaves the client working", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    const client = createDapi({ appSecret: "s", baseUrl: server.url })
    await client[Symbol.asyncDispose]()
    let isOver = false
    const redemption = client.exchangeToken(grant).finally(() => {
      isOver = true
    })
    await server.arrived
    const disposed = client[Symbol.asyncDispose]()
    release()
    await disposed
    await turn()
    expect(isOver).toBe(true)
    expect((await redemption).error).toBeUndefined()
    expect((await client.exchangeToken(grant)).error).toBeUndefined()
  })

  it("does not wait longer than the provider's deadline, even for a fetch that ignores its signal", async () => {
    const { kept, onOrphaned } = makeHook()
    const abort = new AbortController()
    const fetch = async (_: string, { body = null }: { readonly body?: BodyInit | null }) => {
      await new Response(body).text()
      abort.abort()
      return new Promise<Response>(() => {})
    }
    const client = createDapi({ appSecret: "s", timeout: 500, onOrphaned, fetch })
    await client.exchangeToken(grant, { signal: abort.signal })
    await client[Symbol.asyncDispose]()
    expect(kept).toEqual(["undefined"])
  })
})

describe("waitUntil", () => {
  /** A client whose caller gives up after the request has arrived. */
  const abandon = async (settings: object) => {
    const { server, release } = await serveHeld(body)
    const { kept, onOrphaned } = makeHook()
    const client = createDapi({ appSecret: "s", baseUrl: server.url, onOrphaned, ...settings })
    const abort = new AbortController()
    const redemption = client.exchangeToken(grant, { signal: abort.signal })
    await server.arrived
    abort.abort()
    const { error } = await redemption
    return { server, release, kept, client, error }
  }

  it("is given a promise that is settled after the hook", async () => {
    const promises: Array<Promise<unknown>> = []
    const { server, release, kept } = await abandon({
      waitUntil: (promise: Promise<unknown>) => promises.push(promise),
    })
    await using _ = server
    expect(promises).toHaveLength(1)
    release()
    expect(await promises[0]).toBeUndefined()
    expect(kept).toEqual([accessToken])
  })

  it("is not called for a redemption whose caller has its outcome", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    let count = 0
    const client = createDapi({ appSecret: "s", baseUrl: server.url, waitUntil: () => void count++ })
    release()
    expect((await client.exchangeToken(grant)).error).toBeUndefined()
    expect(count).toBe(0)
  })

  it("is called by a caller that gives up while another waits, since the POST may be of its request", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    const promises: Array<Promise<unknown>> = []
    const waitUntil = (promise: Promise<unknown>) => void promises.push(promise)
    const client = createDapi({ appSecret: "s", baseUrl: server.url, waitUntil })
    const abort = new AbortController()
    const impatient = client.exchangeToken(grant, { signal: abort.signal })
    const patient = client.exchangeToken(grant)
    await server.arrived
    abort.abort()
    expect((await impatient).error?._tag).toBe("OutcomeUnknown")
    expect(promises).toHaveLength(1)
    release()
    expect(await promises[0]).toBeUndefined()
    expect((await patient).error).toBeUndefined()
    expect(promises).toHaveLength(1)
  })

  it("may throw", async () => {
    const waitUntil = () => {
      throw new Error("no request is under way")
    }
    const { server, release, kept, client, error } = await abandon({ waitUntil })
    await using _ = server
    expect(error?._tag).toBe("OutcomeUnknown")
    release()
    await client[Symbol.asyncDispose]()
    expect(kept).toEqual([accessToken])
  })

  it("is a setting of layers", async () => {
    const { server, release } = await serveHeld(body)
    await using _ = server
    const promises: Array<Promise<unknown>> = []
    const { kept, onOrphaned } = makeHook()
    const waitUntil = (promise: Promise<unknown>) => void promises.push(promise)
    const layer = Dapi.layerWith({ appSecret: "secret", baseUrl: server.url, onOrphaned, waitUntil })
    const fiber = Effect.runFork(
      Effect.provide(
        Dapi.use(({ exchangeToken }) => exchangeToken(grant)),
        layer,
      ),
    )
    await server.arrived
    const interrupted = Effect.runPromise(Fiber.interrupt(fiber))
    release()
    await interrupted
    expect(promises).toHaveLength(1)
    expect(kept).toEqual([accessToken])
  })
})
