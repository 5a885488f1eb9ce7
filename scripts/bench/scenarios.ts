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
    const { provider, operationId, isOneTime } = example
    const what = `\`${provider}.${operationId}\``
    const connections = isOneTime ? "one connection per one-time grant" : "pooled connections"
    return [
      { id: `mocked-${provider}`, title: `Mocked transport, ${what}`, example, isMocked: true },
      { id: `loopback-${provider}`, title: `Loopback, ${connections}, ${what}`, example, isMocked: false },
    ]
  })

/** Clients that are measured with pooled connections. Our checks and retries are compared with theirs. */
export const clientsBeside = ["Effect HttpClient + Schema", "openai (core)", "stripe (core)"] as const

/** The second `raw fetch` measures the measurement: it should be 1, and its spread is the noise. */
const twice = (name: string, redeem: () => Redeem): ReadonlyArray<Contender> => [
  { name, redeem: redeem() },
  { name: `${name}, again`, redeem: redeem() },
]

const pooled = async (wire: Wire, isMocked: boolean): Promise<ReadonlyArray<Contender>> => {
  const [effect, openai, stripe] = clientsBeside
  return [
    ...twice("raw `fetch`", () => raw(wire)),
    { name: "openapi-fetch", redeem: viaOpenapiFetch(wire) },
    ...(await ours(wire)),
    { name: effect, redeem: await viaEffectHttp(wire) },
    { name: openai, redeem: viaOpenAI(wire) },
    { name: stripe, redeem: viaStripe(wire, "fetch") },
    ...(isMocked ? [] : [{ name: "stripe (core, on `node:http`)", redeem: viaStripe(wire, "node:http") }]),
  ]
}

/** Only ours sends a one-time grant on a connection of its own. */
const closing = async (wire: Wire): Promise<ReadonlyArray<Contender>> => [
  ...twice("raw `fetch`, `connection: close`", () => raw(wire, { connection: "close" })),
  // By another host name, since a pool that has just seen a connection close opens a new one every time.
  { name: "raw `fetch`, pooled", redeem: raw({ ...wire, baseUrl: wire.baseUrl.replace("127.0.0.1", "localhost") }) },
  ...(await ours(wire)),
]

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
  const everybody = example.isOneTime && !isMocked ? await closing(wire) : await pooled(wire, isMocked)
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
