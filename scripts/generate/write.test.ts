import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { run } from "../../contracts/process.ts"
import { filesOf } from "./fixtures/killed.ts"
import { write } from "./write.ts"

const emptyRoot = async () => {
  const at = await mkdtemp(join(tmpdir(), "token-exchange-write-"))
  onTestFinished(() => rm(at, { recursive: true, force: true }))
  return at
}

/** Which sets the files in `generated/` belong to, and how many there are. */
const present = async (at: string) => {
  const names = await readdir(join(at, "generated")).catch((): Array<string> => [])
  const texts = await Promise.all(names.map((name) => readFile(join(at, "generated", name), "utf8")))
  return { sets: [...new Set(texts)], count: names.length }
}

it("killed at any of 60 moments, it leaves the old set, the new one or none, and the next run ends well", {
  timeout: 300_000,
}, async () => {
  const at = await emptyRoot()
  const program = join(import.meta.dirname, "fixtures/killed.ts")
  let killed = 0
  for (let kill = 1; kill <= 60; kill++) {
    const [old, next] = kill % 2 === 0 ? ["one", "two"] : ["two", "one"]
    await write(filesOf(old), at)
    const { code } = await run([process.execPath, program, at, next, String(kill)])
    if (code !== 0) killed += 1
    const { sets, count } = await present(at)
    expect([...sets, count], `killed at call ${kill}`).toEqual(
      count === 0 ? [0] : [expect.stringMatching(/one|two/), 12],
    )
  }
  expect(killed).toBeGreaterThan(25)
  await write(filesOf("last"), at)
  expect(await present(at)).toEqual({ sets: ["last"], count: 12 })
  expect(await readdir(at)).toEqual(["generated"])
})

it("removes a file that nothing generates, and writes nothing where nothing changed", async () => {
  const at = await emptyRoot()
  await write(filesOf("one"), at)
  await writeFile(join(at, "generated/gone.ts"), "")
  expect(await write(filesOf("one"), at)).toEqual([{ path: "generated/gone.ts", state: "orphaned" }])
  expect(await write(filesOf("one"), at)).toEqual([])
})
