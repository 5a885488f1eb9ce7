/**
 * The scenarios: each provider with a mocked transport and on loopback. The first contender of each is the base of all
 * ratios.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { viaOpenAI, viaStripe } from "./clients.ts"
import { type Contender, ours, type Redeem, raw, viaOpenapiFetch, type Wire } from "./contenders.ts"
import { viaEffectHttp } from "./effect-http.ts"
import { bodyOf, type SuccessExample, successExamples } from "./examples.ts"

export interface Scenario {
  readonly id: string
  readonly title: string
  readonly example: SuccessExample
  readonly isMocked: boolean
}

/** Every scenario, from the success examples of the specs. */
export const readScenarios = async (): Promise<ReadonlyArray<Scenario>> =>
  (await successExamples()).flatMap((example): ReadonlyArray<Scenario> => {
    const { provider, operationId } = example
    const what = `\`${provider}.${operationId}\``
    return [
      { id: `mocked-${provider}`, title: `Mocked transport, ${what}`, example, isMocked: true },
      { id: `loopback-${provider}`, title: `Loopback, a connection per call, ${what}`, example, isMocked: false },
    ]
  })

/** Clients that check or retry, beside a mocked transport. Over the wire they pool connections, which ours does not. */
export const clientsBeside = ["Effect HttpClient + Schema", "openai (core)"] as const

/** The second `raw fetch` measures the measurement: it should be 1, and its spread is the noise. */
const twice = (name: string, redeem: () => Redeem): ReadonlyArray<Contender> => [
  { name, redeem: redeem() },
  { name: `${name}, again`, redeem: redeem() },
]

const mocked = async (wire: Wire): Promise<ReadonlyArray<Contender>> => {
  const [effect, openai] = clientsBeside
  return [
    ...twice("raw `fetch`", () => raw(wire)),
    { name: "openapi-fetch", redeem: viaOpenapiFetch(wire) },
    ...(await ours(wire)),
    { name: effect, redeem: await viaEffectHttp(wire) },
    { name: openai, redeem: viaOpenAI(wire) },
    { name: "stripe (core)", redeem: viaStripe(wire) },
  ]
}

/** Ours sends each credential on a connection of its own. The pooled ones show what that costs. */
const loopback = async (wire: Wire): Promise<ReadonlyArray<Contender>> => {
  // By another host name, since a pool that has just seen a connection close opens a new one every time.
  const pooled = { ...wire, baseUrl: wire.baseUrl.replace("127.0.0.1", "localhost") }
  return [
    ...twice("raw `fetch`, `connection: close`", () => raw(wire, { connection: "close" })),
    { name: "raw `fetch`, pooled", redeem: raw(pooled) },
    ...(await ours(wire)),
    { name: "openai (core), pooled", redeem: viaOpenAI(pooled) },
    { name: "stripe (core), pooled", redeem: viaStripe(pooled) },
  ]
}

interface Vendor {
  readonly name: string
  readonly redeemer: (wire: Wire, isMocked: boolean) => Redeem
}

/** The provider's own client, if `vendors/` has it. */
const vendorOf = async (wire: Wire, isMocked: boolean): Promise<ReadonlyArray<Contender>> => {
  const file = join(import.meta.dirname, "vendors", `${wire.example.provider}.ts`)
  if (!existsSync(file)) return []
  const { name, redeemer }: Vendor = await import(file)
  return [{ name, redeem: redeemer(wire, isMocked) }]
}

/** The contenders of a scenario, set up. */
export const contendersOf = async (
  { example, isMocked }: Scenario,
  server: string | undefined,
): Promise<ReadonlyArray<Contender>> => {
  const bytes = bodyOf(example.answer)
  const stub = async () => new Response(bytes, { headers: { "content-type": example.mediaType } })
  const wire = { baseUrl: server ?? "https://provider.test", fetch: isMocked ? stub : globalThis.fetch, example }
  const everybody = isMocked ? await mocked(wire) : await loopback(wire)
  return [...everybody, ...(await vendorOf(wire, isMocked))]
}

/** Checks that each contender returns the right token, and returns their number. */
export const prove = async (scenario: Scenario, server: string | undefined): Promise<number> => {
  const { answer, tokenField } = scenario.example
  const all = await contendersOf(scenario, server)
  for (const { name, redeem } of all) {
    const token = await redeem()
    if (token !== answer[tokenField]) throw new Error(`${name} brought another token: ${token}`)
  }
  return all.length
}
