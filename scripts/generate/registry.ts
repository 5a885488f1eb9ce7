/**
 * The lists of providers in `src/`, one line a provider, from the folders of `src/providers/`: each folder is a
 * registered provider.
 */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { BrokenSpec, root } from "../../contracts/spec/specs.ts"

/** Each list, and the file of each provider's folder that it imports. */
const lists = {
  "src/providers.ts": { file: "index.ts", what: "The record of every provider, and its public types" },
  "src/services.ts": { file: "service.ts", what: "The Effect service of every provider" },
  "src/simulators.ts": { file: "simulator.ts", what: "The simulator of every provider" },
}

/** Path → text of each list. Fails when a provider's folder lacks a file that a list imports. */
export const generateRegistry = async (): Promise<ReadonlyMap<string, string>> => {
  const folder = join(root, "src/providers")
  const providers = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
  const contents = await Promise.all(
    providers.map(async (name) => ({ name, files: await readdir(join(folder, name)) })),
  )
  const problems = contents.flatMap(({ name, files }) =>
    [...Object.values(lists).map(({ file }) => file), "entry.ts", "tokens.ts"]
      .filter((file) => !files.includes(file))
      .map((file) => ({
        file: `src/providers/${name}/${file}`,
        line: 1,
        column: 1,
        message: 'This file is missing. README, "Add a provider", says what belongs into it.',
      })),
  )
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
