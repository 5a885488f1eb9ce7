/**
 * No secret in anything that can be seen of a redemption: a server that repeats what it was sent wherever HTTP lets it,
 * against every rendering of an error, a token set, an orphan, a log, a span, a metric.
 */
import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Formatter from "effect/Formatter"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { afterAll, describe, expect, it } from "vitest"
import { AISquare, AISquareLogin, Dapi, Finqware } from "../../src/effect.ts"
import {
  type Credential,
  createTokenExchange,
  type Fetch,
  type OrphanedOutcome,
  type RedemptionError,
  type TokenSet,
} from "../../src/index.ts"
import { canaries, operations } from "./operations.ts"
import { type Behaviour, serveFault } from "./server.ts"

// What is planted.

type Secrets = typeof canaries

const each = (change: (secret: string, at: number) => string): Secrets => ({
  tempToken: change(canaries.tempToken, 0),
  superexecSecret: change(canaries.superexecSecret, 1),
  password: change(canaries.password, 2),
  refresh: change(canaries.refresh, 3),
  clientSecret: change(canaries.clientSecret, 4),
  appSecret: change(canaries.appSecret, 5),
  accessCode: change(canaries.accessCode, 6),
})

const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))

/** The canaries, and the same secrets in the other shapes that a provider's codes and ids have. */
const plantings: Readonly<Record<string, Secrets>> = {
  "as they are": canaries,
  "in the other case": each(swapCase),
  "as UUIDs": each((_, at) => `c${at}a7d5e${at}-f${at}b2-4e${at}c-a${at}d9-e${at}c4b${at}f6d8a${at}`),
}

/** The shortest piece that says something about a secret. */
const piece = 8

/** Names of ours that an error may hold: the fields of inputs and credentials. */
const vocabulary = [
  ...Object.keys(canaries),
  ...["clientId", "username", "connectionId", "access", "accessToken", "recovered", "obtainToken", "refreshToken"],
].map((name) => name.toLowerCase())

const windows = (text: string) =>
  Array.from({ length: Math.max(0, text.length - piece + 1) }, (_, at) => text.slice(at, at + piece))

/** A piece that stands in a name of ours is no evidence. One character more of the secret is: it is another piece. */
const isOurs = (part: string) => vocabulary.some((name) => name.includes(part))

const piecesOf = (secrets: Secrets): ReadonlySet<string> =>
  new Set(Object.values(secrets).flatMap((secret) => windows(secret.toLowerCase()).filter((part) => !isOurs(part))))

const pieces: ReadonlySet<string> = new Set(Object.values(plantings).flatMap((secrets) => [...piecesOf(secrets)]))

// What is searched.

/** One way to look at something. */
type Rendering = readonly [how: string, text: string]

let searched = 0
const hits: Array<string> = []
const seen = new Set<string>()

/** Every piece holds one of these: four characters of a secret, at every fourth place of it. */
const quarters = new RegExp(
  `(?=${[
    ...new Set(
      Object.values(plantings)
        .flatMap((secrets) => Object.values(secrets))
        .flatMap((secret) => (secret.toLowerCase().match(/.{4}/gs) ?? []).map((four) => four.replace(/\W/g, "\\$&"))),
    ),
  ].join("|")})`,
  "g",
)

const decoded = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16))

/** The pieces of secrets in a text, in any case and however escaped. */
const piecesIn = (text: string): ReadonlyArray<string> => {
  const plain = text
    .replace(/\\+u([0-9a-f]{4})/gi, decoded)
    .replace(/%([2-7][0-9a-f])/gi, decoded)
    .toLowerCase()
  const around = [...plain.matchAll(quarters)].flatMap(({ index }) =>
    windows(plain.slice(Math.max(0, index + 4 - piece), index + piece)),
  )
  return [...new Set(around.filter((part) => pieces.has(part)))]
}

/** Searches renderings, and says in which of them a piece was. */
const search = (where: string, renderings: ReadonlyArray<Rendering>): ReadonlyArray<string> => {
  searched += renderings.length
  const found = renderings.flatMap(([how, text]) =>
    piecesIn(text)
      .slice(0, 1)
      .map((first) => `${how}: ${first}`),
  )
  hits.push(...found)
  return found.length === 0 ? [] : [`${where}: ${[...new Set(found)].join("; ")}`]
}

const attempt = (render: () => unknown): string => {
  try {
    return String(render())
  } catch (thrown) {
    return inspect(thrown, { depth: null, showHidden: true })
  }
}

const everything = { depth: null, showHidden: true, getters: true } as const

