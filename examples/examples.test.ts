/** Each example, run against the simulated providers. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Dapi } from "token-exchange/effect"
import { createSimulator } from "token-exchange/testing"
import { describe, expect, it } from "vitest"
import { Connections } from "./effect/connections.ts"
import { buildServer } from "./fastify/callback.ts"
import { makeExchange } from "./fastify/orphaned.ts"
import { makePost } from "./next/route.ts"

const makeVault = () => {
  const kept = new Map<string, string>()
  return { kept, write: async (id: string, token: string) => void kept.set(id, token) }
}

describe("fastify-callback", () => {
  const setUp = () => {
    const simulator = createSimulator()
    const vault = makeVault()
    const server = buildServer(simulator.settings, vault, false)
    const connect = (grant: object) => server.inject({ method: "POST", url: "/connected", payload: grant })
    return { simulator, vault, connect }
  }

  it("keeps the token, once", async () => {
    const { simulator, vault, connect } = setUp()
    const grant = simulator.dapi.issueGrant()
    expect((await connect(grant)).statusCode).toBe(204)
    expect(vault.kept.get(grant.connectionId)).toMatch(/^eyJ/)
    const again = await connect(grant)
    expect([again.statusCode, again.headers.location]).toEqual([302, "/connect"])
  })

  it("says whether the same grant may come again", async () => {
    const { simulator, connect } = setUp()
    for (let attempt = 0; attempt < 3; attempt++) simulator.dapi.failNext("refused")
    expect((await connect(simulator.dapi.issueGrant())).statusCode).toBe(503)
    simulator.dapi.failNext("reset-after-send")
    expect((await connect(simulator.dapi.issueGrant())).statusCode).toBe(502)
  })
})

it("effect-service connects, or says that the user must again", async () => {
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

it("edge-handler keeps the consent, or asks for a new one", async () => {
  const simulator = createSimulator()
  const kept: Array<unknown> = []
  const post = makePost(simulator.settings, async (consent) => void kept.push(consent))
  const request = (body: object) => new Request("https://app.example", { method: "POST", body: JSON.stringify(body) })
  const grant = simulator.finqware.issueGrant()
  expect((await post(request(grant))).status).toBe(204)
  expect(kept).toMatchObject([{ id: expect.any(String), token: expect.any(String), until: expect.any(Date) }])
  expect(await (await post(request(grant))).json()).toEqual({ consentAgain: true })
})

it("orphaned keeps tokens that came too late", async () => {
  const simulator = createSimulator()
  const late = Promise.withResolvers<void>()
  const vault = makeVault()
  const kept = Promise.withResolvers<string>()
  const exchange = makeExchange(
    {
      dapi: simulator.dapi.settings,
      fetch: (input, init) => simulator.fetch(input, init).then((response) => late.promise.then(() => response)),
    },
    { write: async (id, token) => vault.write(id, token).then(() => kept.resolve(id)) },
  )
  const grant = simulator.dapi.issueGrant()
  const { error } = await exchange.dapi.exchangeToken(grant, { timeout: 50 })
  expect(error?._tag).toBe("OutcomeUnknown")
  late.resolve()
  expect(await kept.promise).toBe(grant.connectionId)
})
