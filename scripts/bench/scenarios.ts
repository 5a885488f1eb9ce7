/** Who is measured against whom, and on which way to the provider. The first of each is the base of all ratios. */
import { type Contender, ours, raw, viaOpenapiFetch, type Wire } from "./contenders.ts"
import { viaEffectHttp } from "./effect-http.ts"
import { bodyOf, exchanges } from "./exchanges.ts"
import { viaDapiNode, viaOpenAI, viaStripe } from "./vendors.ts"

export interface Scenario {
  readonly id: string
  readonly title: string
  readonly provider: string
  readonly isMocked: boolean
  readonly contenders: (wire: Wire, isMocked: boolean) => Promise<ReadonlyArray<Contender>>
}

const closing = { connection: "close" }

/** The second `raw fetch` measures the measurement: it should be 1, and its spread is the noise. */
const rawTwice = (wire: Wire): ReadonlyArray<Contender> => [
  { name: "raw `fetch`", redeem: raw(wire) },
  { name: "raw `fetch`, again", redeem: raw(wire) },
]

const login: Scenario["contenders"] = async (wire, isMocked) => [
  ...rawTwice(wire),
  { name: "openapi-fetch", redeem: viaOpenapiFetch(wire) },
  ...(await ours(wire)),
  { name: "Effect HttpClient + Schema", redeem: await viaEffectHttp(wire) },
  { name: "openai (core)", redeem: viaOpenAI(wire) },
  { name: "stripe (core)", redeem: viaStripe(wire, "fetch") },
  ...(isMocked ? [] : [{ name: "stripe (core, on `node:http`)", redeem: viaStripe(wire, "node:http") }]),
]

export const scenarios: ReadonlyArray<Scenario> = [
  {
    id: "mocked-aisquare",
    title: "Mocked transport, AISquare `obtainToken`",
    provider: "aisquare",
    isMocked: true,
    contenders: login,
  },
  {
    id: "mocked-dapi",
    title: "Mocked transport, Dapi `exchangeToken`",
    provider: "dapi",
    isMocked: true,
    contenders: async (wire, isMocked) => [
      ...rawTwice(wire),
      { name: "openapi-fetch", redeem: viaOpenapiFetch(wire) },
      ...(await ours(wire)),
      { name: "Effect HttpClient + Schema", redeem: await viaEffectHttp(wire) },
      { name: "@dapi-co/dapi-node", redeem: viaDapiNode(wire, isMocked) },
    ],
  },
  {
    id: "mocked-finqware",
    title: "Mocked transport, Finqware `exchangeToken`",
    provider: "finqware",
    isMocked: true,
    contenders: async (wire) => [...rawTwice(wire), ...(await ours(wire))],
  },
  {
    id: "loopback-aisquare",
    title: "Loopback, pooled connections, AISquare `obtainToken`",
    provider: "aisquare",
    isMocked: false,
    contenders: login,
  },
  {
    id: "loopback-dapi",
    title: "Loopback, one connection per one-time grant, Dapi `exchangeToken`",
    provider: "dapi",
    isMocked: false,
    contenders: async (wire, isMocked) => [
      { name: "raw `fetch`, `connection: close`", redeem: raw(wire, closing) },
      { name: "raw `fetch`, `connection: close`, again", redeem: raw(wire, closing) },
      // By another name, since a pool that has just seen a connection close opens a new one every time.
      {
        name: "raw `fetch`, pooled",
        redeem: raw({ ...wire, baseUrl: wire.baseUrl.replace("127.0.0.1", "localhost") }),
      },
      ...(await ours(wire)),
      { name: "@dapi-co/dapi-node, pooled", redeem: viaDapiNode(wire, isMocked) },
    ],
  },
]

const exchangeOf = async (provider: string) => {
  const exchange = (await exchanges()).find((other) => other.provider === provider)
  if (exchange === undefined) throw new Error(`no successful exchange in the spec of ${provider}`)
  return exchange
}

/** The contenders of a scenario, set up. */
export const contendersOf = async (
  { provider, isMocked, contenders }: Scenario,
  server: string | undefined,
): Promise<ReadonlyArray<Contender>> => {
  const exchange = await exchangeOf(provider)
  const bytes = bodyOf(exchange.answer)
  const stub = async () => new Response(bytes, { headers: { "content-type": "application/json" } })
  const wire = { baseUrl: server ?? "http://provider.test", fetch: isMocked ? stub : globalThis.fetch, exchange }
  return contenders(wire, isMocked)
}

/** How many contenders a scenario has, each of which has brought the right token once. */
export const prove = async (scenario: Scenario, server: string | undefined): Promise<number> => {
  const { answer, tokenField } = await exchangeOf(scenario.provider)
  const all = await contendersOf(scenario, server)
  for (const { name, redeem } of all) {
    const token = await redeem()
    if (token !== answer[tokenField]) throw new Error(`${name} brought another token: ${token}`)
  }
  return all.length
}