/** Every way to print a value. */
const printed = (what: string, value: unknown): ReadonlyArray<Rendering> => {
  const ways: Readonly<Record<string, () => unknown>> = {
    "as text": () => String(value),
    "in a template": () => `${value}`,
    "as JSON": () => JSON.stringify(value),
    inspected: () => inspect(value, everything),
    "inspected raw": () => inspect(value, { ...everything, customInspect: false }),
    printed: () => inspect(value),
    formatted: () => Formatter.format(value, { space: 2 }),
    cloned: () => inspect(structuredClone(value), everything),
    entries: () => inspect(Object.entries(Object(value)), everything),
    properties: () => inspect(Object.getOwnPropertyDescriptors(Object(value)), everything),
    symbols: () =>
      inspect(
        Object.getOwnPropertySymbols(Object(value)).map((symbol) => [symbol, Object(value)[symbol]]),
        everything,
      ),
  }
  return Object.entries(ways).map(([how, render]) => [`${what} ${how}`, attempt(render)])
}

/** An error, and whatever it says it comes from. */
const printedError = (what: string, error: unknown): ReadonlyArray<Rendering> => [
  ...printed(what, error),
  ...(error instanceof Error
    ? ([
        [`${what}'s message`, error.message],
        [`${what}'s name`, error.name],
        [`${what}'s stack`, String(error.stack)],
      ] as const)
    : []),
  ...(error instanceof Error && error.cause !== undefined ? printedError(`${what}'s cause`, error.cause) : []),
]

/** Every redacted value in a value. */
const redactedIn = (value: unknown): ReadonlyArray<Redacted.Redacted<unknown>> => {
  if (Redacted.isRedacted(value)) return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(redactedIn) : []
}

/** Redacted values that do not print as such. */
const unmasked = (value: unknown): ReadonlyArray<string> =>
  redactedIn(value).flatMap((secret) =>
    [String(secret), JSON.parse(JSON.stringify(secret)), inspect(secret)].filter(
      (text) => !/^<redacted(:\w+)?>$/.test(text),
    ),
  )

const printedOutcome = (
  what: string,
  { data, error }: { readonly data?: TokenSet; readonly error?: RedemptionError },
): ReadonlyArray<Rendering> => [
  ...printed(what, { data, error }),
  ...(data === undefined ? [] : printed(`${what}'s tokens`, data)),
  ...(error === undefined ? [] : printedError(`${what}'s error`, error)),
]

// How the operations are called, in either API.

interface Options {
  readonly timeout: number
  readonly signal?: AbortSignal
}

/** How an operation is set up. */
interface Setting {
  readonly secrets: Secrets
  readonly baseUrl: string
  readonly fetch?: Fetch
  readonly onOrphaned?: (outcome: OrphanedOutcome) => void | Promise<void>
  /** How the secrets of the settings are kept. */
  readonly keep: (secret: string) => Credential
}

