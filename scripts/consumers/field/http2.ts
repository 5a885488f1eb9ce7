/** A TLS server that speaks HTTP/2 and HTTP/1.1 by ALPN, and ends its sessions at the worst moment. */
import { constants, createSecureServer, type Http2Session } from "node:http2"
import type { Certificate } from "./certificate.ts"
import { granted, listen } from "./peer.ts"

export const endings = ["goaway", "close", "refused"] as const
type Ending = (typeof endings)[number]

export interface Http2Peer extends AsyncDisposable {
  readonly url: string
  /** How many POSTs came by HTTP/2. */
  readonly streams: () => number
}

export const serveHttp2 = async (ending: Ending, { key, cert }: Certificate): Promise<Http2Peer> => {
  let streams = 0
  const server = createSecureServer({ key, cert, allowHTTP1: true })
  server.on("sessionError", () => {})
  server.on("stream", async (stream) => {
    stream.on("error", () => {})
    streams++
    if (ending === "refused" && streams % 2 === 0) return stream.close(constants.NGHTTP2_REFUSED_STREAM)
    // A stream that has ended knows its session no more.
    const { session } = stream
    let body = ""
    for await (const chunk of stream) body += chunk
    stream.respond({ ":status": 200, "content-type": "application/json" })
    stream.end(granted(body))
    if (session !== undefined) stream.on("close", () => end[ending](session))
  })
  server.on("request", async (request, response) => {
    if (request.httpVersionMajor === 2) return
    let body = ""
    for await (const chunk of request) body += chunk
    response.setHeader("content-type", "application/json")
    response.end(granted(body))
  })
  return { ...(await listen(server, true)), streams: () => streams }
}

const end: { readonly [ending in Ending]: (session: Http2Session) => void } = {
  goaway: (session) => session.close(),
  close: (session) => void setTimeout(() => session.destroy(), Math.random() * 10),
  refused: () => {},
}
