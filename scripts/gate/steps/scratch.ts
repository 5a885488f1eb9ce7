/** The report of a tool that writes JSON to a file, which is gone afterwards. */
import { rmSync } from "node:fs"
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Ran } from "../../../contracts/process.ts"

/** Runs a tool that reports to the file that it is given. `what` names it where it wrote nothing. */
export const reportedTo = async <Report>(
  what: string,
  run: (file: string) => Promise<Ran>,
): Promise<{ readonly report: Report; readonly code: number }> => {
  const folder = await mkdtemp(join(tmpdir(), "token-exchange-gate-"))
  const file = join(folder, "report.json")
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", remove)
  try {
    const { code, output } = await run(file)
    const text = await readFile(file, "utf8").catch(() => {
      throw new Error(`${what} wrote no report:\n${output}`)
    })
    return { report: JSON.parse(text), code }
  } finally {
    process.off("exit", remove)
    remove()
  }
}