interface Call {
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

const shared = ({ baseUrl, fetch, onOrphaned }: Setting) => ({
  baseUrl,
  ...(fetch && { fetch }),
  ...(onOrphaned && { onOrphaned }),
})

const exchangeOf = ({ secrets, keep, ...setting }: Setting) => {
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

const calls: ReadonlyArray<Call> = [
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

// What the servers do.

/** What a redemption meets. */
interface Encounter {
  readonly name: string
  readonly fetch?: Fetch
  readonly serve?: Behaviour
  readonly keep?: (secret: string) => Credential
  readonly timeout?: number
  /** When the caller gives up, in milliseconds, and for what. */
  readonly abort?: readonly [after: number, reason: unknown]
  /** When the fiber of the caller is interrupted, in milliseconds. */
  readonly interrupt?: number
  /** What comes too late for the caller goes to `onOrphaned`: for that the search waits. */
  readonly late?: boolean
  /** The hook itself fails, quoting what it was given, or there is none. */
  readonly hook?: "rejects" | "throws" | "absent"
}

type Scene = (call: Call, secrets: Secrets) => ReadonlyArray<Encounter>

/** A secret as an echo of it may look. */
const echoesOf = (secret: string): Readonly<Record<string, string>> => ({
  whole: secret,
  "in capitals": secret.toUpperCase(),
  "in small letters": secret.toLowerCase(),
  "last ten": secret.slice(-10),
  "first ten": secret.slice(0, 10),
  "eight of it": secret.slice(9, 17),
  "in a sentence": `Invalid value: '${secret}' is not accepted.`,
  "as a code": `${secret.toLowerCase().replace(/[^a-z]+/g, "_")}_invalid`,
  "as a type": `INVALID_${secret.toUpperCase().replace(/[^A-Z]+/g, "_")}`,
  "in JSON": JSON.stringify({ field: secret }),
  "percent-encoded": encodeURIComponent(secret),
})

const statuses = [200, 201, 400, 401, 403, 404, 415, 418, 422, 429, 500, 503]

/** Reads the request, as a real one does, and answers. */
const answering =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fetch =>
  async (_, init) => {
    await new Response(init?.body ?? null).text()
    return new Response(body, { status, headers: { "content-type": "application/json", ...headers } })
  }

const escaped = (text: string) =>
  text.replace(/[\w-]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)

const echoed = (call: Call, secrets: Secrets) =>
  call
    .sends(secrets)
    .flatMap((secret, at) => Object.entries(echoesOf(secret)).map(([how, echo]) => [`${how} ${at}`, echo] as const))

const inErrors: Scene = (call, secrets) => [
  ...echoed(call, secrets).flatMap(([how, echo], at) =>
    call.refusals(echo).flatMap((body, shape) =>
      // Every shape and every echo under every status would be thousands: each pair gets two of them in turn.
      statuses
        .filter((_, place) => place % 6 === (at + shape) % 6)
        .map((status) => ({
          name: `${how}, shape ${shape}, status ${status}`,
          fetch: answering(status, JSON.stringify(body)),
        })),
    ),
  ),
  ...call.sends(secrets).flatMap((secret) =>
    call.refusals(secret).flatMap((body, shape) =>
      [400, 401].map((status) => ({
        name: `JSON-escaped, shape ${shape}, status ${status}`,
        fetch: answering(status, JSON.stringify(body).replaceAll(secret, escaped(secret))),
      })),
    ),
  ),
]

const asBodies: Scene = (call, secrets) => {
  const echo = call.sends(secrets).join(" ")
  const bodies = {
    text: echo,
    "a JSON string": JSON.stringify(echo),
    "a JSON array": JSON.stringify([echo]),
    "half a JSON object": `{"detail":"${echo}`,
    HTML: `<!doctype html><title>${echo}</title><pre>POST / ${echo}</pre>`,
    "a form": new URLSearchParams({ echo }).toString(),
  }
  return Object.entries(bodies).flatMap(([name, body]) =>
    [200, 301, 400, 401, 429, 500].map((status) => ({
      name: `${name}, status ${status}`,
      fetch: answering(status, body, { "content-type": name === "HTML" ? "text/html" : "application/json" }),
    })),
  )
}

/** A good answer with every text in it an echo, whole or lacking something. */
const asTokens: Scene = (call, secrets) => {
  const good: Record<string, unknown> = {
    ...JSON.parse(operations.find(({ name }) => name === call.name)?.answer ?? "{}"),
    ...(call.name.startsWith("dapi") && { tokenID: "id", userID: "id" }),
  }
  const tokens = ["access", "refresh", "access_token", "accessToken"]
  return call.sends(secrets).flatMap((echo, at) => {
    const changed = (change: (name: string, value: unknown) => unknown) =>
      JSON.stringify(Object.fromEntries(Object.entries(good).map(([name, value]) => [name, change(name, value)])))
    const bodies = {
      "tokens alone": changed((name, value) => (tokens.includes(name) ? echo : value)),
      "names in the plain too": changed((name, value) =>
        typeof value === "string" && !/^\d{4}-/.test(value) && name !== "status" ? echo : value,
      ),
      "dates too": changed((_, value) => (typeof value === "string" ? echo : value)),
      "the rest missing": JSON.stringify(Object.fromEntries(tokens.map((name) => [name, echo]))),
      "one of two broken": JSON.stringify({ ...Object.fromEntries(tokens.map((name) => [name, echo])), refresh: 7 }),
      "echoes for names": JSON.stringify({ [echo]: echo, access: echo, access_token: echo, accessToken: echo }),
    }
    return Object.entries(bodies).flatMap(([name, body]) =>
      [200, 201, 400].map((status) => ({ name: `${name} ${at}, status ${status}`, fetch: answering(status, body) })),
    )
  })
}

const inHeaders: Scene = (call, secrets) =>
  [secrets, each((secret) => secret.slice(-10))].flatMap((shown, way) => {
    const echo = call.sends(shown).join(" ")
    const headers = {
      "retry-after": echo,
      location: `https://elsewhere.example/${echo}`,
      "www-authenticate": `Bearer realm="${echo}", error_description="${echo}"`,
      "x-anything": echo,
      "x-request-id": echo,
      "set-cookie": `session=${echo}`,
      server: echo,
    }
    return [200, 302, 400, 401, 429, 503].flatMap((status) => [
      { name: `status ${status}, way ${way}`, fetch: answering(status, "{}", headers) },
      {
        name: `content-type, status ${status}, way ${way}`,
        fetch: answering(status, echo, { ...headers, "content-type": echo }),
      },
    ])
  })

/** Reads the request, then writes what `quote` makes of it and of its body. */
const quoting =
  (quote: (body: string, request: string) => string, after = 0): Behaviour =>
  ({ socket, request }) => {
    void request.then((text) =>
      setTimeout(() => socket.end(quote(text.slice(text.indexOf("\r\n\r\n") + 4), text), "latin1"), after),
    )
  }

const head = (status: string, ...lines: ReadonlyArray<string>) =>
  [`HTTP/1.1 ${status}`, "content-type: application/json", "connection: close", ...lines, "", ""].join("\r\n")

/** What is no HTTP, or says the request in places where undici reads closely. */
const onTheWire: Scene = () => {
  const quotes: Readonly<Record<string, (body: string, request: string) => string>> = {
    "the request itself": (_, request) => request,
    "its body alone": (body) => body,
    "a status line": (body) => `HTTP/1.1 ${body}\r\n\r\n`,
    "a version": (body) => `HTTP/${body} 200 OK\r\n\r\n`,
    "a status text": (body) => head(`401 ${body}`),
    "a status text of a 200": (body) => `${head(`200 ${body}`, "content-length: 2")}{}`,
    "a status text of a 429": (body) => `${head(`429 ${body}`, `retry-after: ${body}`, "content-length: 2")}{}`,
    headers: (body) => `${head("400 Bad", `x-echo: ${body}`, `location: /${body}`, "content-length: 2")}{}`,
    "a header's name": (body) => head("200 OK", `${body}: x`),
    "a header without a colon": (body) => head("200 OK", body),
    "a length": (body) => head("200 OK", `content-length: ${body}`),
    "an encoding": (body) => `${head("200 OK", `content-encoding: ${body}`, "content-length: 2")}{}`,
    "a transfer encoding": (body) => head("200 OK", `transfer-encoding: ${body}`),
    "a chunk's size": (body) => `${head("200 OK", "transfer-encoding: chunked")}${body}\r\n`,
    "a chunk's extension": (body) => `${head("200 OK", "transfer-encoding: chunked")}5;${body}\r\nhello\r\nx${body}`,
    "a trailer": (body) => `${head("400 No", "transfer-encoding: chunked")}2\r\n{}\r\n0\r\n${body}\r\n\r\n`,
    "broken gzip": (body) => `${head("200 OK", "content-encoding: gzip", `content-length: ${body.length}`)}${body}`,
    "a body cut short": (body) => `${head("200 OK", `content-length: ${body.length + 9}`)}${body}`,
    "a 407": (body) => head(`407 ${body}`, `proxy-authenticate: Basic realm="${body}"`),
    "a redirect": (body) => head("307 Elsewhere", `location: http://127.0.0.1:9/${body}`),
    "a redirect to no place": (body) => head("308 Elsewhere", `location: ${body}`),
    "an early hint": (body) =>
      `HTTP/1.1 103 ${body}\r\nlink: ${body}\r\n\r\n${head(`401 ${body}`, "content-length: 0")}`,
    "a switch of protocols": (body) => `HTTP/1.1 101 ${body}\r\nupgrade: ${body}\r\nconnection: upgrade\r\n\r\n`,
  }
  return [
    ...Object.entries(quotes).map(([name, quote]) => ({ name, serve: quoting(quote) })),
    {
      name: "a reset",
      serve: ({ socket, request }) => void request.then(() => socket.resetAndDestroy()),
    },
  ]
}

const later = "2040-01-01T00:00:00Z"

/** Callers that do not wait, and answers that come after them. */
const late: Scene = (call, secrets) => {
  const echo = call.sends(secrets).join(" ")
  const tokens = Object.fromEntries(["access", "refresh", "access_token", "accessToken"].map((name) => [name, echo]))
  const answers: Readonly<Record<string, (body: string) => string>> = {
    tokens: () => {
      const whole = { ...tokens, credentials_id: "c", success: true, status: "done" }
      const body = JSON.stringify({ ...whole, consent_exp: later, max_data_retention: later })
      return `${head("200 OK", `content-length: ${body.length}`)}${body}`
    },
    "broken tokens": () => {
      const body = JSON.stringify({ ...tokens, refresh: 7, success: 7 })
      return `${head("200 OK", `content-length: ${body.length}`)}${body}`
    },
    "a refusal": (sent) => {
      const body = JSON.stringify(call.refusals(sent)[0])
      return `${head(`401 ${sent}`, `content-length: ${body.length}`)}${body}`
    },
    garbage: (sent) => sent,
  }
  const said = new Error(`called off: ${echo}`, { cause: echo })
  return Object.entries(answers).flatMap(([name, answer]) => {
    const serve = quoting(answer, 400)
    return [
      { name: `${name} after the deadline`, serve, timeout: 150, late: true },
      { name: `${name} after the abort`, serve, abort: [150, said], late: true },
      { name: `${name} after the interrupt`, serve, interrupt: 150, late: true },
      { name: `${name} for a hook that rejects`, serve, timeout: 150, late: true, hook: "rejects" },
      { name: `${name} for a hook that throws`, serve, timeout: 150, late: true, hook: "throws" },
      { name: `${name} for no hook`, serve, timeout: 150, late: true, hook: "absent" },
    ] satisfies ReadonlyArray<Encounter>
  })
}

const early: Scene = (call, secrets) => {
  const echo = call.sends(secrets).join(" ")
  const silence: Behaviour = () => {}
  return [
    { name: "silence until the deadline", serve: silence, timeout: 150 },
    { name: "an abort before the call", serve: silence, abort: [0, echo] },
    { name: "an abort for a reason that quotes", serve: silence, abort: [150, new TypeError(echo)] },
  ]
}

/** A `fetch` of the caller's own that fails, and says in every place of an error what it was to send. */
const hostile: Scene = (call, secrets) => {
  const echoes = [call.sends(secrets).join(" "), ...call.sends(secrets)]
  return echoes.flatMap((echo, at) => {
    const codes = {
      code: echo,
      "code of Node's shape": `ERR_${echo.toUpperCase().replace(/[^A-Z_]/g, "_")}`,
      "code of OpenSSL's shape": `${echo.toUpperCase().replace(/[^A-Z_]/g, "_")}_CERT`,
      "documented code": "ECONNRESET",
    }
    const errors = Object.entries(codes).flatMap(([name, code]): ReadonlyArray<readonly [string, () => unknown]> => {
      const error = () =>
        Object.assign(new Error(echo), { code, stack: `Error: ${echo}\n    at ${echo}`, name: echo, body: echo })
      return [
        [`an error, ${name}`, error],
        [
          `a TypeError, ${name}`,
          () => Object.assign(new TypeError(`fetch failed: ${echo}`, { cause: error() }), { code: 7 }),
        ],
        [
          `an AggregateError, ${name}`,
          () => Object.assign(new AggregateError([error()], echo), { cause: error(), code }),
        ],
      ]
    })
    const others: ReadonlyArray<readonly [string, () => unknown]> = [
      ["a text", () => echo],
      ["an object", () => ({ code: echo, message: echo, toString: () => echo })],
      ["a DOMException", () => new DOMException(echo, echo)],
      [
        "an error whose code cannot be read",
        () =>
          Object.defineProperty(new Error(echo), "code", {
            get: () => {
              throw new Error(echo)
            },
          }),
      ],
    ]
    return [...errors, ...others].flatMap(
      ([name, error]): ReadonlyArray<Encounter> => [
        {
          name: `${name}, after the body ${at}`,
          fetch: async (_, init) => {
            await new Response(init?.body ?? null).text()
            throw error()
          },
        },
        {
          name: `${name}, before the body ${at}`,
          fetch: () => {
            throw error()
          },
        },
        {
          name: `${name}, in the answer ${at}`,
          fetch: async (_, init) => {
            await new Response(init?.body ?? null).text()
            return new Response(new ReadableStream({ pull: (controller) => controller.error(error()) }))
          },
        },
      ],
    )
  })
}

/** Vaults that quote, and credentials that cannot be sent. */
const locked: Scene = ({ hasCredentials }) => {
  if (!hasCredentials) return []
  const fetch = answering(200, "{}")
  return [
    {
      name: "a vault that rejects",
      fetch,
      keep: (secret) => () => Promise.reject(new Error(secret, { cause: secret })),
    },
    { name: "a vault that rejects with text", fetch, keep: (secret) => () => Promise.reject(secret) },
    {
      name: "a vault that throws",
      fetch,
      keep: (secret) => () => {
        throw new TypeError(secret)
      },
    },
    { name: "a vault that opens", fetch, keep: (secret) => () => Promise.resolve(Redacted.make(secret)) },
    { name: "an empty credential", fetch, keep: () => "" },
  ]
}

/** Where an echo's own shape decides: with every planting. */
const shaped: Readonly<Record<string, Scene>> = {
  "in the provider's own errors": inErrors,
  "as tokens": asTokens,
  "in what fetch throws": hostile,
}

const plain: Readonly<Record<string, Scene>> = {
  "as the whole body": asBodies,
  "in headers": inHeaders,
  "where HTTP is broken": onTheWire,
  "in what a vault throws": locked,
}

/** By the clock: met while the processor has nothing else to do. */
const timed: Readonly<Record<string, Scene>> = {
  "after the caller has gone": late,
  "while the caller goes": early,
}

// Who watches.

/** Everything that a program of Effect's shows to its host: logs in every format, spans, metrics. */
const watch = () => {
  const renderings: Array<Rendering> = []
  const spans: Array<Tracer.NativeSpan> = []
  const registry: Metric.MetricRegistry = new Map()
  const keep =
    (how: string) =>
    (...parts: ReadonlyArray<unknown>) => {
      renderings.push([
        how,
        parts.map((part) => (typeof part === "string" ? part : inspect(part, everything))).join(" "),
      ])
    }
  const methods = ["log", "error", "warn", "info", "debug", "trace", "group", "groupCollapsed", "dir", "groupEnd"]
  const console: Console.Console = Object.assign(
    Object.create(globalThis.console),
    Object.fromEntries(methods.map((method) => [method, keep("console")])),
  )
  const loggers = new Set<Logger.Logger<unknown, unknown>>([
    Logger.defaultLogger,
    Logger.consolePretty({ colors: true, mode: "tty" }),
    Logger.consolePretty({ colors: false, mode: "browser" }),
    Logger.consoleJson,
    Logger.consoleStructured,
    Logger.consoleLogFmt,
    Logger.map(Logger.formatSimple, keep("simple logger")),
    Logger.map(Logger.formatJson, keep("JSON logger")),
    Logger.map(Logger.formatStructured, keep("structured logger")),
    Logger.map(Logger.formatLogFmt, keep("logfmt logger")),
    Logger.tracerLogger,
    Logger.make(({ message, cause }) => keep("logger")(message, cause)),
  ])
  const tracer = Tracer.make({
    span: (options) => {
      // Random ids could hold eight digits of a UUID.
      const span = Object.assign(new Tracer.NativeSpan(options), { _spanId: "span", _traceId: "trace" })
      spans.push(span)
      return span
    },
  })
  return {
    run: <A, E>(program: Effect.Effect<A, E>): Promise<A> =>
      Effect.runPromise(
        program.pipe(
          Effect.provideService(Logger.CurrentLoggers, loggers),
          Effect.provideService(References.MinimumLogLevel, "All"),
          Effect.provideService(Console.Console, console),
          Effect.provideService(Tracer.Tracer, tracer),
          Effect.provideService(Metric.MetricRegistry, registry),
        ),
      ),
    seen: async (): Promise<ReadonlyArray<Rendering>> => {
      const metrics = Effect.all({ snapshot: Metric.snapshot, dump: Metric.dump }).pipe(
        Effect.provideService(Metric.MetricRegistry, registry),
      )
      const { snapshot, dump } = await Effect.runPromise(metrics)
      return [
        ...renderings,
        ["metrics", inspect(snapshot, everything)],
        ["dumped metrics", dump],
        ...spans.flatMap(
          ({ name, attributes, events, status, links, annotations, kind }): ReadonlyArray<Rendering> => [
            ["span", name],
            ["span's attributes", inspect([...attributes], everything)],
            ["span's events", inspect(events, everything)],
            ["span's status", inspect(status, everything)],
            [
              "span's status as JSON",
              attempt(() => JSON.stringify(status, (_, value) => (typeof value === "bigint" ? "" : value))),
            ],
            ["span's rest", inspect({ links, annotations, kind }, everything)],
          ],
        ),
      ]
    },
    count: () => ({ logs: renderings.length, spans: spans.length }),
  }
}

/** What must come soon. */
const inTime = async <A>(coming: Promise<A>): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("No orphan came.")), 10_000)
  })
  return Promise.race([coming, late]).finally(() => clearTimeout(timer))
}

