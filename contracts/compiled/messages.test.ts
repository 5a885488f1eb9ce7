/** What the compiler says of settings that nobody knows: the cause by name, and what was meant. */
import { join } from "node:path"
import ts from "typescript"
import { beforeAll, describe, expect, it } from "vitest"
import { root } from "../spec/specs.ts"

const programs: ReadonlyArray<readonly [settings: string, message: string]> = [
  [
    `createTokenExchange({ dapi: { appSecret: "s", baseURL: "https://sandbox.test" } })`,
    "unknown setting `baseURL`: did you mean `baseUrl`?",
  ],
  [`createTokenExchange({ dapi: { appSecret: "s", base_url: "x" } })`, "did you mean `baseUrl`?"],
  [`createTokenExchange({ dapi: { appSecret: "s", colour: "x" } })`, "unknown setting `colour`"],
  [`createTokenExchange({ dapi: { appSecret: "s" }, onorphaned: () => {} })`, "did you mean `onOrphaned`?"],
  [
    `createTokenExchange({ aisquare: {} }).aisquare.exchangeToken({ tempToken: "t" })`,
    'MissingCredential<"superexecSecret">',
  ],
  [`createTokenExchange({ finqware: { clientId: "id" } })`, "'clientSecret' is missing"],
  [`createAISquare({ timeOut: 5 })`, "Did you mean to write 'timeout'?"],
  [
    `createVault({ store: memoryStore(), keys: { a: "k" }, dapi: { appSecret: "s", baseURL: "x" } })`,
    "did you mean `baseUrl`?",
  ],
  [
    `createVault({ store: memoryStore(), keys: { a: "k" }, dapi: { appSecret: "s" }, cachefor: 5 })`,
    "did you mean `cacheFor`?",
  ],
]

const file = join(root, "contracts/compiled/messages.ts")
const text = `
import { createTokenExchange } from "../../src/index.ts"
import { createAISquare } from "../../src/providers/aisquare/entry.ts"
import { createVault, memoryStore } from "../../src/vault.ts"
${programs.map(([settings]) => settings).join("\n")}
`

describe("the compiler's message for", () => {
  let messages: ReadonlyMap<number, string>
  beforeAll(() => {
    const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
    const { options } = ts.convertCompilerOptionsFromJson(config.config.compilerOptions, root)
    const host = ts.createCompilerHost(options)
    const { getSourceFile } = host
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.Latest) : getSourceFile(name, ...rest)
    const program = ts.createProgram([file], options, host)
    const found = program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ start = 0, messageText }) => {
      const line =
        text.slice(0, start).split("\n").length - text.slice(0, text.indexOf(programs[0]?.[0] ?? "")).split("\n").length
      return [line, ts.flattenDiagnosticMessageText(messageText, "\n")] as const
    })
    messages = new Map(found)
  })

  it.each(programs.map(([settings, message], index) => ({ settings, message, index })))(
    "$settings names the cause",
    ({ message, index }) => {
      expect(messages.get(index)).toContain(message)
    },
  )
})
