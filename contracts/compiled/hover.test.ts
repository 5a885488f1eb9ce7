/** What an editor shows on hover: names of token sets and errors, and what an operation does. */
import { join } from "node:path"
import ts from "typescript"
import { beforeAll, describe, expect, it } from "vitest"
import { root } from "../spec/specs.ts"

const program = `
import * as Effect from "effect/Effect"
import { createTokenExchange } from "../../src/index.ts"
import { Dapi } from "../../src/effect.ts"
const exchange = createTokenExchange({ aisquare: { superexecSecret: "s" }, finqware: { clientId: "i", clientSecret: "s" }, dapi: { appSecret: "s" } })
export const { data, error } = await exchange.dapi./*dapi*/exchangeToken({ accessCode: "a", connectionId: "c" })
void [/*data*/data, /*error*/error]
void exchange.finqware./*finqware*/exchangeToken({ tempToken: "t" })
void exchange.aisquare./*exchange*/exchangeToken({ tempToken: "t" })
void exchange.aisquare./*obtain*/obtainToken({ username: "u", password: "p" })
void exchange.aisquare./*refresh*/refreshToken({ refresh: "r" })
void Effect.gen(function* () {
  const dapi = yield* Dapi
  return yield* dapi./*effect*/exchangeToken({ accessCode: "a", connectionId: "c" })
})
`

const expected: Readonly<Record<string, readonly [type: string, says: RegExp]>> = {
  data: ["DapiToken | undefined", /^$/],
  error: ["RedemptionError | undefined", /^$/],
  dapi: ["=> Promise<Redemption<DapiToken, RedemptionError>>", /access code .* once, .* permanent token/s],
  finqware: ["=> Promise<Redemption<FinqwareConsent, RedemptionError>>", /temp token .* once, .* consent/s],
  exchange: ["=> Promise<Redemption<AISquareTokens, AISquareError>>", /superexec temp token/],
  obtain: ["=> Promise<Redemption<AISquareTokens, AISquareError>>", /Nothing is spent/],
  refresh: ["=> Promise<Redemption<AISquareTokens, AISquareError>>", /Keep the `refresh`/],
  effect: ["=> Effect.Effect<DapiToken, RedemptionError, never>", /access code/],
}

const file = join(root, "contracts/compiled/hovered.ts")

/** An editor in which only the program is open. */
const makeEditor = () => {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.config.compilerOptions, root)
  return ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = path === file ? program : ts.sys.readFile(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  })
}

describe("hovering over", () => {
  let editor: ts.LanguageService
  beforeAll(() => {
    editor = makeEditor()
  })

  it.each(Object.entries(expected))("%s shows named types", (mark, [type, says]) => {
    const at = program.indexOf(`/*${mark}*/`) + mark.length + 4
    const shown = editor.getQuickInfoAtPosition(file, at)
    expect(ts.displayPartsToString(shown?.displayParts)).toContain(type)
    expect(ts.displayPartsToString(shown?.documentation)).toMatch(says)
  })
})