/** A hook, and what it was given. */
const makeHook = ({ late, hook }: Encounter) => {
  let take: (orphan: OrphanedOutcome) => void = () => {}
  const taken = new Promise<OrphanedOutcome>((resolve) => {
    take = resolve
  })
  const onOrphaned = (orphan: OrphanedOutcome) => {
    take(orphan)
    const quoted = new Error(redactedIn(orphan).map(Redacted.value).join(" "))
    if (hook === "throws") throw quoted
    return hook === "rejects" ? Promise.reject(quoted) : Promise.resolve()
  }
  return {
    ...(hook !== "absent" && { onOrphaned }),
    /** Waits for what comes late, and for what is made of it. */
    settled: async (expected: boolean): Promise<ReadonlyArray<OrphanedOutcome>> => {
      if (late !== true) return []
      const orphan = hook === "absent" || !expected ? undefined : await inTime(taken)
      await new Promise((resolve) => setTimeout(resolve, orphan === undefined ? 600 : 20))
      return orphan === undefined ? [] : [orphan]
    },
  }
}

interface Met {
  readonly orphans: ReadonlyArray<OrphanedOutcome>
  readonly renderings: ReadonlyArray<Rendering>
  readonly values: ReadonlyArray<unknown>
  readonly outcome: string
}

