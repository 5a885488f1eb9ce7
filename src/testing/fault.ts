/** Network faults on demand, and what each does to the request. */
import type { SimulatedAnswer } from "./answer.ts"

/**
 * - `refused`: no connection; nothing was received. Over HTTP the connection is cut as it is made, and a client may have
 *   begun to send
 * - `reset-after-send`: the request was worked on, a grant is spent; the connection ends before the answer
 * - `hang`: the request was worked on; the answer never comes
 * - `truncated`: the request was worked on; half of the answer's body comes
 * - `not-json`: the request was worked on; a gateway answers 200 with a page of HTML
 * - `unavailable`: a gateway answers 503; the provider has seen nothing
 * - `too-many-requests`: 429, to be tried again after a second; the provider has seen nothing
 * - `redirect`: 307 to another host; the provider has seen nothing
 * - `late`: the request was worked on at once; the answer takes some milliseconds of real time more
 */
export type Fault = keyof typeof faults

/** A fault, and for `late` how late the answer comes. */
export type FaultAsked = [fault: Exclude<Fault, "late">] | [fault: "late", by: { readonly milliseconds: number }]

interface Breakage {
  /** Whether the provider still works on the request. */
  readonly isReceived: boolean
  /** The answer sent instead of the provider's. */
  readonly answer?: SimulatedAnswer
}

const page = (status: number, title: string, headers = {}): SimulatedAnswer => ({
  status,
  headers: { "content-type": "text/html", ...headers },
  body: `<!doctype html><title>${title}</title><h1>${title}</h1>`,
})

export const faults = {
  refused: { isReceived: false },
  "reset-after-send": { isReceived: true },
  hang: { isReceived: true },
  truncated: { isReceived: true },
  "not-json": { isReceived: true, answer: page(200, "Welcome") },
  unavailable: { isReceived: false, answer: page(503, "Service Unavailable") },
  "too-many-requests": { isReceived: false, answer: page(429, "Too Many Requests", { "retry-after": "1" }) },
  redirect: { isReceived: false, answer: page(307, "Moved", { location: "https://elsewhere.example/" }) },
  late: { isReceived: true },
} as const satisfies { readonly [name: string]: Breakage }

/** What becomes of one request: its fault, if any, and how much later it is answered. */
export interface Fate {
  readonly fault: Fault | undefined
  readonly milliseconds: number
}

export const fateOf = ([fault, by]: FaultAsked | []): Fate => ({ fault, milliseconds: by?.milliseconds ?? 0 })
