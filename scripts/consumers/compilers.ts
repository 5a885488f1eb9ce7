/** Consumers that compile: every TypeScript × every way to resolve a module. */
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import type { Consumer } from "./checks.ts"
import { typedEntries } from "./entries.ts"
import { compilers, nodeTypes } from "./versions.ts"
import { complaints, install, makeProject, type Workplace, writeJson } from "./workplace.ts"

/** Options of every consumer: the default libraries, only our types, and full checks of declarations. */
const everywhere = { target: "es2022", strict: true, skipLibCheck: false, types: [], noEmit: true }

/** Options of a careful consumer. */
const strictest = {
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
}

const nodenext = { module: "nodenext", moduleResolution: "nodenext" }
const bundler = { module: "preserve", moduleResolution: "bundler" }

/** The consumer is a library itself, and passes our types on. */
const declarations = { noEmit: false, emitDeclarationOnly: true, declaration: true, outDir: "out" }

/** Node's types instead of the DOM's. Effect's declarations need the DOM's, so they are not checked here. */
const withoutDom = { lib: ["es2022"], types: ["node"], skipLibCheck: true }

const settings: { readonly [name: string]: object } = {
  nodenext,
  bundler,
  "nodenext, strictest, with declarations": { ...nodenext, ...strictest, ...declarations },
  "bundler, strictest, module esnext": { ...bundler, ...strictest, module: "esnext" },
  "nodenext, without DOM": { ...nodenext, ...withoutDom },
  "bundler, without DOM": { ...bundler, ...withoutDom },
}

export const typeConsumers = (workplace: Workplace): ReadonlyArray<Consumer> =>
  compilers.map((typescript) => async (check) => {
    const dependencies = { typescript, ...nodeTypes }
    const programs = ["service.ts"]
    const written = { "entries.ts": await typedEntries() }
    const project = await makeProject(workplace, `typescript-${typescript}`, { dependencies, programs, written })
    if (!(await check(`TypeScript ${typescript}: install`, () => install(project)))) return
    for (const [name, compilerOptions] of Object.entries(settings)) {
      await check(`TypeScript ${typescript}: ${name}`, async () => {
        await writeJson(join(project, "tsconfig.json"), {
          compilerOptions: { ...everywhere, ...compilerOptions },
          files: [...programs, ...Object.keys(written)],
        })
        return complaints(
          await run([process.execPath, join(project, "node_modules/typescript/bin/tsc")], { cwd: project }),
        )
      })
    }
  })
