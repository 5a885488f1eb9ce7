/**
 * What a run has shown. A test writes down each obligation it has met, once it has; at the end of the run, those that
 * nobody met are named. Workers are processes of their own, so each keeps a file.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "../scripts/specs.ts"
import { type Target, target } from "./target.ts"

const folder = join(root, "reports/evidence")

export const forgetEvidence = (): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

/** This run has shown that `obligation` holds on the target of the project that runs. */
export const met = (obligation: string): void => {
  appendFileSync(join(folder, `${target()}-${process.pid}.txt`), `${obligation}\n`)
}

export const obligationsMet = (target: Target): ReadonlySet<string> =>
  new Set(
    readdirSync(folder)
      .filter((file) => file.startsWith(`${target}-`))
      .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n")),
  )