type Meeting = (call: Call, secrets: Secrets, encounter: Encounter, baseUrl: string) => Promise<Met>

/** The caller's signal, aborted in time. */
const signalOf = ({ abort }: Encounter): { readonly signal?: AbortSignal } => {
  if (abort === undefined) return {}
  const [after, reason] = abort
  if (after === 0) return { signal: AbortSignal.abort(reason) }
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), after)
  return { signal: controller.signal }
}

const isOneTime = ({ name }: Call) => operations.find((one) => one.name === name)?.kind !== "reusable"

const byPromise: Meeting = async (call, secrets, encounter, baseUrl) => {
  // A promise cannot be interrupted.
  const { timeout = 5_000, interrupt } = encounter
  if (interrupt !== undefined) return { orphans: [], renderings: [], values: [], outcome: "none" }
  const { settled, ...hook } = makeHook(encounter)
  const setting = { secrets, baseUrl, keep: (secret: string) => secret, ...hook, ...encounter }
  const outcome = await call.promise(setting, { timeout, ...signalOf(encounter) }).then(
    (redemption) => ({ redemption, rejected: undefined }),
    (rejected: unknown) => ({ redemption: {}, rejected }),
  )
  const { redemption, rejected } = outcome
  return {
    orphans: await settled(isOneTime(call)),
    renderings: [
      ...printedOutcome("outcome", redemption),
      ...(rejected === undefined ? [] : printedError("rejection", rejected)),
    ],
    values: [redemption],
    outcome: rejected === undefined ? ("error" in redemption ? (redemption.error?._tag ?? "") : "tokens") : "rejection",
  }
}

