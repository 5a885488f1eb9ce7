/** Where the simulated providers listen, and what else their servers answer. */
import { createServer } from "node:net"
import { describe, expect, it } from "vitest"
import { createTokenExchange } from "../index.ts"
import { createSimulator, PortInUse, type Received } from "../testing.ts"

/** The first of a row of ports that are free now. */
const freePorts = async (): Promise<number> => {
  await using servers = await createSimulator().listen()
  const ports = Object.values(servers.baseUrls).map((url) => Number(new URL(url).port))
  return Math.max(...ports)
}

const isTaken = (cause: unknown) => cause instanceof PortInUse

/** Listens on a row of ports. Another process may have taken one in the meantime: then on another row. */
const listenInARow = async (simulator: ReturnType<typeof createSimulator>) => {
  for (;;) {
    const port = await freePorts()
    const servers = await simulator.listen({ port }).catch((cause: unknown) => (isTaken(cause) ? undefined : cause))
    if (servers instanceof Error) throw servers
    if (servers !== undefined) return { port, servers: servers as Awaited<ReturnType<typeof simulator.listen>> }
  }
}

describe("the port of the simulated providers", () => {
  it("is that of the first; the others have the next ones, in alphabetical order", async () => {
    const simulator = createSimulator()
    const { port, servers } = await listenInARow(simulator)
    await using _closing = servers
    expect(servers.baseUrls).toEqual({
      aisquare: `http://127.0.0.1:${port}`,
      dapi: `http://127.0.0.1:${port + 1}`,
      finqware: `http://127.0.0.1:${port + 2}`,
    })
    const { finqware } = createTokenExchange(servers.settings)
    expect((await finqware.exchangeToken(simulator.finqware.issueGrant())).error).toBeUndefined()
  })

  it("is refused where something else listens, and then no server runs", async () => {
    const simulator = createSimulator()
    const { port, servers } = await listenInARow(simulator)
    await servers.close()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port + 2, "127.0.0.1", resolve))
    await expect(simulator.listen({ port })).rejects.toThrow(`Port ${port + 2} of 127.0.0.1 is in use`)
    await new Promise((resolve) => other.close(resolve))
    const again = await simulator.listen({ port })
    await again.close()
  })

  it.each([-1, 1.5, 65_534, Number.NaN])("cannot be %d", async (port) => {
    await expect(createSimulator().listen({ port })).rejects.toThrow("a whole number from 0 to 65533")
  })
})

it("a server answers at paths of a control, but for the provider's own, and faults leave those alone", async () => {
  const simulator = createSimulator()
  const control = (provider: string) => ({ status: 200, headers: {}, body: { provider } })
  await using servers = await simulator.listen({ control })
  const { dapi } = servers.baseUrls
  simulator.dapi.failNext("unavailable")
  const controlled = await fetch(`${dapi}/_simulator/journal`)
  expect([controlled.status, await controlled.json()]).toEqual([200, { provider: "dapi" }])
  const own = `${dapi}/v2/auth/ExchangeToken`
  expect((await fetch(own, { method: "POST" })).status).toBe(503)
  expect((await fetch(own, { method: "POST" })).status).toBe(400)
})

it("each journal entry is told as it is written", async () => {
  const simulator = createSimulator()
  const received: Array<Received> = []
  await using servers = await simulator.listen({ onReceived: (one) => received.push(one) })
  const { dapi, finqware } = createTokenExchange(servers.settings)
  await dapi.exchangeToken(simulator.dapi.issueGrant())
  await finqware.exchangeToken(simulator.finqware.issueGrant())
  expect(received).toEqual([...simulator.dapi.journal, ...simulator.finqware.journal])
})

it("a clock that runs goes on by itself, and can be advanced", async () => {
  const now = new Date("2026-03-01T00:00:00Z")
  const { clock } = createSimulator({ now, runs: true })
  const began = clock.now().getTime()
  while (clock.now().getTime() === began) await new Promise((resolve) => setTimeout(resolve, 1))
  clock.advance(60_000)
  expect(clock.now().getTime()).toBeGreaterThan(began + 60_000)
})
