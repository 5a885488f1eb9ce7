/** Servers that repeat what they were sent: in errors, bodies, tokens, headers, and where HTTP breaks. */
import type { Credential, Fetch } from "../../../src/index.ts"
import type { Call } from "../calls.ts"
import { each, type Secrets } from "../canaries.ts"
import { operations } from "../operations.ts"
import type { Behaviour } from "../server.ts"

/** What a redemption meets. */
export interface Encounter {
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

export type Scene = (call: Call, secrets: Secrets) => ReadonlyArray<Encounter>

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

export const statuses = [200, 201, 400, 401, 403, 404, 415, 418, 422, 429, 500, 503]

/** Reads the request, as a real one does, and answers. */
export const answering =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fetch =>
  async (_, init) => {
    await new Response(init?.body ?? null).text()
    return new Response(body, { status, headers: { "content-type": "application/json", ...headers } })
  }

export const escaped = (text: string) =>
  text.replace(/[\w-]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)

export const echoed = (call: Call, secrets: Secrets) =>
  call
    .sends(secrets)
    .flatMap((secret, at) => Object.entries(echoesOf(secret)).map(([how, echo]) => [`${how} ${at}`, echo] as const))

export const inErrors: Scene = (call, secrets) => [
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

export const asBodies: Scene = (call, secrets) => {
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
export const asTokens: Scene = (call, secrets) => {
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

export const inHeaders: Scene = (call, secrets) =>
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
export const quoting =
  (quote: (body: string, request: string) => string, after = 0): Behaviour =>
  ({ socket, request }) => {
    void request.then((text) =>
      setTimeout(() => socket.end(quote(text.slice(text.indexOf("\r\n\r\n") + 4), text), "latin1"), after),
    )
  }

export const head = (status: string, ...lines: ReadonlyArray<string>) =>
  [`HTTP/1.1 ${status}`, "content-type: application/json", "connection: close", ...lines, "", ""].join("\r\n")

/** What is no HTTP, or says the request in places where undici reads closely. */
export const onTheWire: Scene = () => {
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
