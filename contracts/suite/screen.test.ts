import { expect, it } from "vitest"
import { bin, run } from "../process.ts"

const suite = (env: Readonly<Record<string, string>> = {}) =>
  run(bin("@playwright/test/cli.js", "test", "--config=contracts/suite/fixtures/screen.config.ts"), {
    env: { NO_COLOR: "", FORCE_COLOR: "1", ...env },
  })

it("a run in a pipe prints a failure in full, a line for each project and provider, and last a count", async () => {
  const { code, stdout } = await suite()
  expect(code).toBe(1)
  expect(stdout.split("\n")).toEqual([
    "4 cases, 1 workers",
    "",
    "✗ mock › one that fails",
    "  contracts/suite/fixtures/screen.cases.ts:8:1",
    "  Error: the sum",
    "",
    "  expect(received).toBe(expected) // Object.is equality",
    "",
    "  Expected: 2",
    "  Received: 1",
    ...Array.from({ length: 7 }, () => expect.stringMatching(/^ {2}[> ] +\d* \|/)),
    expect.stringMatching(/^ {6}at .*screen\.cases\.ts:9:24$/),
    "",
    "✗ mock      dapi  1 failed, 1 passed",
    "○ mock            1 not run, 1 passed",
    "",
    "Each case by name: reports/contracts/index.html",
    expect.stringMatching(/^1 failed, 1 not run, 2 passed in [\d.]+ s$/),
    "",
  ])
})

it("a server that does not start is told with its own words, and the count says that nothing ran", async () => {
  const { code, stdout } = await suite({ SERVER: "broken" })
  expect(code).toBe(1)
  expect(stdout).toContain("the port is taken")
  expect(stdout).toContain("✗ Error: Process from config.webServer was not able to start. Exit code: 1")
  expect(stdout).toMatch(/\nnothing ran, 1 failed outside of any case in [\d.]+ s\n$/)
})
