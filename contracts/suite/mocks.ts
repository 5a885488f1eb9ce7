/** The mocks of every spec in one process, until a signal ends it. Playwright starts it and reads the addresses. */
import { MockFailed, startMocks } from "../mocks.ts"
import { readSpecs } from "../spec/specs.ts"

try {
  const { mocks } = await startMocks(await readSpecs())
  for (const { provider, url } of mocks) process.stdout.write(`${provider} on ${url}\n`)
} catch (error) {
  if (!(error instanceof MockFailed)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
