/** Each folder of examples/, copied alone: it installs what its package.json names, compiles, and starts or passes its tests. */
import { globSync, readFileSync } from "node:fs"
import { cp, readdir } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import type { Consumer } from "./checks.ts"
import { complaints, writeJson } from "./project.ts"
import { start } from "./started.ts"

interface Package {
  readonly dependencies: Consumer["dependencies"]
  readonly devDependencies: Consumer["dependencies"]
  readonly scripts?: { readonly start?: string; readonly test?: string }
}

/** Options of a careful service that runs its TypeScript by Node. */
const compilerOptions = {
  target: "es2023",
  module: "nodenext",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

export const exampleConsumers: ReadonlyArray<Consumer> = globSync("examples/*/package.json", { cwd: root }).map(
  (path): Consumer => {
    const folder = dirname(path)
    const its: Package = JSON.parse(readFileSync(join(root, path), "utf8"))
    const { "token-exchange": _ours, ...dependencies } = { ...its.dependencies, ...its.devDependencies }
    return {
      name: `example ${basename(folder)}`,
      dependencies,
      checks: (project) => ({
        compiles: async () => {
          for (const file of await readdir(join(root, folder)))
            if (file.endsWith(".ts")) await cp(join(root, folder, file), join(project, file))
          await writeJson(join(project, "tsconfig.json"), { compilerOptions })
          return complaints(await run([process.execPath, "node_modules/typescript/bin/tsc"], { cwd: project }))
        },
        ...(its.scripts?.start && {
          starts: async () => {
            const env = { DAPI_APP_SECRET: "made-up", PORT: "0" }
            await using running = await start(its.scripts?.start?.split(" ") ?? [], /http:\/\/[\w.]+:\d+/, {
              cwd: project,
              env,
            })
            return (await fetch(`${running.match}/connected`)).status === 404 ? [] : ["it answers a GET"]
          },
        }),
        ...(its.scripts?.test && {
          "passes its tests": async () => complaints(await run(["npx", "--no", "vitest", "run"], { cwd: project })),
        }),
      }),
    }
  },
)
