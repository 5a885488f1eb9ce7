/** What an editor shows on hover: names of token sets and errors, and what an operation does. */
import { join } from "node:path"
import ts from "typescript"
import { beforeAll, describe, expect, it } from "vitest"
import { root } from "../spec/specs.ts"

const program = `
import * as Effect from "effect/Effect"
import { createTokenExchange } from "../../src/index.ts"
import { AISquareVault, Dapi, DapiVault } from "../../src/effect.ts"
import { createVault, memoryStore } from "../../src/vault.ts"
const exchange = createTokenExchange({ /*setAISquare*/aisquare: { /*superexecSecret*/superexecSecret: "s" }, finqware: { clientId: "i", /*clientSecret*/clientSecret: "s" }, dapi: { /*appSecret*/appSecret: "s" } })
export const { data, error } = await exchange./*atDapi*/dapi./*dapi*/exchangeToken({ /*accessCode*/accessCode: "a", /*connectionId*/connectionId: "c" })
void [exchange./*atFinqware*/finqware, data?./*accessToken*/accessToken]
void [/*data*/data, /*error*/error]
void exchange.finqware./*finqware*/exchangeToken({ tempToken: "t" })
void exchange.aisquare./*exchange*/exchangeToken({ tempToken: "t" })
void exchange.aisquare./*obtain*/obtainToken({ username: "u", password: "p" })
void exchange.aisquare./*refresh*/refreshToken({ refresh: "r" })
void Effect.gen(function* () {
  const dapi = yield* Dapi
  return yield* dapi./*effect*/exchangeToken({ accessCode: "a", connectionId: "c" })
})
const vault = createVault({ /*store*/store: memoryStore(), /*keys*/keys: { a: "k" }, aisquare: { superexecSecret: "s" }, finqware: { clientId: "i", clientSecret: "s" }, dapi: { appSecret: "s" } })
const connected = await vault.dapi./*connect*/connect("user", { accessCode: "a", connectionId: "c" })
const { data: /*session*/session, error: /*failure*/failure } = await vault.aisquare./*tokens*/tokens("user")
void [connected./*token*/data, connected./*connectFailure*/error]
void vault.aisquare./*connectAISquare*/connect("user", { tempToken: "t" })
void vault.finqware./*connectFinqware*/connect("user", { tempToken: "t" })
void vault.finqware./*tokensFinqware*/tokens("user")
void vault.dapi./*tokensDapi*/tokens("user")
void vault.dapi./*disconnect*/disconnect("user")
void vault.dapi./*list*/list()
void vault./*reseal*/reseal()
void vault./*prune*/prune()
void Effect.gen(function* () {
  const dapi = yield* DapiVault
  const aisquare = yield* AISquareVault
  yield* dapi./*connectEffect*/connect("user", { accessCode: "a", connectionId: "c" })
  void dapi./*listEffect*/list()
  return yield* aisquare./*tokensEffect*/tokens("user")
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
  connect: [
    "(connectionId: string, grant: DapiGrant, options?: ConnectOptions) => Promise<Redemption<DapiToken, DapiConnectError>>",
    /at most once/,
  ],
  token: ["DapiToken | undefined", /^$/],
  connectFailure: ["DapiConnectError | undefined", /^$/],
  session: ["AISquareTokens | undefined", /^$/],
  failure: ["AISquareTokensError | undefined", /^$/],
  tokens: [
    "options?: TokensOptions<AISquareTokens> | undefined) => Promise<Redemption<AISquareTokens, AISquareTokensError>>",
    /refreshed where they are due/,
  ],
  connectAISquare: ["=> Promise<Redemption<AISquareTokens, AISquareConnectError>>", /keeps what comes/],
  connectFinqware: ["=> Promise<Redemption<FinqwareConsent, FinqwareConnectError>>", /keeps what comes/],
  tokensFinqware: ["=> Promise<Redemption<FinqwareConsent, FinqwareTokensError>>", /connection's tokens/],
  tokensDapi: ["=> Promise<Redemption<DapiToken, DapiTokensError>>", /connection's tokens/],
  disconnect: ["=> Promise<Redemption<boolean, RowError<AnyTokenSet>>>", /late do not bring it back/],
  list: ["(options?: ListOptions) => AsyncIterable<ListedConnection>", /order of their names/],
  reseal: ["=> Promise<Redemption<number, StoreFailed | Unsealable>>", /old key can go/],
  prune: ["=> Promise<Redemption<number, StoreFailed | Unsealable>>", /by default 30 days/],
  connectEffect: ["=> Effect.Effect<DapiToken, DapiConnectError, never>", /at most once/],
  listEffect: ["=> Stream<ListedConnection, StoreFailed>", /order of their names/],
  tokensEffect: ["=> Effect.Effect<AISquareTokens, AISquareTokensError, never>", /refreshed where they are due/],
}

/** Settings, grants and providers. */
const explained: typeof expected = {
  setAISquare: ["aisquare", /temp token or a password becomes a pair of JWTs/],
  superexecSecret: ["superexecSecret", /`exchangeToken` presents it/],
  clientSecret: ["clientSecret", /`InvalidClient`,\sand the temp token stays unspent/],
  appSecret: ["appSecret", /a function that promises one/],
  atDapi: ["dapi", /Setting: `appSecret`\. Deadline: 130\sseconds/],
  atFinqware: ["finqware", /Settings: `clientId`, `clientSecret`/],
  accessCode: ["accessCode", /within 5 minutes/],
  connectionId: ["connectionId", /Dapi's own id of the user's connection/],
  accessToken: ["accessToken", /one call at a time/],
  store: ["store", /`postgresStore` for many/],
  keys: ["keys", /first key seals and all open/],
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

  it.each(Object.entries({ ...expected, ...explained }))("%s shows named types", (mark, [type, says]) => {
    const at = program.indexOf(`/*${mark}*/`) + mark.length + 4
    const shown = editor.getQuickInfoAtPosition(file, at)
    expect(ts.displayPartsToString(shown?.displayParts)).toContain(type)
    expect(ts.displayPartsToString(shown?.documentation)).toMatch(says)
  })
})
