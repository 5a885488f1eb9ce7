/**
 * The gate's steps for mutants, the cheapest first; each ends at its first finding. A spec mutant is regenerated first,
 * so that stale output alone does not kill it. Formatting is not checked, since a mutant may change it.
 */
import { stripVTControlCharacters } from "node:util"
import { run } from "../../contracts/process.ts"
import { clientFiles, clientNames } from "../gate/steps/vitest.ts"
import type { Kind } from "./mutant.ts"

export interface Step {
  readonly name: string
  readonly command: ReadonlyArray<string>
  /** Matches the line that explains the failure. */
  readonly reason: RegExp
  /** The signal on which it ends its children. */
  readonly ending?: NodeJS.Signals
}

const node = process.execPath
const failedTest = /(FAIL|×) .*/

const lint: Step = { name: "lint", command: [node, "scripts/lint.ts"], reason: /\S.*/ }

const breaking: Step = {
  name: "breaking",
  command: [node, "scripts/breaking.ts", "--base", "HEAD"],
  reason: /\S.*/,
}

const generate: Step = { name: "generated", command: [node, "scripts/generate.ts"], reason: /\S.*/ }

const types: Step = {
  name: "types",
  command: [node, "node_modules/typescript/bin/tsc", "--pretty", "false"],
  reason: /error TS.*/,
}

const vitest = (...args: ReadonlyArray<string>) => [
  node,
  "node_modules/vitest/vitest.mjs",
  "run",
  "--no-isolate",
  ...args,
  "--bail=1",
  "--reporter=default",
]

const [unit = "", ...network] = clientFiles
const client: Step = { name: "client", command: vitest(unit), reason: failedTest }
const faults: Step = { name: "faults", command: vitest(...network, "-t", clientNames), reason: failedTest }

const contracts: Step = {
  name: "contracts",
  command: [
    node,
    "node_modules/@playwright/test/cli.js",
    "test",
    "--config",
    "contracts",
    "--max-failures=1",
    "--reporter=line",
  ],
  reason: /\[\w+\] › .*(?=\n+ +Error)|Error: .*/,
  ending: "SIGINT",
}

/** Of the vault's tests, those that start no server and kill no process come first. */
const vault: Step = {
  name: "vault",
  command: vitest("src/vault", "contracts/vault", "--exclude", "contracts/vault/{kill,postgres}.test.ts"),
  reason: failedTest,
}
const stores: Step = {
  name: "stores",
  command: vitest("contracts/vault/kill.test.ts", "contracts/vault/postgres.test.ts"),
  reason: failedTest,
}

/** Their names in the table. */
export const stepNames = [lint, breaking, generate, types, client, faults, contracts, vault, stores].map(
  ({ name }) => name,
)

/** The steps of each kind of mutant. A spec mutant is regenerated, then runs through all but the vault's. */
export const stepsOf = (kind: Kind, withHistory: boolean): ReadonlyArray<Step> =>
  ({
    spec: [lint, ...(withHistory ? [breaking] : []), generate, types, client, contracts, faults],
    client: [client, types, faults, contracts],
    vault: [types, vault, stores],
  })[kind]

/**
 * Runs a step in a copy of the repository, for at most `limit` milliseconds or until `stop`. Returns why it failed, or
 * nothing.
 */
export const objection = async (
  { command, reason, ending = "SIGTERM" }: Step,
  folder: string,
  limit: number,
  stop: AbortSignal,
): Promise<string | undefined> => {
  const late = AbortSignal.timeout(limit)
  const { code, output } = await run(command, { cwd: folder, ending, signal: AbortSignal.any([stop, late]) })
  if (late.aborted) return `no end within ${Math.round(limit / 1000)} s`
  if (code === 0) return undefined
  const text = stripVTControlCharacters(output)
  return (reason.exec(text)?.[0] ?? text.trim().split("\n")[0] ?? "").trim().slice(0, 200)
}
