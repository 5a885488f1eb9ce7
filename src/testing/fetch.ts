/**
 * The simulated providers as one `fetch`: no socket, but what a network does to a request all the same.
 */
import type { Fetch } from "../settings.ts"
import type { Answer } from "./answer.ts"
import type { Wire } from "./simulated.ts"

export const makeFetch =
  (providers: ReadonlyArray<Wire>): Fetch =>
  (input, init) => {
    const request = new Request(input, init)
    const { origin, pathname } = new URL(request.url)
    const wire = providers.find(({ origins }) => origins.includes(origin))
    if (wire === undefined) return Promise.reject(failure("ENOTFOUND", `${origin} is not simulated`))
    if (wire.refusesNext()) {
      wire.receive({ method: request.method, path: pathname, headers: request.headers, body: "" })
      return Promise.reject(failure("ECONNREFUSED", "refused"))
    }
    return request.text().then((body) => {
      const { method, headers, signal } = request
      const { answer, fault } = wire.receive({ method, path: pathname, headers, body })
      if (fault === "hang") return silence(signal)
      if (answer === undefined || fault === "reset-after-send") throw failure("ECONNRESET", "reset")
      return new Response(fault === "truncated" ? half(textOf(answer)) : textOf(answer), answer)
    })
  }

/** The body of an answer as the wire has it. */
export const textOf = ({ body }: Answer): string => (typeof body === "string" ? body : JSON.stringify(body))

/** What the platform's `fetch` rejects with. */
const failure = (code: string, message: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) })

const silence = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  })

/** Half of a text, and then the connection ends. */
const half = (text: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2))),
    pull: (controller) => controller.error(failure("UND_ERR_SOCKET", "other side closed")),
  })
