/** The five operations in both APIs, and the shapes in which each provider refuses. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { AISquare, AISquareLogin, Dapi, Finqware } from "../../src/effect.ts"
import {
  type Credential,
  createTokenExchange,
  type Fetch,
  type OrphanedOutcome,
  type RedemptionError,
  type TokenSet,
} from "../../src/index.ts"
import type { Secrets } from "./canaries.ts"

export interface Options {
  readonly timeout: number
  readonly signal?: AbortSignal
}

/** How an operation is set up. */
export interface Setting {
  readonly secrets: Secrets
  readonly baseUrl: string
  readonly fetch?: Fetch
  readonly onOrphaned?: (outcome: OrphanedOutcome) => void | Promise<void>
  /** How the secrets of the settings are kept. */
  readonly keep: (secret: string) => Credential
}

export interface Call {
  readonly name: string
  /** The secrets it sends. */
  readonly sends: (secrets: Secrets) => ReadonlyArray<string>
  /** The secrets of the settings among them. */
  readonly hasCredentials: boolean
  /** What its provider says of a failure, everything of it an echo. */
  readonly refusals: (echo: string) => ReadonlyArray<unknown>
  readonly promise: (
    setting: Setting,
    options: Options,
  ) => Promise<{ readonly data?: TokenSet; readonly error?: RedemptionError }>
  readonly effect: (setting: Setting, options: Options) => Effect.Effect<TokenSet, RedemptionError>
}

export const shared = ({ baseUrl, fetch, onOrphaned }: Setting) => ({
  baseUrl,
  ...(fetch && { fetch }),
  ...(onOrphaned && { onOrphaned }),
})

export const exchangeOf = ({ secrets, keep, ...setting }: Setting) => {
  const { baseUrl, ...rest } = shared({ secrets, keep, ...setting })
  return createTokenExchange({
    ...rest,
    aisquare: { superexecSecret: keep(secrets.superexecSecret), baseUrl },
    finqware: { clientId: "tenant-app", clientSecret: keep(secrets.clientSecret), baseUrl },
    dapi: { appSecret: keep(secrets.appSecret), baseUrl },
  })
}

/** Field errors, a detail, and a mixture of both. */
const aisquareRefusals = (echo: string) => [
  { detail: echo, code: echo, messages: [{ token_class: echo, message: echo }], [echo]: echo },
  { [echo]: [echo], temp_token: [echo], superexec_secret: [echo], username: [echo], password: [echo], refresh: [echo] },
  { non_field_errors: [echo], [`${echo}\n`]: { [echo]: echo } },
  { detail: `JSON parse error - ${echo}`, code: "token_not_valid" },
]

const finqwareRefusals = (echo: string) => [
  { id: echo, type: echo, http: 400, code: echo, message: echo, [echo]: echo },
  { id: echo, type: "invalid_request", http: 400, code: "missing_fields", message: `client_id ${echo}` },
  { id: echo, type: "unauthorized", http: 401, code: echo, message: echo },
  { id: echo, type: "external_api_error", http: 401, code: echo, message: echo },
]

const dapiRefusals = (echo: string) => [
  { success: false, status: echo, msg: echo, type: echo, operationID: echo, code: echo, userInputs: [echo, { echo }] },
  { success: false, status: "failed", msg: `accessCode ${echo}`, type: "INVALID_ARGS", operationID: echo, code: echo },
  { success: false, status: "failed", msg: echo, type: "INVALID_TOKEN", operationID: echo, [echo]: echo },
  { success: false, status: "failed", msg: echo, type: "UNKNOWN_ERROR", operationID: echo },
]

export const calls: ReadonlyArray<Call> = [
  {
    name: "aisquare.exchangeToken",
    sends: ({ tempToken, superexecSecret }) => [tempToken, superexecSecret],
    hasCredentials: true,
    refusals: aisquareRefusals,
    promise: (setting, options) =>
      exchangeOf(setting).aisquare.exchangeToken({ tempToken: setting.secrets.tempToken }, options),
    effect: (setting, options) =>
      AISquare.use((aisquare) =>
        aisquare.exchangeToken({ tempToken: Redacted.make(setting.secrets.tempToken) }, options),
      ).pipe(
        Effect.provide(
          AISquare.layerWith({ ...shared(setting), superexecSecret: setting.keep(setting.secrets.superexecSecret) }),
        ),
      ),
  },
  {
    name: "aisquare.obtainToken",
    sends: ({ password }) => [password],
    hasCredentials: false,
    refusals: aisquareRefusals,
    promise: (setting, options) =>
      exchangeOf(setting).aisquare.obtainToken({ username: "alice", password: setting.secrets.password }, options),
    effect: (setting, options) =>
      AISquareLogin.use((login) =>
        login.obtainToken({ username: "alice", password: Redacted.make(setting.secrets.password) }, options),
      ).pipe(Effect.provide(AISquareLogin.layerWith(shared(setting)))),
  },
  {
    name: "aisquare.refreshToken",
    sends: ({ refresh }) => [refresh],
    hasCredentials: false,
    refusals: aisquareRefusals,
    promise: (setting, options) =>
      exchangeOf(setting).aisquare.refreshToken({ refresh: setting.secrets.refresh }, options),
    effect: (setting, options) =>
      AISquareLogin.use((login) =>
        login.refreshToken({ refresh: Redacted.make(setting.secrets.refresh) }, options),
      ).pipe(Effect.provide(AISquareLogin.layerWith(shared(setting)))),
  },
  {
    name: "finqware.exchangeToken",
    sends: ({ tempToken, clientSecret }) => [tempToken, clientSecret],
    hasCredentials: true,
    refusals: finqwareRefusals,
    promise: (setting, options) =>
      exchangeOf(setting).finqware.exchangeToken({ tempToken: setting.secrets.tempToken }, options),
    effect: (setting, options) =>
      Finqware.use((finqware) =>
        finqware.exchangeToken({ tempToken: Redacted.make(setting.secrets.tempToken) }, options),
      ).pipe(
        Effect.provide(
          Finqware.layerWith({
            ...shared(setting),
            clientId: "tenant-app",
            clientSecret: setting.keep(setting.secrets.clientSecret),
          }),
        ),
      ),
  },
  {
    name: "dapi.exchangeToken",
    sends: ({ accessCode, appSecret }) => [accessCode, appSecret],
    hasCredentials: true,
    refusals: dapiRefusals,
    promise: (setting, options) =>
      exchangeOf(setting).dapi.exchangeToken(
        { accessCode: setting.secrets.accessCode, connectionId: "connection" },
        options,
      ),
    effect: (setting, options) =>
      Dapi.use((dapi) =>
        dapi.exchangeToken(
          { accessCode: Redacted.make(setting.secrets.accessCode), connectionId: "connection" },
          options,
        ),
      ).pipe(
        Effect.provide(Dapi.layerWith({ ...shared(setting), appSecret: setting.keep(setting.secrets.appSecret) })),
      ),
  },
]
