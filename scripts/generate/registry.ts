/**
 * The lists of providers in `src/`, one line a provider, from the folders of `src/providers/`: each folder is a
 * registered provider.
 */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { BrokenSpec, type Problem, root } from "../../contracts/spec/specs.ts"

/** Each list, and the file of each provider's folder that it imports. */
const lists = {
  "src/providers.ts": { file: "index.ts", what: "The record of every provider, and its public types" },
  "src/services.ts": { file: "service.ts", what: "The Effect service of every provider" },
  "src/simulators.ts": { file: "simulator.ts", what: "The simulator of every provider" },
  "src/vaults.ts": { file: "vault.ts", what: "How the vault keeps the tokens of every provider" },
  "src/vault-services.ts": { file: "vault-service.ts", what: "The vault of every provider as an Effect service" },
}

/** The files of a provider's folder. Those marked `true` export a value under the provider's slug. */
const files = {
  "index.ts": true,
  "simulator.ts": true,
  "vault.ts": true,
  "vault-service.ts": false,
  "service.ts": false,
  "entry.ts": false,
  "tokens.ts": false,
}

/** Path → text of each list. Fails when a provider's folder lacks a file, or a file lacks its export. */
export const generateRegistry = async (folder = join(root, "src/providers")): Promise<ReadonlyMap<string, string>> => {
  const providers = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
  const problems = (await Promise.all(providers.map((name) => problemsOf(folder, name)))).flat()
  if (problems.length > 0) throw new BrokenSpec(problems)
  return new Map(
    Object.entries(lists).map(([path, { file, what }]) => [
      path,
      [
        `/** ${what}. Generated from the folders of src/providers/ by \`npm run generate\`. */`,
        ...providers.map((name) => `export * from "./providers/${name}/${file}"`),
        "",
      ].join("\n"),
    ]),
  )
}

const problemsOf = async (folder: string, name: string): Promise<ReadonlyArray<Problem>> => {
  const problem = (file: string, message: string) => [
    { file: `src/providers/${name}/${file}`, line: 1, column: 1, message },
  ]
  if (!/^[a-z][a-z0-9]*$/.test(name)) {
    return problem("", "The folder's name becomes the name of an export: use lower-case letters and digits.")
  }
  const found = Object.entries(files).map(async ([file, isNamed]) => {
    const text = await readFile(join(folder, name, file), "utf8").catch(() => undefined)
    if (text === undefined) {
      return problem(file, "This file is missing. docs/adding-a-provider.md says what belongs into it.")
    }
    if (isNamed && !new RegExp(`^export const ${name}\\b`, "m").test(text)) {
      return problem(file, `This file must export its value as \`${name}\`, the provider's slug.`)
    }
    return []
  })
  return (await Promise.all(found)).flat()
}
