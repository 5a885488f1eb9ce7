/**
 * A provider that can break HTTP anywhere: raw sockets on loopback, one server per redemption, to count its requests.
 */

import type { AddressInfo } from "node:net"
import { createServer, type Socket } from "node:net"
import { createServer as createTlsServer } from "node:tls"

export interface Connection {
  readonly socket: Socket
  /** The whole request, as it came; resolves once the whole of it has been read. */
  readonly request: Promise<string>
  /** The number of the connection, from 1. */
  readonly count: number
}

/** Handles a connection. */
export type Behaviour = (connection: Connection) => void

export interface FaultServer extends AsyncDisposable {
  readonly url: string
  /** How many requests began to arrive or were rejected before they could. */
  readonly posts: () => number
  /** Connections that are open now. */
  readonly open: () => number
  /** Resolves once the first request has been read to its end. */
  readonly arrived: Promise<void>
}

/** The longest life of a connection, so that no fault outlives its test. */
const patience = 20_000

export const serveFault = async (behave: Behaviour): Promise<FaultServer> => {
  const sockets = new Set<Socket>()
  const arrived = Promise.withResolvers<void>()
  let connections = 0
  /** Called at the end: what each connection sent. */
  const posts: Array<() => number> = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setTimeout(patience, () => socket.destroy())
    socket.on("close", () => sockets.delete(socket))
    // A client that resets is what many of these tests are about.
    socket.on("error", () => {})
    connections++
    let text = ""
    const request = new Promise<string>((resolve) => {
      socket.on("data", (chunk) => {
        text += chunk.toString("latin1")
        if (!isWhole(text)) return
        resolve(text)
        arrived.resolve()
      })
    })
    behave({ socket, request, count: connections })
    // Rejected before its first byte: counts as a POST. Any other connection without a byte is undici's own.
    const isTurnedAway = socket.writableEnded || socket.destroyed
    posts.push(() => Math.max(text.match(/\b(?:DELETE|GET|POST) \//g)?.length ?? 0, isTurnedAway ? 1 : 0))
  })
  return listen(server, {
    arrived: arrived.promise,
    posts: () => posts.reduce((sum, ofOne) => sum + ofOne(), 0),
    open: () => sockets.size,
    end: () => {
      for (const socket of sockets) socket.destroy()
    },
  })
}

/** For a server that never reads a request. */
const unused = { posts: () => 0, open: () => 0, arrived: new Promise<never>(() => {}) }

/** An address without a server of ours. */
export const nowhere = (url: string): FaultServer => ({ ...unused, url, [Symbol.asyncDispose]: async () => {} })

/** A TLS server without a certificate: every handshake fails. */
export const serveBrokenTls = async (): Promise<FaultServer> => {
  const server = createTlsServer({})
  server.on("tlsClientError", () => {})
  const { url, ...rest } = await listen(server, { ...unused, end: () => {} })
  return { ...rest, url: url.replace("http:", "https:") }
}

const listen = async (
  server: ReturnType<typeof createServer>,
  { end, ...observed }: Omit<FaultServer, "url" | keyof AsyncDisposable> & { readonly end: () => void },
): Promise<FaultServer> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...observed,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * A loopback address where nobody listens. A port that was free a moment ago may go to the next server, which would
 * count a POST that was not meant for it.
 */
export const nobody = "http://127.0.0.1:2"

const isWhole = (text: string): boolean => {
  const end = text.indexOf("\r\n\r\n")
  if (end < 0) return false
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
  return text.length >= end + 4 + length
}
