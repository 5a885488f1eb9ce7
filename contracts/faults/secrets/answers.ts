/** Servers that quote the request in errors, bodies, tokens and headers. */
import type { Call } from "../calls.ts"
import { type Secrets, sentBy } from "../canaries.ts"
import { operations } from "../operations.ts"
import { documentedRefusals, recordedRefusals, refusalsOf } from "./refusals.ts"
import { answering, type Scenario, type Scenarios } from "./scenario.ts"

/** The forms in which an answer may quote a secret. */
const quotationsOf = (secret: string): Readonly<Record<string, string>> => ({
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

const quotationsIn = (call: Call, secrets: Secrets) =>
  sentBy(call, secrets).flatMap((secret, at) =>
    Object.entries(quotationsOf(secret)).map(([how, quoted]) => ({ how: `${how} ${at}`, quoted })),
  )

/** A documented shape uses one in this many of the quotations. */
const sparse = 6

/**
 * Every quotation in every shape of the provider's record, each pair under two statuses in turn; and some quotations in
 * each shape of the spec's examples. All pairs under all statuses would be tens of thousands.
 */
export const inErrors: Scenarios = (call, secrets) => [
  ...quotationsIn(call, secrets).flatMap(({ how, quoted }, at) => [
    ...recordedRefusals(call, quoted).flatMap((body, shape) =>
      inTurn(2, at + shape).map((status) => refusing(`${how}, shape ${shape}`, status, body)),
    ),
    ...documentedRefusals(call, quoted)
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

/** This many statuses, spread over all, and different ones for the next turn. */
const inTurn = (count: number, turn: number): ReadonlyArray<number> => {
  const step = statuses.length / count
  return statuses.filter((_, place) => place % step === turn % step)
}

export const asBodies: Scenarios = (call, secrets) => {
  const quoted = sentBy(call, secrets).join(" ")
  const bodies = {
    text: quoted,
    "a JSON string": JSON.stringify(quoted),
    "a JSON array": JSON.stringify([quoted]),
    "half a JSON object": `{"detail":"${quoted}`,
    HTML: `<!doctype html><title>${quoted}</title><pre>POST / ${quoted}</pre>`,
    "a form": new URLSearchParams({ quoted }).toString(),
  }
  return Object.entries(bodies).flatMap(([name, body]) =>
    [200, 301, 400, 401, 429, 500].map((status) => ({
      name: `${name}, status ${status}`,
      fetch: answering(status, body, { "content-type": name === "HTML" ? "text/html" : "application/json" }),
    })),
  )
}

/** Names of tokens at any provider: an answer may contain those of another. */
const tokenNames = [...new Set(operations.flatMap(({ descriptor }) => descriptor.tokens))]

/** A good answer whose texts are all quotations, complete or with a part missing. */
export const asTokens: Scenarios = (call, secrets) =>
  sentBy(call, secrets).flatMap((quoted, at) => {
    const changed = (change: (name: string, value: unknown) => unknown) =>
      Object.fromEntries(Object.entries(call.fullAnswer).map(([name, value]) => [name, change(name, value)]))
    const tokens = Object.fromEntries(tokenNames.map((name) => [name, quoted]))
    const bodies = {
      "tokens alone": changed((name, value) => (tokenNames.includes(name) ? quoted : value)),
      "every text but dates": changed((_, value) =>
        typeof value === "string" && !/^\d{4}-/.test(value) ? quoted : value,
      ),
      "every text": changed((_, value) => (typeof value === "string" ? quoted : value)),
      "the rest missing": tokens,
      "one token broken": { ...tokens, [call.descriptor.tokens.at(-1) ?? ""]: 7 },
      "everything else broken": { ...changed(() => 7), ...tokens },
      "quotations for names": { [quoted]: quoted, ...tokens },
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
    const quoted = sentBy(call, shown).join(" ")
    const headers = {
      "retry-after": quoted,
      location: `https://elsewhere.example/${quoted}`,
      "www-authenticate": `Bearer realm="${quoted}", error_description="${quoted}"`,
      "x-anything": quoted,
      "x-request-id": quoted,
      "set-cookie": `session=${quoted}`,
      server: quoted,
    }
    const ids = sentBy(call, shown).flatMap((id) => [
      { name: `id of a success, way ${way}`, fetch: answering(200, call.answer, { "x-request-id": id }) },
      { name: `id of a refusal, way ${way}`, fetch: answering(401, "{}", { "x-request-id": id }) },
    ])
    const quoting = [200, 302, 400, 401, 429, 503].flatMap((status) => [
      { name: `status ${status}, way ${way}`, fetch: answering(status, "{}", headers) },
      {
        name: `content-type, status ${status}, way ${way}`,
        fetch: answering(status, quoted, { ...headers, "content-type": quoted }),
      },
    ])
    return [...ids, ...quoting]
  })
