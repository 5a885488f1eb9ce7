/**
 * The evidence of a run: every exchange, masked, with the claims that it shows. Each worker is a process and keeps its
 * own file.
 */
import { appendFileSync, globSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type Claim, claimId } from "../spec/claim.ts"
import { judgeOf } from "../spec/judge.ts"
import { findOperation, type OperationName, readSpecs, root } from "../spec/specs.ts"
import type { Target } from "../target.ts"
import type { Exchange } from "./exchange.ts"
import { type MaskedExchange, maskExchange } from "./masked.ts"
import { type ClientOutcome, shownBy } from "./shown.ts"

/** One exchange of a test. */
export interface Evidence {
  readonly target: Target
  /** The claims of the test that the exchange shows. */
  readonly shows: ReadonlyArray<Claim>
  readonly exchange: MaskedExchange
}

const folder = join(root, "reports/evidence")

/** Evidence of an earlier run does not count. */
export const forgetEvidence = (): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

const specs = await readSpecs()

/** An exchange of a test, and the test's facts about it. */
export interface Observed {
  readonly target: Target
  /** The claims of the test. An exchange that happens to show another claim does not count for it. */
  readonly claims: ReadonlyArray<Claim>
  /** The outcome of our client, if it took part. */
  readonly outcome?: ClientOutcome | undefined
  /** Claims that the test itself has checked, since the exchange alone cannot show them. */
  readonly checked?: ReadonlyArray<Claim>
  readonly note?: string
}

/** Masks and keeps an exchange with an operation, and returns the masked exchange. */
export const keepEvidence = (
  name: OperationName,
  exchange: Exchange,
  { target, claims, outcome, checked = [], note }: Observed,
): Evidence => {
  const found = findOperation(specs, name)
  if (found === undefined) throw new Error(`No spec has ${name.provider} ${name.operationId}.`)
  const { spec, operation } = found
  const masked = maskExchange(spec, operation, exchange)
  const made = outcome && `the client ${outcome.tag === undefined ? "yields tokens" : `fails with ${outcome.tag}`}`
  const notes = [masked.note, made, note].filter((one) => one !== undefined)
  const own = new Set(claims.map(claimId))
  const evidence: Evidence = {
    target,
    shows: [...shownBy({ spec, operation, judge: judgeOf(spec) }, exchange, outcome), ...checked].filter((claim) =>
      own.has(claimId(claim)),
    ),
    exchange: { ...masked, ...(notes.length > 0 && { note: notes.join("; ") }) },
  }
  appendFileSync(join(folder, `${target}-${process.pid}.jsonl`), `${JSON.stringify(evidence)}\n`)
  return evidence
}

/** The evidence of the last run. */
export const readEvidence = (): ReadonlyArray<Evidence> =>
  globSync("*.jsonl", { cwd: folder })
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line): Evidence => JSON.parse(line))
