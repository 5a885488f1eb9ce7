/** Servers of the tests on waiting: one that holds its answer back, one that answers differently each time. */
import { type Behaviour, type FaultServer, serveFault } from "./server.ts"

/** Answers each request so. */
export const respond =
  (status: number, body: string, headers = ""): Behaviour =>
  ({ socket, request }) => {
    void request.then(() =>
      socket.end(
        `HTTP/1.1 ${status} X\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n${headers}\r\n${body}`,
      ),
    )
  }

/** A promise that the test settles. */
export const signal = <T>() => Promise.withResolvers<T>()

/** Answers only once it is released. */
export const serveHeld = async (answer: string) => {
  const release = signal<void>()
  const closed = signal<void>()
  const server = await serveFault((connection) => {
    connection.socket.on("close", () => closed.resolve())
    void connection.request.then(async () => {
      await release.promise
      respond(200, answer)(connection)
    })
  })
  return { server, release: release.resolve, closed: closed.promise }
}

/** A server that answers its connections with these behaviours in turn. */
export const serveInTurn = (...turns: ReadonlyArray<Behaviour>): Promise<FaultServer> =>
  serveFault((connection) => (turns[connection.count - 1] ?? turns.at(-1))?.(connection))
