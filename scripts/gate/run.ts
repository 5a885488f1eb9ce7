/** Tells the steps of the gate and of `npm test` on the terminal, in their order, and how long is left. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import { progress } from "../terminal.ts"
import { hasPassed } from "./finding.ts"
import { stepLines } from "./report/terminal.ts"
import { inOrder } from "./steps/all.ts"
import type { Listener } from "./steps/schedule.ts"
import type { Step, StepResult } from "./steps/step.ts"

export const say = (text: string) => process.stdout.write(`${text}\n`)

/** Tells each result once every step before it in order has been told. `expected` is how long the last run took. */
export const teller = (steps: ReadonlyArray<Pick<Step, "name">>, since: number, expected: number): Listener => {
  const line = progress()
  const waiting = inOrder(steps).map(({ name }) => name)
  const ended = new Map<string, StepResult>()
  let shown = ""
  const isLive = process.stderr.isTTY === true
  const show = () => line.show(isLive ? shown + timesOf((performance.now() - since) / 1000, expected) : shown)
  if (isLive) setInterval(show, 1000).unref()
  return {
    ended(result) {
      ended.set(result.name, result)
      line.clear()
      for (let next = ended.get(waiting[0] ?? ""); next !== undefined; next = ended.get(waiting[0] ?? "")) {
        waiting.shift()
        for (const text of stepLines(next)) say(text)
      }
    },
    underway(names) {
      // In a log every line is kept: there, what has begun first is enough, and each step tells its end.
      if (!isLive && shown !== "") return
      shown = `${ended.size} of ${steps.length} steps, ${names.join(", ")} …`
      show()
    },
  }
}

const timesOf = (seconds: number, expected: number): string => {
  const left = Math.round(expected - seconds)
  return ` ${Math.round(seconds)} s${left > 0 ? `, about ${left} s left` : ""}`
}

const kept = (command: string) => join(root, `node_modules/.cache/${command}-seconds.json`)

/** How long the last run took here in which everything passed; 0 if there was none. */
export const lastSeconds = (command: string): number => {
  try {
    return Number(readFileSync(kept(command), "utf8")) || 0
  } catch {
    return 0
  }
}

export const keepSeconds = (command: string, results: ReadonlyArray<StepResult>, seconds: number): void => {
  if (!results.every(hasPassed)) return
  mkdirSync(dirname(kept(command)), { recursive: true })
  writeFileSync(kept(command), String(seconds))
}
