/** Peers that keep a connection, and send more on it than was asked for or drop it. */
import { granted, type Peer, serve, whole } from "./peer.ts"

/** Answers, and 5 to 30 ms later once more: the next request on that connection would get another user's tokens. */
export const serveStray = (): Promise<Peer> =>
  serve(({ body }, socket) => {
    const answer = whole(granted(body), "connection: keep-alive")
    socket.write(answer)
    setTimeout(() => socket.writable && socket.write(answer), 5 + Math.random() * 25)
  })

/** Answers and keeps a connection that was to close, then closes it upon the next POST without a word. */
export const serveKept = (): Promise<Peer> =>
  serve(({ body, nth }, socket) => {
    if (nth > 1) socket.destroy()
    else socket.write(whole(granted(body), "connection: keep-alive"))
  })
