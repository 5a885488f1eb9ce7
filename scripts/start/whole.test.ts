/** `npm start` as a whole, in a pipe. */
import { beforeAll, describe, expect, it } from "vitest"
import { knownSecrets } from "../../contracts/evidence/secrets.ts"
import { type Ran, run } from "../../contracts/process.ts"
import { readFlows } from "../../contracts/spec/flows.ts"
import { readSpecs } from "../../contracts/spec/specs.ts"

/** A screen of 40 lines, without the nine that npm prints before and one for the prompt. */
const lines = 30

describe("npm start in a pipe", () => {
  let ran: Ran
  beforeAll(async () => {
    ran = await run([process.execPath, "scripts/start.ts"], { env: { NO_COLOR: "" } })
  })

  it("succeeds, and prints nothing but its screen: no log record, no progress", () => {
    expect(ran.code).toBe(0)
    // A slow machine is told every ten seconds that it waits.
    expect(ran.stderr.replaceAll(/^.* so far\. It waits .*\n/gm, "")).toBe("")
    expect(ran.stdout).not.toMatch(/level=|timestamp|WARN|ERROR/)
  })

  it("fits into a screen of 100 × 40", () => {
    const printed = ran.stdout.trimEnd().split("\n")
    expect(printed.length).toBeLessThanOrEqual(lines)
    expect(printed.filter((line) => [...line].length > 100)).toEqual([])
  })

  it("prints no control code, and no secret", async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control codes are looked for.
    expect(ran.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/)
    const secrets = await knownSecrets()
    expect(secrets.length).toBeGreaterThan(10)
    expect(secrets.filter((secret) => ran.stdout.includes(secret))).toEqual([])
  })

  it("shows each flow in a line and counts each documented answer, by what the specs have", async () => {
    for (const { workflowId } of await readFlows()) expect(ran.stdout).toMatch(new RegExp(`^✓ ${workflowId} `, "m"))
    const specs = await readSpecs()
    for (const { operations } of specs)
      for (const { operationId } of operations) expect(ran.stdout).toMatch(new RegExp(`^✓.* ${operationId} +\\d`, "m"))
    expect(ran.stdout).toMatch(
      /^\d+ flows and \d+ documented answers in [\d.]+ s: all as contracts\/providers\/ states$/m,
    )
  })
})

/** Loads the record of Dapi with another meaning of a documented answer. */
const anotherRecord = `import { registerHooks } from "node:module"
registerHooks({ load: (url, context, next) => {
  const loaded = next(url, context)
  if (!url.endsWith("contracts/providers/dapi.ts")) return loaded
  return { ...loaded, source: String(loaded.source).replace('"INVALID_CONNECTION"', '"ANOTHER"') }
} })`

it("npm start fails where an outcome is off, and names its row", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(anotherRecord)}`
  const { code, stdout } = await run([process.execPath, "--import", preload, "scripts/start.ts"])
  expect(stdout).toContain(`✗ off: contracts/providers/dapi.ts, exchangeToken, 404 connection-rejected
  came to InvalidGrant, grant spent, code INVALID_CONNECTION
  stated  InvalidGrant, grant spent, code ANOTHER
`)
  expect(stdout).toMatch(/documented answers in [\d.]+ s: 1 off$/m)
  expect(code).toBe(1)
})
