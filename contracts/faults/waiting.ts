/** Servers of the tests on waiting: one that holds its answer back, one that answers differently each time. */
import { answer } from "./behaviours.ts"
import { type Behaviour, type FaultServer, serveFault } from "./server.ts"

/** Answers only once it is released. */
export const serveHeld = async (body: string) => {
  const release = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  const server = await serveFault((connection) => {
    connection.socket.on("close", () => closed.resolve())
    void connection.request.then(async () => {
      await release.promise
      answer(200, body)(connection)
    })
  })
  return { server, release: release.resolve, closed: closed.promise }
}

/** A server that answers its connections with these behaviours in turn. */
export const serveInTurn = (...turns: ReadonlyArray<Behaviour>): Promise<FaultServer> =>
  serveFault((connection) => (turns[connection.count - 1] ?? turns.at(-1))?.(connection))
