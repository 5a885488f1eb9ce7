/** Runs the checks of two consumers at a time, and prints a line for each with its time and findings. */
import { join } from "node:path"
import { paint, progress, seconds } from "../terminal.ts"
import { install } from "./project.ts"

/** Findings of a check. */
export type Findings = ReadonlyArray<string>

/** A project that has the tarball and these dependencies, and what is checked in it, in order. */
export interface Consumer {
  readonly name: string
  readonly dependencies: { readonly [name: string]: string }
  /** Programs to copy into the project, by their paths from `programs/`. */
  readonly programs?: ReadonlyArray<string>
  /** Programs to write into the project, by name. */
  readonly written?: { readonly [name: string]: string }
  readonly checks: (project: string, tarball: string) => { readonly [what: string]: () => Promise<Findings> }
}

/** Performs checks, and counts those that passed and failed. */
export const makeChecker = () => {
  const line = progress()
  const underway = new Set<string>()
  const counts = { passed: 0, failed: 0 }

  /** Performs one check, prints its line, and returns whether it passed. */
  const check = async (name: string, perform: () => Promise<Findings>): Promise<boolean> => {
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

  /** Every check of every consumer: two workers on one queue. */
  const all = async (consumers: ReadonlyArray<Consumer>, folder: string, tarball: string): Promise<void> => {
    const queue = [...consumers]
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const consumer = next
        const project = join(folder, consumer.name.replaceAll(/\W+/g, "-"))
        if (!(await check(`${consumer.name}: install`, () => install(project, tarball, consumer)))) continue
        for (const [what, perform] of Object.entries(consumer.checks(project, tarball)))
          await check(`${consumer.name}: ${what}`, perform)
      }
    }
    await Promise.all([work(), work()])
  }

  return { check, all, counts }
}
