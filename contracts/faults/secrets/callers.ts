/** Callers that give up, and callers whose own `fetch` or vault quotes secrets. */
import * as Redacted from "effect/Redacted"
import { sentBy } from "../canaries.ts"
import type { Behaviour } from "../server.ts"
import { refusalsOf } from "./refusals.ts"
import { answering, type Scenario, type Scenarios } from "./scenario.ts"
import { head, quoting } from "./wire.ts"

/** How long a caller waits, in milliseconds: long enough for its request to arrive on a busy machine. */
const patience = 1_000

/** How long after the request an answer comes, in milliseconds: the caller has given up by then. */
const answerDelay = 1_500

/** Callers that do not wait, and answers that come after them. */
export const late: Scenarios = (call, secrets) => {
  const quoted = sentBy(call, secrets).join(" ")
  const json = (status: string, body: unknown) => {
    const text = JSON.stringify(body)
    return `${head(status, `content-length: ${text.length}`)}${text}`
  }
  const tokens = Object.fromEntries(call.descriptor.tokens.map((name) => [name, quoted]))
  const others = Object.fromEntries(Object.keys(call.fullAnswer).map((name) => [name, 7]))
  const [first = ""] = call.descriptor.tokens
  const answers: Readonly<Record<string, (body: string) => string>> = {
    tokens: () => json("200 OK", { ...call.fullAnswer, ...tokens }),
    "broken tokens": () => json("200 OK", { ...others, [first]: quoted }),
    "a refusal": (sent) => json(`401 ${sent}`, refusalsOf(call, sent)[0]),
    garbage: (sent) => sent,
  }
  const reason = new Error(`called off: ${quoted}`, { cause: quoted })
  return Object.entries(answers).flatMap(([name, answer]) => {
    const serve = quoting(call, answer, answerDelay)
    return [
      { name: `${name} after the deadline`, serve, timeout: patience, late: true },
      { name: `${name} after the abort`, serve, abort: [patience, reason], late: true },
      { name: `${name} after the interrupt`, serve, interrupt: patience, late: true },
      { name: `${name} for a hook that rejects`, serve, timeout: patience, late: true, hook: "rejects" },
      { name: `${name} for a hook that throws`, serve, timeout: patience, late: true, hook: "throws" },
      { name: `${name} for no hook`, serve, timeout: patience, late: true, hook: "absent" },
    ] satisfies ReadonlyArray<Scenario>
  })
}

export const early: Scenarios = (call, secrets) => {
  const quoted = sentBy(call, secrets).join(" ")
  const silence: Behaviour = () => {}
  return [
    { name: "silence until the deadline", serve: silence, timeout: 150 },
    { name: "an abort before the call", serve: silence, abort: [0, quoted] },
    { name: "an abort for a reason that quotes", serve: silence, abort: [150, new TypeError(quoted)] },
  ]
}

/** A `fetch` of the caller's own that fails and quotes the request in every part of its error. */
export const hostile: Scenarios = (call, secrets) => {
  const quotations = [sentBy(call, secrets).join(" "), ...sentBy(call, secrets)]
  return quotations.flatMap((quoted, at) => {
    const codes = {
      code: quoted,
      "code of Node's shape": `ERR_${quoted.toUpperCase().replace(/[^A-Z_]/g, "_")}`,
      "code of OpenSSL's shape": `${quoted.toUpperCase().replace(/[^A-Z_]/g, "_")}_CERT`,
      "documented code": "ECONNRESET",
    }
    const errors = Object.entries(codes).flatMap(([name, code]): ReadonlyArray<readonly [string, () => unknown]> => {
      const error = () =>
        Object.assign(new Error(quoted), {
          code,
          stack: `Error: ${quoted}\n    at ${quoted}`,
          name: quoted,
          body: quoted,
        })
      return [
        [`an error, ${name}`, error],
        [
          `a TypeError, ${name}`,
          () => Object.assign(new TypeError(`fetch failed: ${quoted}`, { cause: error() }), { code: 7 }),
        ],
        [
          `an AggregateError, ${name}`,
          () => Object.assign(new AggregateError([error()], quoted), { cause: error(), code }),
        ],
      ]
    })
    const others: ReadonlyArray<readonly [string, () => unknown]> = [
      ["a text", () => quoted],
      ["an object", () => ({ code: quoted, message: quoted, toString: () => quoted })],
      ["a DOMException", () => new DOMException(quoted, quoted)],
      [
        "an error whose code cannot be read",
        () =>
          Object.defineProperty(new Error(quoted), "code", {
            get: () => {
              throw new Error(quoted)
            },
          }),
      ],
    ]
    return [...errors, ...others].flatMap(
      ([name, error]): ReadonlyArray<Scenario> => [
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

/** Vaults that quote secrets, and credentials that cannot be sent. */
export const locked: Scenarios = ({ credentials, secrets, headers }) => {
  if (!credentials.some((name) => secrets.includes(name))) return []
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
    { name: "a vault with an empty credential", fetch, keep: () => () => Promise.resolve("") },
    // What cannot be written, the platform quotes.
    ...(headers.length === 0
      ? []
      : [
          { name: "a vault with two lines", fetch, keep: (secret: string) => `${secret}\n${secret}` },
          { name: "a vault with a sign that no header has", fetch, keep: (secret: string) => `${secret}\u2603` },
        ]),
  ]
}
