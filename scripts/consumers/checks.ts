/** Runs the checks of two consumers at a time, and prints a line for each with its time and findings. */
import { paint, progress, seconds } from "../terminal.ts"
import type { Findings } from "./workplace.ts"

/** Performs one check, prints its line, and returns whether it passed. */
export type Check = (name: string, perform: () => Promise<Findings>) => Promise<boolean>

/** A consumer with its checks, in order. */
export type Consumer = (check: Check) => Promise<void>

/** Counts and prints passed and failed checks. */
export const makeChecker = () => {
  const line = progress()
  const underway = new Set<string>()
  const counts = { passed: 0, failed: 0 }

  const check: Check = async (name, perform) => {
    const since = performance.now()
    underway.add(name)
    line.show(`${[...underway].join(", ")} …`)
    const findings = await perform().catch((cause): Findings => [cause instanceof Error ? cause.message : `${cause}`])
    underway.delete(name)
    line.clear()
    counts[findings.length === 0 ? "passed" : "failed"]++
    const mark = findings.length === 0 ? paint("green", "✓") : paint("red", "✗")
    process.stdout.write(`${mark} ${name.padEnd(58)} ${seconds(since).padStart(7)}\n`)
    for (const finding of findings) process.stdout.write(`${finding.trimEnd().replace(/^/gm, "  ")}\n`)
    return findings.length === 0
  }

  /** Two workers on one queue. */
  const all = async (consumers: ReadonlyArray<Consumer>): Promise<void> => {
    const queue = [...consumers]
    const work = async () => {
      for (let consumer = queue.shift(); consumer !== undefined; consumer = queue.shift()) await consumer(check)
    }
    await Promise.all([work(), work()])
  }

  return { check, all, counts }
}
