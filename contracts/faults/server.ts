/**
 * A provider that breaks HTTP in any place: raw sockets on loopback, one server per redemption, so that what it
 * received can be counted.
 */

import type { AddressInfo } from "node:net"
import { createServer, type Socket } from "node:net"
import { createServer as createTlsServer } from "node:tls"

/** What the server does with a connection. `request` ends once the whole POST has been read. */
export interface Connection {
  readonly socket: Socket
  /** The whole request, as it came. */
  readonly request: Promise<string>
  /** Which connection of this server it is, from 1. */
  readonly count: number
}

export type Behaviour = (connection: Connection) => void

export interface FaultServer extends AsyncDisposable {
  readonly url: string
  /** How many POSTs began to arrive, or were turned away before they could. */
  readonly posts: () => number
  /** Connections that are open now. */
  readonly open: () => number
  /** Resolves once the first request has been read to its end. */
  readonly arrived: Promise<void>
}

/** Longest a connection may live, so that no fault outlives its test. */
const patience = 20_000

export const serveFault = async (behave: Behaviour): Promise<FaultServer> => {
  const sockets = new Set<Socket>()
  const arrived = Promise.withResolvers<void>()
  let connections = 0
  /** Asked at the end: what each connection brought. */
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
    // Turned away before a byte could come: the client meant to POST. Another connection without a byte is undici's own.
    const isTurnedAway = socket.writableEnded || socket.destroyed
    posts.push(() => Math.max(text.match(/POST \//g)?.length ?? 0, isTurnedAway ? 1 : 0))
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

/** Where no request is ever read. */
const unused = { posts: () => 0, open: () => 0, arrived: new Promise<never>(() => {}) }

/** A place where no server of ours is. */
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
 * An address of loopback where nobody listens. Not a port that was free a moment ago: the system may give it to the
 * next server, which would then count a POST that was not meant for it.
 */
export const nobody = "http://127.0.0.1:2"

const isWhole = (text: string): boolean => {
  const end = text.indexOf("\r\n\r\n")
  if (end < 0) return false
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
  return text.length >= end + 4 + length
}
