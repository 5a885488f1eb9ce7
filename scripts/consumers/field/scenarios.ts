/** What is measured in each runtime. */
import type { Way } from "../programs/field.ts"
import type { Findings } from "../workplace.ts"
import type { Certificate } from "./certificate.ts"
import { type Ending, serveHttp2 } from "./http2.ts"
import { serveKept, serveStray } from "./late.ts"
import { granted, isChunked, serve, whole } from "./peer.ts"
import type { Perform, Subject } from "./subjects.ts"
import { cases, serveBreakingOff } from "./survival.ts"

export interface Reading {
  /** Cells of this runtime's column, by row. */
  readonly rows: { readonly [row: string]: string }
  readonly findings: Findings
}

type Measure = (perform: Perform, certificate: Certificate, subject: Subject) => Promise<Reading>

interface Scenario {
  /** What is counted, for the page. */
  readonly about: string
  readonly measure: Measure
}

/** Redemptions a figure. */
export const count = 200

/** How often `outcome` came. A process that ended has no outcomes. */
const occurrences = async (outcome: string, perform: Perform, task: Omit<Parameters<Perform>[0], "count">) => {
  const measured = await perform({ ...task, count })
  if (measured === "ended") throw new Error(`the process ended: ${task.way}, ${task.url}`)
  if ("ConnectionFailed" in measured.outcomes) throw new Error(`no connection: ${JSON.stringify(measured.outcomes)}`)
  return measured.outcomes[outcome] ?? 0
}

const survival: Measure = async (perform, certificate) => {
  const ended = async (way: Way, ...certificates: ReadonlyArray<Certificate | undefined>) => {
    const paths: Array<string> = []
    for (const one of certificates) {
      await using peer = await serveBreakingOff(one)
      for (const path of cases) {
        const url = `${peer.url}${path}`
        const measured = await perform({ url, operation: "exchangeToken", way, count: 2 })
        if (measured === "ended") paths.push(one === undefined ? path : `TLS ${path}`)
      }
    }
    return { paths, cell: `${paths.length} of ${cases.length * certificates.length}` }
  }
  const [client, plain] = [await ended("client", undefined, certificate), await ended("plain fetch", undefined)]
  return {
    rows: { client: client.cell, "`fetch`": plain.cell },
    findings: client.paths.map((path) => `ended by ${path}`),
  }
}

const stray: Measure = async (perform, _, { isOwnConnection }) => {
  const mistaken = async (way: Way) => {
    await using peer = await serveStray()
    // Awaited here: the peer is gone once this returns.
    return await occurrences("another's tokens", perform, {
      url: peer.url,
      operation: "obtainToken",
      way,
      isUneven: true,
    })
  }
  const [client, pooled, given] = [await mistaken("client"), await mistaken("pooled"), await mistaken("given fetch")]
  return {
    rows: {
      client: `${client}`,
      "without `connection: close`": `${pooled}`,
      "with a `fetch` of the caller's own": `${given}`,
    },
    findings: isOwnConnection && client > 0 ? [`${client} logins of ${count} got another user's tokens`] : [],
  }
}

const endings: ReadonlyArray<Ending> = ["goaway", "close", "refused"]

const http2: Measure = async (perform, certificate) => {
  const measure = async (way: Way) => {
    const unknown: Array<number> = []
    let over = 0
    for (const ending of endings) {
      await using peer = await serveHttp2(ending, certificate)
      const task = { url: peer.url, operation: "exchangeToken", way } as const
      unknown.push(await occurrences("OutcomeUnknown", perform, task))
      over += peer.seen.h2
    }
    return { unknown, over }
  }
  const [client, given] = [await measure("client"), await measure("given fetch")]
  const lost = client.unknown.reduce((sum, one) => sum + one)
  return {
    rows: {
      "the platform speaks HTTP/2": given.over > 0 ? "yes" : "no",
      client: client.unknown.join(", "),
      "with a `fetch` of the caller's own": given.unknown.join(", "),
    },
    findings: lost > 0 ? [`${lost} outcomes of ${count * endings.length} are unknown`] : [],
  }
}

const kept: Measure = async (perform, _, { isOwnConnection }) => {
  const posts = async (way: Way) => {
    await using peer = await serveKept()
    const unknown = await occurrences("OutcomeUnknown", perform, { url: peer.url, operation: "exchangeToken", way })
    return { posts: peer.posts().length, cell: `${peer.posts().length}, ${unknown}` }
  }
  const [client, given] = [await posts("client"), await posts("given fetch")]
  return {
    rows: {
      client: client.cell,
      "with a `fetch` of the caller's own": given.cell,
    },
    findings: isOwnConnection && client.posts > count ? [`${client.posts} POSTs for ${count} redemptions`] : [],
  }
}

const wire: Measure = async (perform, certificate) => {
  await using peer = await serve(({ body, head }, socket) => {
    const isLast = /^connection: close/im.test(head)
    socket.write(whole(granted(body), `connection: ${isLast ? "close" : "keep-alive"}`))
    if (isLast) socket.end()
  }, certificate)
  const median = async (way: Way) => {
    const measured = await perform({ url: peer.url, operation: "exchangeToken", way, count })
    return measured === "ended" ? "ended" : measured.median.toFixed(1)
  }
  const client = await median("client")
  const framings = new Set(peer.posts().map(({ head }) => (isChunked(head) ? "chunked" : "with its length")))
  return {
    rows: {
      "a body is sent": [...framings].join(", "),
      "connections for 200 POSTs": `${new Set(peer.posts().map(({ connection }) => connection)).size}`,
      "client, ms": client,
      "with a `fetch` of the caller's own, ms": await median("given fetch"),
      "without `connection: close`, ms": await median("pooled"),
      "`fetch`, ms": await median("plain fetch"),
    },
    findings: framings.has("chunked") ? ["a body is sent in chunks, which Django reads as an empty one"] : [],
  }
}

export const scenarios: { readonly [name: string]: Scenario } = {
  "How a POST is sent": {
    about:
      "To a polite server over TLS on loopback: the framing of the body, connections, and the median time of a call.",
    measure: wire,
  },
  "A stray answer": {
    about: `A peer that keeps its connections sends each answer twice, the second time 5 to 30 ms late. Counted: logins that got
another user's tokens. In a worker the platform keeps connections, and no request can decline it.`,
    measure: stray,
  },
  "HTTP/2": {
    about: `A server that offers HTTP/2 and HTTP/1.1 over TLS, and after an answer sends GOAWAY, closes the session, or refuses every
second stream. Counted: outcomes of a one-time grant that are unknown, for each of the three.`,
    measure: http2,
  },
  "A connection that was to close": {
    about: `A peer that keeps a connection in spite of \`connection: close\`, and drops it upon the next request. Counted: POSTs that
arrived, and outcomes that are unknown.`,
    measure: kept,
  },
  "A compressed answer that breaks off": {
    about: `Some 300 kB of gzip or deflate, in chunks, to the connection's end or with a length, plain and over TLS, reset or ended
early and late; and 30 MB within 32 kB. Counted: processes that did not live on.`,
    measure: survival,
  },
}
