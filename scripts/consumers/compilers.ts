/** Consumers that compile: every TypeScript × every way to resolve a module. */
import { basename, join } from "node:path"
import { run } from "../../contracts/process.ts"
import { registry } from "../registry.ts"
import type { Consumer } from "./checks.ts"
import { complaints, writeJson } from "./project.ts"

const compilers = ["5.9.3", "6.0.3", "7.0.2"]

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
  // From ES modules only: those of this project are.
  node16: { module: "node16", moduleResolution: "node16" },
  bundler,
  "nodenext, strictest, with declarations": { ...nodenext, ...strictest, ...declarations },
  "bundler, strictest, module esnext": { ...bundler, ...strictest, module: "esnext" },
  "nodenext, without DOM": { ...nodenext, ...withoutDom },
  "bundler, without DOM": { ...bundler, ...withoutDom },
}

/** What must and must not compile, by our own tests of types, and what only a consumer has. */
const compiled = ["promise-api", "effect-api", "vault", "vault-effect"].map(
  (api) => `../../../contracts/compiled/${api}.test-d.ts`,
)
const programs = [...compiled, "generated.ts"]
const files = [...programs.map((program) => basename(program)), "entries.ts"]

export const typeConsumers: ReadonlyArray<Consumer> = await Promise.all(
  compilers.map(async (typescript) => ({
    name: `TypeScript ${typescript}`,
    // Node's types are for consumers without the DOM's.
    dependencies: { typescript, "@types/node": "24.19.2", pg: "8.23.1", "@types/pg": "8.23.1" },
    programs,
    written: { "entries.ts": await typedEntries() },
    checks: (project) =>
      Object.fromEntries(
        Object.entries(settings).map(([name, options]) => [
          name,
          async () => {
            await writeJson(join(project, "tsconfig.json"), { compilerOptions: { ...everywhere, ...options }, files })
            const tsc = join(project, "node_modules/typescript/bin/tsc")
            return complaints(await run([process.execPath, tsc], { cwd: project }))
          },
        ]),
      ),
  })),
)

/** Makes a compiler compare the client of each entry with the one of `token-exchange`, which is disposed of as a whole. */
async function typedEntries(): Promise<string> {
  const each = [...registry.keys()].map(async (provider) => {
    const entry: object = await import(`../../src/providers/${provider}/entry.ts`)
    const create = Object.keys(entry).find((one) => one.startsWith("create"))
    if (create === undefined) throw new Error(`src/providers/${provider}/entry.ts exports no create….`)
    return `
import { ${create} } from "token-exchange/${provider}"
export const ${provider} = ${create}(simulator.settings.${provider})
export const ${provider}Whole: typeof exchange.${provider} = ${provider}
export const ${provider}Only = exchange.${provider}
export const ${provider}Kept = vault.${provider}
export const ${provider}Settings = fromEnv("${provider}")
export const ${provider}Alone: Omit<typeof ${provider}, typeof Symbol.asyncDispose> = exchange.${provider}
// @ts-expect-error an operation that does not exist
${provider}.nothing
// @ts-expect-error nor of a simulated provider
simulator.${provider}.nothing
`
  })
  return `import { createTokenExchange, fromEnv, type TokenExchangeSettings } from "token-exchange"
import { createSimulator } from "token-exchange/testing"
import { createVault, memoryStore } from "token-exchange/vault"
export const simulator = createSimulator()
export const exchange = createTokenExchange(simulator.settings)
export const perhaps = (settings: TokenExchangeSettings) => createTokenExchange(settings)
export const vault = createVault({ store: memoryStore(), keys: { test: "k" }, ...simulator.settings })
${(await Promise.all(each)).join("")}`
}
