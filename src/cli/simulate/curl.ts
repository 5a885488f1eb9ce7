/** A request of an operation as a curl line: what the client itself would send. */
import type { Fetch } from "../../fetch.ts"
import { createTokenExchange } from "../../index.ts"

/** What curl or the connection adds by itself. */
const ownHeaders = ["accept", "accept-encoding", "connection", "content-length", "user-agent"]

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** Takes the request of one redemption in place of sending it. */
export const curlOf = async (settings: object, provider: string, operation: string, input: object): Promise<string> => {
  let line = ""
  const fetch: Fetch = async (url, init) => {
    const request = new Request(url, init)
    const body = await request.text()
    line = [
      `curl -X ${request.method} ${quoted(request.url)}`,
      ...[...request.headers].flatMap(([name, value]) =>
        ownHeaders.includes(name) ? [] : [`-H ${quoted(`${name}: ${value}`)}`],
      ),
      ...(body === "" ? [] : [`-d ${quoted(body)}`]),
    ].join(" ")
    // An answer after which nothing is sent again.
    return new Response(null, { status: 400 })
  }
  const exchange = createTokenExchange({ ...settings, fetch })
  const redeem: unknown = Reflect.get(Object(Reflect.get(exchange, provider)), operation)
  if (typeof redeem === "function") await redeem(input)
  return line
}
