/**
 * What a run has shown: every exchange as it was sent and received, masked, with the cells that it proves. Workers are
 * processes of their own, so each keeps a file.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "@playwright/test"
import { judgeOf } from "../spec/judge.ts"
import { readSpecs, root } from "../spec/specs.ts"
import { type Target, target } from "../suite/target.ts"
import type { Exchange } from "./exchange.ts"
import { type MaskedExchange, maskExchange } from "./masked.ts"
import { provenBy, type Said } from "./shown.ts"

/** One exchange of a test. */
export interface Evidence {
  readonly target: Target
  /** The title of the test. */
  readonly test: string
  /** The cells that the exchange proves. */
  readonly proves: ReadonlyArray<string>
  readonly exchange: MaskedExchange
}

const folder = join(root, "reports/evidence")
/** Its time is when the run began. */
const beginning = join(folder, "begun")

/** Evidence of an earlier run proves nothing about this one. */
export const forgetEvidence = (): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(beginning, "")
}

const contracts = (await readSpecs()).flatMap((spec) => {
  const judge = judgeOf(spec)
  return spec.operations.map((operation) => ({ spec, operation, judge }))
})

/**
 * Keeps an exchange of the test that runs, with what our client made of it where one did. `shows` are cells of which
 * the exchange by itself does not tell that it shows them, and the test has seen to it that it does.
 */
export const keep = (
  { provider, operationId }: { readonly provider: string; readonly operationId: string },
  exchange: Exchange,
  {
    said,
    shows = [],
    note,
  }: { readonly said?: Said; readonly shows?: ReadonlyArray<string>; readonly note?: string } = {},
): void => {
  const contract = contracts.find(
    ({ operation }) => operation.provider === provider && operation.operationId === operationId,
  )
  if (contract === undefined) throw new Error(`No spec has ${provider} ${operationId}.`)
  const masked = maskExchange(contract.spec, contract.operation, exchange)
  const heard = said && `the client ${said.tag === undefined ? "yields tokens" : `fails with ${said.tag}`}`
  const notes = [masked.note, heard, note].filter((one) => one !== undefined)
  const evidence: Evidence = {
    target: target(),
    test: test.info().title,
    proves: [...provenBy(contract, exchange, said), ...shows],
    exchange: { ...masked, ...(notes.length > 0 && { note: notes.join("; ") }) },
  }
  appendFileSync(join(folder, `${target()}-${process.pid}.jsonl`), `${JSON.stringify(evidence)}\n`)
}

/** What the last run has shown, and when it began; nothing where there was none. */
export const readEvidence = (): { readonly begun: Date; readonly evidence: ReadonlyArray<Evidence> } | undefined => {
  const begun = statSync(beginning, { throwIfNoEntry: false })?.mtime
  if (begun === undefined) return undefined
  const evidence = readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl"))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line): Evidence => JSON.parse(line))
  return { begun, evidence }
}
