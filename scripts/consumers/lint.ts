/** Runs package linters on the tarball. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import type { Consumer } from "./checks.ts"
import { complaints } from "./project.ts"

/** The entries behind the patterns `./generated/*` and `./*`. */
const entries = async (): Promise<ReadonlyArray<string>> =>
  (await readdir(join(root, "generated")))
    .flatMap((file) => (file.endsWith(".schema.ts") ? [`generated/${file.slice(0, -".schema.ts".length)}`] : []))
    .concat(...registry.keys())

export const lintConsumers: ReadonlyArray<Consumer> = [
  {
    name: "linters",
    dependencies: { publint: "0.3.25", "@arethetypeswrong/cli": "0.18.5" },
    checks: (project, tarball) => {
      const tool = (path: string, ...args: ReadonlyArray<string>) =>
        run([process.execPath, join(project, "node_modules", path), tarball, ...args], { cwd: project })
      return {
        publint: async () => {
          const ran = await tool("publint/src/cli.js", "--strict")
          // A suggestion is a finding too, though publint does not fail for it.
          return /^(Suggestions|Warnings|Errors):/m.test(ran.output) ? [ran.output] : complaints(ran)
        },
        "are the types wrong": async () => {
          const plain = ["--profile=esm-only", "--no-color", "--no-emoji"]
          // No module, but the text of a table.
          const without = ["--exclude-entrypoints", "vault/postgres.sql"]
          const cli = "@arethetypeswrong/cli/dist/index.js"
          return complaints(await tool(cli, ...plain, ...without, "--include-entrypoints", ...(await entries())))
        },
      }
    },
  },
]
