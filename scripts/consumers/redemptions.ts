/** Consumers that redeem and keep tokens, in every runtime. */
import { join } from "node:path"
import { storeLaws } from "../../src/testing.ts"
import { registry } from "../registry.ts"
import { bundle, strangers } from "./bundle.ts"
import type { Consumer, Findings } from "./checks.ts"
import type { Served } from "./programs/redeem.ts"
import { issueGrants, type Outcomes } from "./programs/redemptions.ts"
import type { VaultOutcome } from "./programs/vault.ts"
import { loadSimulator } from "./project.ts"
import { ask, type Performed, type Program, perform, projectOf, type Runtime, runtimes } from "./runtimes.ts"

type Redeemed = { readonly [way: string]: Outcomes }

export const runtimeConsumers: ReadonlyArray<Consumer> = runtimes.map((runtime) => {
  const programs = runtime.runs.filter((program) => program !== "field")
  return {
    ...projectOf(runtime, programs),
    checks: (project) =>
      runtime.name === "workerd"
        ? workerChecks(project)
        : Object.fromEntries(programs.map((program) => [program, () => checks[program](runtime, project)])),
  }
})

const checks: { readonly [program in Exclude<Program, "field">]: (of: Runtime, at: string) => Promise<Findings> } = {
  redeem: (runtime, project) =>
    redeemAt(project, runtime.name, (served) => perform(runtime, project, "redeem", served)),
  simulate: async (runtime, project) => compareAll(runtime.name, await perform(runtime, project, "simulate")),
  vault: async (runtime, project) => kept(await perform(runtime, project, "vault")),
}

/** The client bundled for a worker, in the real `workerd`. */
const workerChecks = (project: string): ReturnType<Consumer["checks"]> =>
  Object.fromEntries(
    (["neutral", "browser"] as const).map((platform) => [
      `redeem, bundled for ${platform}`,
      async () => {
        const bundled = await bundle(join(project, "redeem-main.ts"), platform)
        const redeemed = await redeemAt(project, "workerd", (served) => ask(project, bundled.code, served))
        return [...strangers(bundled), ...redeemed]
      },
    ]),
  )

/** Redeems at the simulator's servers, in this process. */
const redeemAt = async (
  project: string,
  runtime: Runtime["name"],
  redeem: (served: Served) => Promise<Performed<Redeemed>>,
): Promise<Findings> => {
  const { createSimulator } = await loadSimulator(project)
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const issue = () => issueGrants(simulator)
  // A port that was free a moment ago may be taken by now.
  const nobody = "http://127.0.0.1:2"
  return compareAll(runtime, await redeem({ settings: servers.settings, grants: [issue(), issue(), issue()], nobody }))
}

/** With reachable providers. A simulator does not rotate refresh tokens by default. */
const reached: Outcomes = Object.fromEntries(
  [...registry].flatMap(([provider, { operations }]) =>
    Object.values(operations).flatMap(({ descriptor: { operationId, oneTime } }) => [
      [`${provider}.${operationId}`, provider],
      [`${provider}.${operationId}, again`, Object.values(oneTime).includes(true) ? "InvalidGrant" : provider],
    ]),
  ),
)

/** Every difference from the expected outcomes. */
const compareAll = (runtime: Runtime["name"], { value, output }: Performed<Redeemed>): Findings =>
  value === undefined
    ? [output]
    : Object.entries(value).flatMap(([way, outcomes]) =>
        [...new Set([...Object.keys(reached), ...Object.keys(outcomes)])].flatMap((redemption) => {
          const wanted = way === "where nobody listens" ? unreached(runtime) : (reached[redemption] ?? "nothing")
          const came = outcomes[redemption] ?? "nothing"
          return wanted === came ? [] : [`${way}: ${redemption} came to ${came}, not to ${wanted}`]
        }),
      )

/** Deno and workers do not show what was sent, so the outcome is unknown there, as docs/redeeming.md says. */
const unreached = (runtime: Runtime["name"]) =>
  runtime === "deno" || runtime === "workerd" ? "OutcomeUnknown" : "ConnectionFailed"

/** What the vault's program sees, step by step. */
const life: VaultOutcome["life"] = [
  "connect: tokens",
  "connect again, elsewhere: tokens",
  "somebody else: GrantTaken",
  "refreshed for all: true",
  "POSTs: 2",
  "resealed: 4",
  "after it: tokens",
  "listed: user",
  "disconnected: true",
  "gone: NotConnected",
]

const kept = ({ value, output }: Performed<VaultOutcome>): Findings => {
  if (value === undefined) return [output]
  const few = Object.entries(value.held).filter(([, count]) => count !== storeLaws.length)
  return [
    ...value.broken,
    ...few.map(([store, count]) => `${store} holds ${count} laws of ${storeLaws.length}`),
    ...(value.life.join() === life.join() ? [] : [`its connections had another life: ${value.life.join("; ")}`]),
  ]
}