const byEffect: Meeting = async (call, secrets, encounter, baseUrl) => {
  const { timeout = 5_000, interrupt } = encounter
  const { settled, ...hook } = makeHook(encounter)
  const setting = { secrets, baseUrl, keep: (secret: string) => Redacted.make(secret), ...hook, ...encounter }
  const host = watch()
  const program = Effect.gen(function* () {
    const redemption = call.effect(setting, { timeout, ...signalOf(encounter) }).pipe(
      Effect.tap((tokens) => Effect.logInfo("tokens", tokens, { tokens })),
      Effect.tapError((error) => Effect.annotateLogs(Effect.logWarning("error", error, `${error}`), { error })),
      Effect.tapCause((cause) => Effect.logError("cause", cause)),
      Effect.withSpan("the caller's"),
    )
    const fiber = yield* Effect.forkChild(redemption)
    if (interrupt !== undefined) yield* Effect.andThen(Effect.sleep(interrupt), Fiber.interrupt(fiber))
    return yield* Fiber.await(fiber)
  })
  const exit = await host.run(program)
  const orphans = await settled(isOneTime(call))
  const error = Exit.findErrorOption(exit)
  const { logs, spans } = host.count()
  if (logs < 8 || spans !== 2) throw new Error(`The search is blind: ${logs} lines of log, ${spans} spans.`)
  return {
    orphans,
    renderings: [
      ["exit", inspect(exit, everything)],
      ["exit as JSON", attempt(() => JSON.stringify(exit))],
      ...(Exit.isSuccess(exit)
        ? printedOutcome("outcome", { data: exit.value })
        : [
            ["cause", Cause.pretty(exit.cause)] as const,
            ...printedError("squashed cause", Cause.squash(exit.cause)),
            ...(error._tag === "Some" ? printedOutcome("outcome", { error: error.value }) : []),
          ]),
      ...(await host.seen()),
    ],
    values: [exit],
    outcome: Exit.isSuccess(exit)
      ? "tokens"
      : error._tag === "Some"
        ? error.value._tag
        : Cause.hasInterruptsOnly(exit.cause)
          ? "interrupted"
          : "rejection",
  }
}

