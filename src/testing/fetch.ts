/** The simulated providers as one `fetch`: no socket, but the faults of a network. */
import type { SimulatedAnswer } from "./answer.ts"
import type { Wire } from "./simulated.ts"

/** Takes what the platform's `fetch` takes. */
export type SimulatedFetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>

export const makeFetch = (providers: ReadonlyArray<Wire>): SimulatedFetch => {
  const perform: SimulatedFetch = (input, init) => {
    const request = new Request(input, init)
    const { method, headers, signal } = request
    signal.throwIfAborted()
    const { origin, pathname: path, search } = new URL(request.url)
    const query = search.slice(1)
    const wire = providers.find(({ origins }) => origins.includes(origin))
    if (wire === undefined) throw failure("ENOTFOUND", `${origin} is not simulated`)
    const { fault, milliseconds } = wire.takeFate()
    if (fault === "refused") {
      wire.receive({ method, path, query, headers, body: "" }, fault)
      throw failure("ECONNREFUSED", "refused")
    }
    return request.text().then((body) => {
      signal.throwIfAborted()
      const answer = wire.receive({ method, path, query, headers, body }, fault)
      if (fault === "hang") return silence(signal)
      if (answer === undefined || fault === "reset-after-send") throw failure("ECONNRESET", "reset")
      const text = fault === "truncated" ? half(textOf(answer)) : textOf(answer)
      const response = new Response(withoutBody.includes(answer.status) ? null : text, answer)
      return fault === "late" ? later(response, milliseconds, signal) : response
    })
  }
  // Every failure rejects, as the platform's `fetch` does.
  return (input, init) => new Promise((resolve) => resolve(perform(input, init)))
}

/** Statuses of answers that have none. */
export const withoutBody: ReadonlyArray<number> = [204, 205, 304]

/** The body of an answer as the wire has it. */
export const textOf = ({ body }: SimulatedAnswer): string => (typeof body === "string" ? body : JSON.stringify(body))

/** What the platform's `fetch` rejects with. */
const failure = (code: string, message: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) })

const silence = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  })

/** The answer after some time, unless the client aborts before. */
const later = (response: Response, milliseconds: number, signal: AbortSignal): Promise<Response> => {
  const waited = new Promise<Response>((resolve) => setTimeout(() => resolve(response), milliseconds))
  return Promise.race([waited, silence(signal)])
}

/** Half of a text, and then the connection ends. */
const half = (text: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2))),
    pull: (controller) => controller.error(failure("UND_ERR_SOCKET", "other side closed")),
  })
