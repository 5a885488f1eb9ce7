/** Servers that repeat what they were sent: in errors, bodies, tokens and headers. */
import type { Call } from "../calls.ts"
import { type Secrets, sentBy } from "../canaries.ts"
import { operations } from "../operations.ts"
import { documentedRefusals, recordedRefusals, refusalsOf } from "./refusals.ts"
import { answering, type Scenario, type Scenarios } from "./scenario.ts"

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

export const escaped = (text: string) =>
  text.replace(/[\w-]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)

const echoesIn = (call: Call, secrets: Secrets) =>
  sentBy(call, secrets).flatMap((secret, at) =>
    Object.entries(echoesOf(secret)).map(([how, echo]) => ({ how: `${how} ${at}`, echo })),
  )

/** A documented shape quotes one in so many of the echoes. */
const sparse = 6

/**
 * Every echo in every shape of the provider's record, each pair under two of the statuses in turn; and in the shapes of
 * the spec's examples, which are more, some of the echoes in turn. All pairs under all statuses would be tens of
 * thousands.
 */
export const inErrors: Scenarios = (call, secrets) => [
  ...echoesIn(call, secrets).flatMap(({ how, echo }, at) => [
    ...recordedRefusals(call, echo).flatMap((body, shape) =>
      inTurn(2, at + shape).map((status) => refusing(`${how}, shape ${shape}`, status, body)),
    ),
    ...documentedRefusals(call, echo)
      .filter((_, shape) => (at + shape) % sparse === 0)
      .flatMap((body, shape) =>
        inTurn(1, at + shape).map((status) => refusing(`${how}, documented shape ${shape}`, status, body)),
      ),
  ]),
  ...sentBy(call, secrets).flatMap((secret) =>
    refusalsOf(call, secret).flatMap((body, shape) => {
      const text = JSON.stringify(body).replaceAll(secret, escaped(secret))
      const name = `JSON-escaped, shape ${shape}, status 400`
      return { name, fetch: answering(400, text) }
    }),
  ),
]

const refusing = (name: string, status: number, body: unknown): Scenario => ({
  name: `${name}, status ${status}`,
  fetch: answering(status, JSON.stringify(body)),
})

/** So many of the statuses, spread over all of them, and others for the next turn. */
const inTurn = (count: number, turn: number): ReadonlyArray<number> => {
  const step = statuses.length / count
  return statuses.filter((_, place) => place % step === turn % step)
}

export const asBodies: Scenarios = (call, secrets) => {
  const echo = sentBy(call, secrets).join(" ")
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

/** Names of tokens, of whichever provider: an answer of one may hold those of another. */
export const tokenNames = [...new Set(operations.flatMap(({ descriptor }) => descriptor.tokens))]

/** A good answer with every text in it an echo, whole or lacking something. */
export const asTokens: Scenarios = (call, secrets) =>
  sentBy(call, secrets).flatMap((echo, at) => {
    const changed = (change: (name: string, value: unknown) => unknown) =>
      Object.fromEntries(Object.entries(call.fullAnswer).map(([name, value]) => [name, change(name, value)]))
    const tokens = Object.fromEntries(tokenNames.map((name) => [name, echo]))
    const bodies = {
      "tokens alone": changed((name, value) => (tokenNames.includes(name) ? echo : value)),
      "every text but dates": changed((_, value) =>
        typeof value === "string" && !/^\d{4}-/.test(value) ? echo : value,
      ),
      "every text": changed((_, value) => (typeof value === "string" ? echo : value)),
      "the rest missing": tokens,
      "one token broken": { ...tokens, [call.descriptor.tokens.at(-1) ?? ""]: 7 },
      "everything else broken": { ...changed(() => 7), ...tokens },
      "echoes for names": { [echo]: echo, ...tokens },
    }
    return Object.entries(bodies).flatMap(([name, body]) =>
      [200, 201, 400].map((status) => ({
        name: `${name} ${at}, status ${status}`,
        fetch: answering(status, JSON.stringify(body)),
      })),
    )
  })

const endsOf = (secrets: Secrets): Secrets =>
  Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.slice(-10)]))

export const inHeaders: Scenarios = (call, secrets) =>
  [secrets, endsOf(secrets)].flatMap((shown, way) => {
    const echo = sentBy(call, shown).join(" ")
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