const apis: Readonly<Record<string, Meeting>> = { Promise: byPromise, Effect: byEffect }

/** Meets one encounter in one API, and says what was found. */
const meet = async (
  where: string,
  meeting: Meeting,
  call: Call,
  secrets: Secrets,
  encounter: Encounter,
): Promise<ReadonlyArray<string>> => {
  await using server = encounter.serve === undefined ? undefined : await serveFault(encounter.serve)
  const { orphans, renderings, values, outcome } = await meeting(
    call,
    secrets,
    encounter,
    server?.url ?? "https://echo.example",
  )
  seen.add(outcome)
  const recovered = [...values, ...orphans].flatMap(redactedIn).map((secret) => String(Redacted.value(secret)))
  if (recovered.some((text) => piecesIn(text).length > 0)) seen.add("an echo, redacted")
  for (const { error } of orphans) seen.add(error === undefined ? "orphaned tokens" : `orphaned ${error._tag}`)
  return [
    ...search(where, [
      ...renderings,
      ...orphans.flatMap((orphan) => [...printed("orphan", orphan), ...printedOutcome("orphan", orphan)]),
    ]),
    ...[...values, ...orphans].flatMap(unmasked).map((text) => `${where}: not redacted: ${text}`),
    ...(outcome === "rejection" ? [`${where}: rejected`] : []),
  ]
}

