/** What is measured in each runtime: one figure for each way to send. */
import type { Measured, Task, Way } from "../programs/field.ts"
import type { Certificate } from "./certificate.ts"
import { endings, serveHttp2 } from "./http2.ts"
import { granted, serve, whole } from "./peer.ts"
import { cases, serveBreakingOff } from "./survival.ts"

/** Redemptions a figure. */
export const count = 200

/** Performs a task in a process of the runtime. Nothing comes where the process did not live to the end. */
export type Perform = (task: Omit<Task, "way" | "count"> & { readonly count?: number }) => Promise<Measured | undefined>

export interface Scenario {
  /** What is counted, for the page. */
  readonly about: string
  readonly ways: ReadonlyArray<Way>
  /** The figure, and what is wrong with it if the client sent. */
  readonly measure: (
    perform: Perform,
    certificate: Certificate,
  ) => Promise<{ readonly figure: string; readonly wrong?: string | false }>
  /** Whether it rests on a connection of its own for each grant, which a worker's platform does not promise. */
  readonly isByConnection?: boolean
}

const [client, pooled, given, plain] = [
  "client",
  "without `connection: close`",
  "with a `fetch` of the caller's own",
  "`fetch`",
] as const

/** How often each outcome came. */
const outcomesOf = async (perform: Perform, task: Parameters<Perform>[0]) => {
  const { outcomes } = (await perform(task)) ?? { outcomes: undefined }
  if (outcomes === undefined) throw new Error(`the process ended: ${task.url}`)
  if ("ConnectionFailed" in outcomes) throw new Error(`no connection: ${JSON.stringify(outcomes)}`)
  return new Map(Object.entries(outcomes))
}

/** Answers on a connection that it keeps, whatever the request said. */
const keeping = (body: string) => whole(granted(body), "keep-alive")

export const scenarios: { readonly [name: string]: Scenario } = {
  "How a POST is sent": {
    about: `To a polite server over TLS on loopback: the median time of a call, the connections for ${count} POSTs, and whether the body
went in chunks.`,
    ways: [client, given, pooled, plain],
    measure: async (perform, certificate) => {
      await using peer = await serve(({ body, headers, socket }) => {
        const isLast = headers.connection === "close"
        socket.write(isLast ? whole(granted(body), "close") : keeping(body))
        if (isLast) socket.end()
      }, certificate)
      const measured = await perform({ url: peer.url, operation: "exchangeToken" })
      const connections = new Set(peer.posts.map(({ socket }) => socket)).size
      const chunked = peer.posts.some(({ headers }) => headers["transfer-encoding"]) ? ", chunked" : ""
      return { figure: `${measured?.median.toFixed(1)} ms on ${connections}${chunked}` }
    },
  },
  "A stray answer": {
    about: `A peer that keeps its connections sends each answer twice, the second time 5 to 30 ms late. Counted: logins that got
another user's tokens. In a worker the platform keeps connections, and no request can decline it.`,
    ways: [client, pooled, given],
    isByConnection: true,
    measure: async (perform) => {
      await using peer = await serve(({ body, socket }) => {
        socket.write(keeping(body))
        setTimeout(() => socket.writable && socket.write(keeping(body)), 5 + Math.random() * 25)
      })
      const outcomes = await outcomesOf(perform, { url: peer.url, operation: "obtainToken", isUneven: true })
      const mistaken = outcomes.get("another's tokens") ?? 0
      return {
        figure: `${mistaken}`,
        wrong: mistaken > 0 && `${mistaken} logins of ${count} got another user's tokens`,
      }
    },
  },
  "HTTP/2": {
    about: `A server that offers HTTP/2 and HTTP/1.1 over TLS, and after an answer sends GOAWAY, closes the session, or refuses every
second stream. Counted: outcomes of a one-time grant that are unknown, for each of the three.`,
    ways: [client, given],
    measure: async (perform, certificate) => {
      const unknown: Array<number> = []
      let streams = 0
      for (const ending of endings) {
        await using peer = await serveHttp2(ending, certificate)
        const outcomes = await outcomesOf(perform, { url: peer.url, operation: "exchangeToken" })
        unknown.push(outcomes.get("OutcomeUnknown") ?? 0)
        streams += peer.streams()
      }
      const figure = `${unknown.join(", ")} by HTTP/${streams > 0 ? 2 : 1}`
      return { figure, wrong: unknown.some((some) => some > 0) && `outcomes are unknown: ${figure}` }
    },
  },
  "A connection that was to close": {
    about: `A peer that keeps a connection in spite of \`connection: close\`, and drops it upon the next request. Counted: POSTs that
arrived, and outcomes that are unknown.`,
    ways: [client, given],
    isByConnection: true,
    measure: async (perform) => {
      await using peer = await serve(({ body, nth, socket }) => {
        if (nth > 1) socket.destroy()
        else socket.write(keeping(body))
      })
      const outcomes = await outcomesOf(perform, { url: peer.url, operation: "exchangeToken" })
      const { length } = peer.posts
      const figure = `${length}, ${outcomes.get("OutcomeUnknown") ?? 0}`
      return { figure, wrong: length > count && `${length} POSTs for ${count} redemptions` }
    },
  },
  "A compressed answer that breaks off": {
    about: `Some 300 kB of gzip or deflate, in chunks, to the connection's end or with a length, plain and over TLS, reset or ended
early and late; and 30 MB within 32 kB. Counted: processes that did not live on.`,
    ways: [client, plain],
    measure: async (perform, certificate) => {
      const ended: Array<string> = []
      for (const tls of [undefined, certificate]) {
        await using peer = await serveBreakingOff(tls)
        for (const path of cases) {
          const measured = await perform({ url: `${peer.url}${path}`, operation: "exchangeToken", count: 2 })
          if (measured === undefined) ended.push(`${tls ? "TLS " : ""}${path}`)
        }
      }
      const figure = `${ended.length} of ${cases.length * 2}`
      return { figure, wrong: ended.length > 0 && `ended by ${ended.join(", ")}` }
    },
  },
}
