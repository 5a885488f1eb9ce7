/**
 * A provider that breaks HTTP wherever it likes: raw sockets on loopback, one server per redemption, so that what it
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
  /** How many POSTs began to arrive, or connections where none was read. */
  readonly posts: () => number
  /** Connections that are open now. */
  readonly open: () => number
}

/** Longest a connection may live, so that no fault outlives its test. */
const patience = 20_000

export const serveFault = async (behave: Behaviour): Promise<FaultServer> => {
  const sockets = new Set<Socket>()
  let connections = 0
  let heads = 0
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
        const before = text
        text += chunk.toString("latin1")
        heads += (text.match(/POST \//g)?.length ?? 0) - (before.match(/POST \//g)?.length ?? 0)
        if (isWhole(text)) resolve(text)
      })
    })
    behave({ socket, request, count: connections })
  })
  return listen(server, {
    posts: () => Math.max(heads, connections),
    open: () => sockets.size,
    end: () => {
      for (const socket of sockets) socket.destroy()
    },
  })
}

/** A TLS server without a certificate: every handshake fails. */
export const serveBrokenTls = async (): Promise<FaultServer> => {
  const server = createTlsServer({})
  server.on("tlsClientError", () => {})
  const { url, ...rest } = await listen(server, { posts: () => 0, open: () => 0, end: () => {} })
  return { ...rest, url: url.replace("http:", "https:") }
}

const listen = async (
  server: ReturnType<typeof createServer>,
  { end, ...counts }: Pick<FaultServer, "posts" | "open"> & { readonly end: () => void },
): Promise<FaultServer> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...counts,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A port of loopback on which nobody listens. */
export const closedPort = async (): Promise<string> => {
  const server = await serveFault(() => {})
  await server[Symbol.asyncDispose]()
  return server.url
}

const isWhole = (text: string): boolean => {
  const end = text.indexOf("\r\n\r\n")
  if (end < 0) return false
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
  return text.length >= end + 4 + length
}
