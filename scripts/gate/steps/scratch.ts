/** A file that a tool reports to, and that is gone afterwards. */
import { rmSync } from "node:fs"
import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const withScratch = async <Result>(use: (file: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "token-exchange-gate-"))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", remove)
  try {
    return await use(join(folder, "report.json"))
  } finally {
    process.off("exit", remove)
    remove()
  }
}
