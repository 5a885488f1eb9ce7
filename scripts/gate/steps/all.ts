/** The gate's steps, those that take longest first, so that all end as early as they can. */
import type { CoveredClaim } from "../coverage.ts"
import type { Verdict } from "../finding.ts"
import type { Step, Timed } from "./step.ts"

/** The order in which the steps are reported. */
const steps = ["lint", "generated", "types", "client", "breaking", "contracts", "flows", "coverage", "secrets"] as const

const names: ReadonlyArray<string> = steps

/** A step's place in that order. */
export const placeOf = (name: string): number => names.indexOf(name)

/** A step that has its place in the order. */
interface OwnStep extends Step {
  readonly name: (typeof steps)[number]
}

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
  claims: ReadonlyArray<CoveredClaim>
  flows?: Timed
}

export interface Context {
  /** The commit to compare with, if one was named. */
  readonly given: string | undefined
  /** A folder for what tools report to each other. */
  readonly scratch: string
  readonly gathered: Gathered
}

const without = (message: string, severity: "error" | "note"): Verdict => ({
  findings: [{ severity, message }],
  summary: severity === "note" ? "nothing to compare with" : "not run",
})

/**
 * A step's code is loaded when the step runs: where an edit keeps it from loading, that is the step's finding, and the
 * other steps still run.
 */
export const stepsOf = ({ given, scratch, gathered }: Context): ReadonlyArray<OwnStep> => [
  {
    name: "contracts",
    perform: async () => {
      const { flows, ...verdict } = await (await import("./playwright.ts")).runSuite()
      gathered.flows = flows
      return verdict
    },
  },
  { name: "client", perform: async () => (await import("./vitest.ts")).testClient(scratch) },
  { name: "types", perform: async () => (await import("./tsc.ts")).typeCheck() },
  {
    name: "breaking",
    perform: async () => {
      const { base, changelog, findings, summary } = await (await import("../breaking.ts")).breakingChanges(given)
      Object.assign(gathered, { base, changelog })
      return { findings, summary }
    },
  },
  { name: "lint", perform: async () => (await import("./lint.ts")).lintAll() },
  {
    name: "generated",
    after: ["lint"],
    perform: async (before) => (await import("./generated.ts")).generatedInStep(before.get("lint")),
  },
  {
    name: "flows",
    after: ["contracts"],
    perform: async () =>
      gathered.flows ?? without("No flow was run: the contract suite ended before it had a verdict.", "error"),
  },
  {
    name: "coverage",
    after: ["contracts"],
    perform: async () => {
      // Without a run there is no evidence, and every claim would be named.
      if (gathered.flows === undefined) return without("Not measured: the contract suite did not run.", "error")
      const { claims, ...verdict } = await (await import("../coverage.ts")).coverage()
      gathered.claims = claims
      return verdict
    },
  },
]

/** Over everything that the gate has written, so it comes last. */
export const secrets: OwnStep = {
  name: "secrets",
  perform: async () => (await import("../coverage/secrets.ts")).secretsInReports(),
}
