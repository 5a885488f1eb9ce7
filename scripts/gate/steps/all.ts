/** The steps of the gate and of `npm test`. */
import type { CoveredClaim } from "../../../contracts/evidence/coverage.ts"
import { errorsOf, type Verdict } from "../finding.ts"
import type { SuiteVerdict } from "./playwright.ts"
import { type Before, following, type Running, type Step } from "./step.ts"

/** The order in which steps are told: who breaks first, then what cannot be right, then what tests and coverage say. */
const order = [
  ...["breaking", "lint", "generated", "types", "readme", "size"],
  ...["client", "unit", "contracts", "flows", "coverage", "secrets"],
]

export const inOrder = <Named extends { readonly name: string }>(steps: ReadonlyArray<Named>): ReadonlyArray<Named> =>
  steps.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name))

/** The commit that a change is compared with. */
export interface Base {
  readonly ref: string
  /** Its name, and why it was chosen. */
  readonly label: string
}

/** Results of steps other than verdicts. */
export interface Gathered {
  /** What the specs were compared with. */
  base?: Base
  changelog: string
  /** Entries for specs/accepted-breaks.yaml. */
  acceptance: string
  claims: ReadonlyArray<CoveredClaim>
  suite?: Omit<SuiteVerdict, keyof Verdict>
}

export const nothingGathered = (): Gathered => ({ changelog: "", acceptance: "", claims: [] })

/** Folders whose code the tests run: with a type error there, failures of tests follow from it. */
const tested = /^(src|generated|contracts)\//

const typeErrors = (before: Before): string | undefined => {
  const types = before.get("types")
  const areTested = types && errorsOf(types).some(({ place }) => place === undefined || tested.test(place.file))
  return areTested ? "types" : undefined
}

/** The suite compares specs with what was generated from them. Out of step, it would only say so, many times. */
const outOfStep = (before: Before): string | undefined => {
  const generated = before.get("generated")
  return generated && (generated.followsFrom ?? (errorsOf(generated).length > 0 ? "generated" : undefined))
}

const suiteFollowsFrom = (before: Before) =>
  typeErrors(before) ?? outOfStep(before) ?? before.get("contracts")?.followsFrom

/**
 * A step's code is loaded when the step runs: where an edit keeps it from loading, that is the step's finding, and the
 * other steps still run.
 */
const checks: ReadonlyArray<Step> = [
  { name: "lint", perform: async () => (await import("./lint.ts")).lintAll() },
  // It has the linter's findings too, which are told once.
  { name: "generated", after: ["lint"], perform: async () => (await import("./generated.ts")).generatedInStep() },
  { name: "types", perform: async ({ signal }) => (await import("./tsc.ts")).typeCheck(signal) },
]

/** Out of step with the specs, its tests would wait in vain for what the specs say. */
const client: Step = {
  name: "client",
  followsFrom: (before) => typeErrors(before) ?? outOfStep(before),
  perform: async ({ signal }) => (await import("./vitest.ts")).testClient(signal),
}

/** `contracts` waits for these steps. */
const suite = (gathered: Gathered, after: ReadonlyArray<string>): ReadonlyArray<Step> => [
  {
    name: "contracts",
    after,
    followsFrom: suiteFollowsFrom,
    perform: async (running) => {
      const { flows, failures, passed, ...verdict } = await (await import("./playwright.ts")).runSuite(running)
      gathered.suite = { flows, failures, passed }
      return verdict
    },
  },
  {
    name: "flows",
    after: ["contracts"],
    followsFrom: suiteFollowsFrom,
    perform: async () => gathered.suite?.flows ?? following("contracts"),
  },
  {
    name: "coverage",
    after: ["contracts"],
    followsFrom: suiteFollowsFrom,
    perform: async () => {
      if (gathered.suite === undefined) return following("contracts")
      const { claims, ...verdict } = await (await import("../coverage.ts")).coverage(gathered.suite.failures)
      gathered.claims = claims
      return verdict
    },
  },
]

/** The gate's. Who breaks is found before anything else begins: alone it takes seconds, beside the others many. */
export const gateSteps = (given: string | undefined, gathered: Gathered): ReadonlyArray<Step> => [
  {
    name: "breaking",
    perform: async () => {
      const { base, changelog, acceptance, findings, summary } = await (await import("../breaking.ts")).breakingChanges(
        given,
      )
      Object.assign(gathered, { base, changelog, acceptance })
      return { findings, summary }
    },
  },
  ...[...checks, ...suite(gathered, []), client].map((step) => ({
    ...step,
    after: ["breaking", ...(step.after ?? [])],
  })),
]

/** Over everything that the gate has written, so it comes last. */
export const secrets: Step = {
  name: "secrets",
  perform: async () => (await import("../coverage/secrets.ts")).secretsInReports(),
}

/** A step that is a script of ours. */
const script = (name: string, ...args: ReadonlyArray<string>): Step => ({
  name,
  perform: async ({ signal }: Running) => (await import("./command.ts")).runScript(args, signal),
})

/** Those of `npm test`. The suite runs alone, since it waits for servers. */
export const testSteps = (gathered: Gathered): ReadonlyArray<Step> => {
  const unit: Step = {
    name: "unit",
    followsFrom: typeErrors,
    perform: async ({ signal }) => (await import("./vitest.ts")).testAll(signal),
  }
  const scripts = [script("readme", "scripts/readme.ts", "--check"), script("size", "scripts/size.ts")]
  const before = [...checks, ...scripts, unit]
  return [
    ...before,
    ...suite(
      gathered,
      before.map(({ name }) => name),
    ),
  ]
}
