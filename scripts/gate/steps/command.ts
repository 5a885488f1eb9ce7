/** A step that is one command: what it prints is its finding if it fails. */
import { run } from "../../../contracts/process.ts"
import type { Verdict } from "../finding.ts"
import { withoutStack } from "./message.ts"

/** Runs a script of `scripts/`. */
export const runScript = async (args: ReadonlyArray<string>, signal: AbortSignal): Promise<Verdict> => {
  const { code, output } = await run([process.execPath, ...args], { signal })
  const text = withoutStack(output)
  // A table says nothing in its last line.
  const [last = "passed"] = text
    .split("\n")
    .slice(-1)
    .filter((line) => !line.startsWith("|"))
  return code === 0
    ? { findings: [], summary: last }
    : { findings: [{ severity: "error", message: text }], summary: `ended with code ${code}` }
}
