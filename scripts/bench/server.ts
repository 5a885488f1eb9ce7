/**
 * A provider on loopback, named on the command line. It answers every POST at once, in its own process, so that its
 * work counts for no contender. Connections stay open unless a request says `connection: close`. Prints its URL; ends
 * with its parent.
 */
import { createServer } from "node:http"
import { bodyOf, successExamples } from "./examples.ts"

const [name] = process.argv.slice(2)
const example = (await successExamples()).find(({ provider }) => provider === name)
const success = example && bodyOf(example.answer)

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume().on("end", () => {
    const body = request.url === example?.path ? success : undefined
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": "application/json",
      "content-length": body?.length ?? 0,
    })
    response.end(body)
  })
})

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object" && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})
process.stdin.resume().on("end", () => process.exit())
