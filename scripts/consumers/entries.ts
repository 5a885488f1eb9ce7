/** Generates programs that import the entry of each registered provider. */
import { registry } from "../registry.ts"

const providers = [...registry.keys()]

/** Passes every entry to the function `name` of a program: `import * as dapi from "token-exchange/dapi"` and so on. */
export const entriesTo = (program: string, name: string, statement: (call: string) => string): string =>
  [
    ...providers.map((provider) => `import * as ${provider} from "token-exchange/${provider}"`),
    `import { ${name} } from "./${program}"`,
    `${statement(`${name}({ ${providers.join(", ")} })`)}\n`,
  ].join("\n")

/** Makes a compiler compare the client of each entry with the one of `token-exchange`, which is disposed of as a whole. */
export const typedEntries = async (): Promise<string> => {
  const each = await Promise.all(
    providers.map(async (provider) => {
      const create = await creatorOf(provider)
      return `
import { ${create} } from "token-exchange/${provider}"
export const ${provider} = ${create}(simulator.settings.${provider})
export const ${provider}Whole: typeof exchange.${provider} = ${provider}
export const ${provider}Alone: Omit<typeof ${provider}, typeof Symbol.asyncDispose> = exchange.${provider}
// @ts-expect-error an operation that does not exist
${provider}.nothing
`
    }),
  )
  return `import { exchange, simulator } from "./service.js"\n${each.join("")}`
}

/** The function that makes the client of one provider. */
const creatorOf = async (provider: string): Promise<string> => {
  const entry: object = await import(`../../src/providers/${provider}/entry.ts`)
  const name = Object.keys(entry).find((one) => one.startsWith("create"))
  if (name === undefined) throw new Error(`src/providers/${provider}/entry.ts exports no create….`)
  return name
}
