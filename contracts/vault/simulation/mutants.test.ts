/** The simulation finds out every protocol that is broken on purpose. */
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { run } from "../../process.ts"
import { mutants } from "./mutants.ts"

const script = join(import.meta.dirname, "main.ts")

/** Each half is judged in a process of its own, since a mutant is another source text. */
const halves = [0, 1].map((half) => mutants.filter((_, index) => index % 2 === half))

let verdicts: ReadonlyArray<Verdict> = []
beforeAll(async () => {
  const runs = await Promise.all(
    halves.map((half) => run([process.execPath, script, "1", "1600", ...half.map(({ name }) => name)])),
  )
  const lines = runs.flatMap(({ output }) => output.trim().split("\n"))
  verdicts = lines.filter((line) => line.startsWith("{")).map((line): Verdict => JSON.parse(line))
}, 300_000)

describe("the simulation finds out a protocol in which", () => {
  it.each(mutants)("$name", ({ name }) => {
    expect(verdicts.find((verdict) => verdict.name === name)).toMatchObject({
      broken: { seed: expect.any(Number), laws: expect.arrayContaining([expect.any(String)]) },
    })
  })
})

interface Verdict {
  readonly name: string
  readonly broken: object | null
}
