/** Each example, run against the simulated providers. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Dapi } from "token-exchange/effect"
import { createSimulator } from "token-exchange/testing"
import { describe, expect, it, onTestFinished } from "vitest"
import { Connections } from "./effect/connections.ts"
import { buildServer } from "./fastify/callback.ts"
import { makePost } from "./next/route.ts"
import { connecting } from "./redeem/connect.ts"

const makeStore = () => {
  const kept = new Map<string, string>()
  return { kept, keep: async (id: string, token: string) => void kept.set(id, token) }
}

describe("fastify", () => {
  const setUp = () => {
    const simulator = createSimulator()
    const { kept, keep } = makeStore()
    const server = buildServer(simulator.settings, keep, false)
    onTestFinished(() => server.close())
    const connect = (grant: object) => server.inject({ method: "POST", url: "/connected", payload: grant })
    return { simulator, kept, server, connect }
  }

  it("keeps the token, once", async () => {
    const { simulator, kept, connect } = setUp()
    const grant = simulator.dapi.issueGrant()
    expect((await connect(grant)).statusCode).toBe(204)
    expect(kept.get(grant.connectionId)).toMatch(/^eyJ/)
    const again = await connect(grant)
    expect([again.statusCode, again.headers.location]).toEqual([302, "/connect"])
  })

  it("asks to come again where the grant is unspent, and sends the user through consent where it may be spent", async () => {
    const { simulator, connect } = setUp()
    for (let attempt = 0; attempt < 3; attempt++) simulator.dapi.failNext("refused")
    expect((await connect(simulator.dapi.issueGrant())).statusCode).toBe(503)
    simulator.dapi.failNext("reset-after-send")
    expect((await connect(simulator.dapi.issueGrant())).headers.location).toBe("/connect")
  })

  it("keeps the token of an answer that is not as documented", async () => {
    const { simulator, kept, connect } = setUp()
    const grant = simulator.dapi.issueGrant()
    simulator.dapi.answerNext("200 exchanged", { body: { success: "yes", accessToken: "eyJ.made.up" } })
    expect((await connect(grant)).statusCode).toBe(204)
    expect(kept.get(grant.connectionId)).toMatch(/^eyJ/)
  })

  it("keeps the token of an answer that comes after the caller has given up", async () => {
    const simulator = createSimulator()
    const late = Promise.withResolvers<void>()
    const { kept, keep } = makeStore()
    const settings = {
      dapi: { ...simulator.dapi.settings, timeout: 50 },
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        simulator.fetch(input, init).then((response) => late.promise.then(() => response)),
    }
    const server = buildServer(settings, keep, false)
    const grant = simulator.dapi.issueGrant()
    const answer = await server.inject({ method: "POST", url: "/connected", payload: grant })
    expect(answer.headers.location).toBe("/connect")
    late.resolve()
    await server.close() // waits for what is under way
    expect(kept.get(grant.connectionId)).toMatch(/^eyJ/)
  })
})

describe("redeem", () => {
  const setUp = () => {
    const simulator = createSimulator()
    const { kept, keep } = makeStore()
    const settings = { ...simulator.dapi.settings, fetch: simulator.fetch }
    return { simulator, kept, ...connecting(settings, keep, () => {}), grant: simulator.dapi.issueGrant() }
  }

  it("keeps the token, once", async () => {
    const { kept, connect, grant } = setUp()
    expect(await connect(grant)).toBeUndefined()
    expect(kept.get(grant.connectionId)).toMatch(/^eyJ/)
    expect((await connect(grant))?._tag).toBe("InvalidGrant")
  })

  it("keeps the token of an answer that is not as documented", async () => {
    const { simulator, kept, connect, grant } = setUp()
    simulator.dapi.answerNext("200 exchanged", { body: { success: "yes", accessToken: "eyJ.made.up" } })
    expect(await connect(grant)).toBeUndefined()
    expect(kept.get(grant.connectionId)).toBe("eyJ.made.up")
  })

  it("keeps the token of an answer that comes after the caller has given up", async () => {
    const simulator = createSimulator()
    const { kept, keep } = makeStore()
    const { promise, resolve } = Promise.withResolvers<void>()
    const fetch = (input: string | URL | Request, init?: RequestInit) =>
      simulator.fetch(input, init).then((response) => promise.then(() => response))
    const { connect, end } = connecting({ ...simulator.dapi.settings, fetch, timeout: 1_000 }, keep, () => {})
    const grant = simulator.dapi.issueGrant()
    expect((await connect(grant))?._tag).toBe("OutcomeUnknown")
    resolve()
    await end() // waits for what is under way
    expect(kept.get(grant.connectionId)).toMatch(/^eyJ/)
  })
})

it("effect: connects, or says that the user must again", async () => {
  const simulator = createSimulator()
  const grant = simulator.dapi.issueGrant()
  const dapi = Dapi.layerWith({ ...simulator.dapi.settings, fetch: simulator.fetch })
  const program = Connections.use((connections) =>
    Effect.all([connections.connect(grant), connections.connect(grant)], { concurrency: 1 }),
  )
  const [first, second] = await Effect.runPromise(Effect.provide(program, Layer.provide(Connections.layer, dapi)))
  expect(first).toMatchObject({ provider: "dapi" })
  expect(second).toBe("connect again")
})

it("next: keeps the consent, or asks for a new one", async () => {
  const simulator = createSimulator()
  const kept: Array<unknown> = []
  const post = makePost(simulator.settings, async (consent) => void kept.push(consent))
  const request = (body: object) => new Request("https://app.example", { method: "POST", body: JSON.stringify(body) })
  const grant = simulator.finqware.issueGrant()
  expect((await post(request(grant))).status).toBe(204)
  expect(kept).toMatchObject([{ id: expect.any(String), token: expect.any(String), until: expect.any(Date) }])
  expect(await (await post(request(grant))).json()).toEqual({ consentAgain: true })
})