afterAll(() => {
  console.log(`searched ${searched} renderings, ${hits.length} hits`)
})

it("overlooks three pieces of all the secrets, which are words of ours", () => {
  const all = Object.values(plantings).flatMap((secrets) => Object.values(secrets))
  const overlooked = new Set(all.flatMap((secret) => windows(secret.toLowerCase())).filter((part) => !pieces.has(part)))
  expect([...overlooked].sort()).toEqual(["password", "superexe", "uperexec"])
})

it("finds a piece of a secret, however it is written", () => {
  for (const secrets of Object.values(plantings)) {
    for (const secret of Object.values(secrets)) {
      for (const echo of [secret, secret.toUpperCase(), secret.slice(-10), escaped(secret), JSON.stringify(secret)]) {
        expect(piecesIn(`some ${echo} text`)).not.toEqual([])
      }
      for (const part of windows(secret).filter((part) => !isOurs(part.toLowerCase()))) {
        expect(piecesIn(part)).toEqual([part.toLowerCase()])
      }
    }
  }
  expect(piecesIn("aisquare.obtainToken: password, superexecSecret")).toEqual([])
})

const meetAll = async (call: Call, scene: string, encounters: Scene, planting: string) => {
  const secrets = plantings[planting] ?? canaries
  const found = await Promise.all(
    Object.entries(apis).flatMap(([api, meeting]) =>
      encounters(call, secrets).map((encounter) =>
        meet(`${api}, ${call.name}, ${scene}, ${planting}, ${encounter.name}`, meeting, call, secrets, encounter),
      ),
    ),
  )
  expect(found.flat()).toEqual([])
}

describe.each(calls)("$name keeps what it sends to itself, where it comes back", (call) => {
  it.each(Object.entries(timed))("%s", (scene, encounters) => meetAll(call, scene, encounters, "as they are"))
})

describe.concurrent.each(calls)("$name keeps what it sends to itself, where it comes back", (call) => {
  it.each(Object.entries(plain))("%s", { timeout: 60_000 }, (scene, encounters) =>
    meetAll(call, scene, encounters, "as they are"),
  )
  describe.each(Object.entries(shaped))("%s", (scene, encounters) => {
    it.each(Object.keys(plantings))("%s", { timeout: 60_000 }, (planting) => meetAll(call, scene, encounters, planting))
  })
})

it("has seen every outcome, and no secret in any metric of the Promise API", async () => {
  expect(search("Promise, all metrics", [["metrics", await Effect.runPromise(Metric.dump)]])).toEqual([])
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "tokens",
      "interrupted",
      "an echo, redacted",
      "InvalidRequest",
      "InvalidClient",
      "InvalidGrant",
      "RateLimited",
      "ConnectionFailed",
      "ProviderUnavailable",
      "OutcomeUnknown",
      "UnexpectedResponse",
      "orphaned tokens",
      "orphaned InvalidGrant",
      "orphaned OutcomeUnknown",
      "orphaned UnexpectedResponse",
    ]),
  )
})
