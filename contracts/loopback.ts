/** A server on loopback, on a port that the system chooses, until it is disposed of. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface Loopback extends AsyncDisposable {
  readonly url: string
}

/** Answers each request once its whole body, `sent`, has been read. */
export const serveLoopback = async (
  answer: (response: ServerResponse, sent: string, request: IncomingMessage) => void,
): Promise<Loopback> => {
  const server = createServer((request, response) => {
    wholeText(request).then(
      (sent) => answer(response, sent, request),
      // The client went away.
      () => undefined,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    // A listening server has an address.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The body of a request or an answer. */
export const wholeText = async (message: IncomingMessage): Promise<string> => {
  let text = ""
  message.setEncoding("utf8")
  for await (const chunk of message) text += chunk
  return text
}
