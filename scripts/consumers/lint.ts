/** Runs package linters on the tarball. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { type Ran, run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import type { Consumer } from "./checks.ts"
import { linters } from "./versions.ts"
import { complaints, type Findings, install, makeProject, type Workplace } from "./workplace.ts"

/** A suggestion is a finding too, though publint does not fail for it. */
const publintFindings = (ran: Ran): Findings =>
  /^(Suggestions|Warnings|Errors):/m.test(ran.output) ? [ran.output] : complaints(ran)

/** The entries behind the patterns `./generated/*` and `./*`. */
const generatedEntries = async (): Promise<ReadonlyArray<string>> =>
  (await readdir(join(root, "generated"))).flatMap((file) =>
    file.endsWith(".schema.ts") ? [`generated/${file.slice(0, -".schema.ts".length)}`] : [],
  )

export const lintConsumers = (workplace: Workplace): ReadonlyArray<Consumer> => [
  async (check) => {
    const project = await makeProject(workplace, "linters", { dependencies: linters })
    if (!(await check("linters: install", () => install(project)))) return
    const tool = (path: string, ...args: ReadonlyArray<string>) =>
      run([process.execPath, join(project, "node_modules", path), workplace.tarball, ...args], { cwd: project })
    await check("publint", async () => publintFindings(await tool("publint/src/cli.js", "--strict")))
    await check("are the types wrong", async () =>
      complaints(
        await tool(
          "@arethetypeswrong/cli/dist/index.js",
          "--profile=esm-only",
          "--no-color",
          "--no-emoji",
          // No module, but the text of a table.
          "--exclude-entrypoints",
          "vault/postgres.sql",
          "--include-entrypoints",
          ...(await generatedEntries()),
          ...registry.keys(),
        ),
      ),
    )
  },
]
