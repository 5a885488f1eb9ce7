import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import createClient from "openapi-fetch"
import { afterEach, describe, expect, it } from "vitest"
import type { paths } from "../generated/aisquare.ts"
import type { Fetch } from "./fetch.ts"
import { type Outcome, PlainRequest, type Post, post as sendPost } from "./transport.ts"

const servers: Array<ReturnType<typeof createServer>> = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

interface Received {
  readonly request: IncomingMessage
  readonly body: string
}

/** A server on loopback, and what it received. */
const serve = async (answer: (response: ServerResponse, received: Received) => void) => {
  const received: Array<Received> = []
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk) => {
      body += chunk
    })
    request.on("end", () => {
      received.push({ request, body })
      answer(response, { request, body })
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}`, received }
}

/** Posts a body through openapi-fetch, as a provider's client does. */
const postWith = (fetch: Fetch, baseUrl: string, refresh = "secret"): Post => {
  const client = createClient<paths>({ baseUrl, Request: PlainRequest })
  return sendPost((fetch) => client.POST("/api/v1/token/refresh/", { body: { refresh }, fetch }), fetch)
}

const post = (url: string, refresh?: string): Promise<Outcome> => postWith(fetch, url, refresh).outcome

/** By a `fetch` of the caller's own. */
const postBy = (fetch: Fetch) => postWith(fetch, "http://provider.test")

const json = (status: number, body: string | Buffer) => (response: ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json" }).end(body)
}

describe("a request", () => {
  it("is one POST of JSON to exactly its path, with its length and without trace headers", async () => {
    const { url, received } = await serve(json(200, "{}"))
    await post(`${url}/`, "ü")
    expect(received.map(({ body }) => body)).toEqual([`{"refresh":"ü"}`])
    const { method, url: path, headers } = received[0]?.request ?? {}
    expect({ method, path }).toEqual({ method: "POST", path: "/api/v1/token/refresh/" })
    expect(headers).toMatchObject({ "content-type": "application/json", "content-length": "16", connection: "close" })
    expect(Object.keys(headers ?? {})).not.toEqual(expect.arrayContaining(["traceparent"]))
    expect(Object.keys(headers ?? {})).not.toEqual(expect.arrayContaining(["b3"]))
  })

  it("is never cached, tokens and all", async () => {
    const inits: Array<RequestInit> = []
    await postBy(async (_, init) => {
      inits.push(init)
      return Response.json({})
    }).outcome
    expect(inits).toMatchObject([{ cache: "no-store" }])
  })

  it("is not sent again on a 421, as fetch would do with a string", async () => {
    const { url, received } = await serve(json(421, "{}"))
    expect(await post(url)).toMatchObject({ _tag: "Answered", answer: { status: 421 } })
    expect(received).toHaveLength(1)
  })

  it.each([301, 302, 307, 308])("does not follow a %d, which would carry the secret elsewhere", async (status) => {
    const other = await serve(json(200, "{}"))
    const { url } = await serve((response) => response.writeHead(status, { location: other.url }).end())
    expect(await post(url)).toMatchObject({ _tag: "Answered", answer: { status } })
    expect(other.received).toEqual([])
  })
})

describe("an answer", () => {
  it.each([
    ["JSON", Buffer.from(`{"a":[1]}`), { a: [1] }],
    ["JSON behind a byte order mark", Buffer.from(`\uFEFF{"a":1}`), { a: 1 }],
    ["text that is not JSON", Buffer.from("<html>"), undefined],
    ["no body", Buffer.from(""), undefined],
    // A replaced character would make another token.
    ["JSON that is not UTF-8", Buffer.from([0x22, 0xff, 0x22]), undefined],
  ])("of %s is read", async (_, body, expected) => {
    const { url } = await serve(json(200, body))
    const outcome = await post(url)
    expect(outcome._tag === "Answered" && outcome.answer.body).toEqual(expected)
  })

  it.each([
    ["beside", `{"access":"token","note":"\xff"}`, { access: "token" }],
    ["in a list beside", `{"access":"token","notes":["\xff","fine"]}`, { access: "token", notes: [undefined, "fine"] }],
    ["in", `{"access":"tok\xffen"}`, {}],
  ])("with a byte that is not UTF-8 %s a token loses only the text with that byte", async (_, text, expected) => {
    const { url } = await serve(json(200, Buffer.from(text, "latin1")))
    const outcome = await post(url)
    expect(outcome._tag === "Answered" && outcome.answer.body).toEqual(expected)
  })

  it("of empty pieces without end ends when it is aborted", async () => {
    const enough = Promise.withResolvers<void>()
    let pieces = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(0))
        if (++pieces === 10) enough.resolve()
      },
    })
    const { outcome, abort } = postBy(async () => new Response(endless))
    await enough.promise
    abort()
    expect(await outcome).toMatchObject({ _tag: "NoAnswer" })
  })

  it("is TooLarge beyond a mebibyte", async () => {
    const { url } = await serve(json(200, `"${"a".repeat(1024 * 1024)}"`))
    expect(await post(url)).toMatchObject({ _tag: "TooLarge", answer: { status: 200 } })
  })

  it("is read up to a mebibyte", async () => {
    const longest = "a".repeat(1024 * 1024 - 2)
    const { url } = await serve(json(200, `"${longest}"`))
    const outcome = await post(url)
    expect(outcome._tag === "Answered" && outcome.answer.body === longest).toBe(true)
  })
})

describe("a request without a whole answer", () => {
  it.each([
    [7, "NotSent"],
    [8, "NoAnswer"],
  ])("counts as sent or not by HTTP/2's code %d, once its body was read", async (http2ErrorCode, tag) => {
    const { outcome } = postBy(async (_, { body }) => {
      await new Response(body).text()
      throw Object.assign(new TypeError("fetch failed"), { cause: { code: "UND_ERR_SOCKET", http2ErrorCode } })
    })
    expect(await outcome).toMatchObject({ _tag: tag })
  })

  it("was not sent when nobody listens", async () => {
    // A port that was free a moment ago may be taken by now, so this one is fixed.
    expect(await post("http://127.0.0.1:2")).toEqual({ _tag: "NotSent", reason: "ECONNREFUSED" })
  })

  it("was sent when the server closes instead of answering", async () => {
    const { url, received } = await serve((response) => response.destroy())
    expect(await post(url)).toMatchObject({ _tag: "NoAnswer" })
    expect(received).toHaveLength(1)
  })

  it("was sent when the answer is cut short", async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { "content-length": "100" }).write(`{"a":`)
      setImmediate(() => response.destroy())
    })
    expect(await post(url)).toMatchObject({ _tag: "NoAnswer" })
  })

  it("was sent when an answer begins, even if fetch never read the body", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("closed")) })
    expect(await postBy(async () => new Response(body)).outcome).toMatchObject({ _tag: "NoAnswer" })
  })

  it("cannot be cancelled once an answer has begun", async () => {
    const begun = Promise.withResolvers<void>()
    const body = new ReadableStream({ pull: () => begun.resolve() }, { highWaterMark: 0 })
    const { withdraw } = postBy(async () => new Response(body))
    await begun.promise
    expect(withdraw()).toBe("sent")
  })

  it.each(["ECONNRESET", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"])(
    "is labelled with a code such as %s of the error or its cause",
    async (code) => {
      const cause = Object.assign(new Error("no"), { code })
      for (const error of [cause, new TypeError("fetch failed", { cause })]) {
        expect(await postBy(() => Promise.reject(error)).outcome).toEqual({ _tag: "NotSent", reason: code })
      }
    },
  )

  it.each(["token ECONNRESET", "ECONNRESET token", "econnreset", "1ECONNRESET", "ECONN__RESET"])(
    "is not labelled with a code such as %s",
    async (code) => {
      const { outcome } = postBy(() => Promise.reject(Object.assign(new Error("no"), { code })))
      expect(await outcome).toEqual({ _tag: "NotSent", reason: "network failure" })
    },
  )

  it("is not sent once it is cancelled, even by a fetch that ignores its signal", async () => {
    const calledOff = Promise.withResolvers<void>()
    const sent: Array<string> = []
    const { outcome, withdraw } = postBy(async (_, init) => {
      await calledOff.promise
      sent.push(await new Response(init?.body ?? null).text())
      return new Response("{}")
    })
    expect(withdraw()).toBe("withdrawn")
    calledOff.resolve()
    expect(await outcome).toMatchObject({ _tag: "NotSent" })
    expect(sent).toEqual([])
  })

  it("ends its fetch when it is cancelled", async () => {
    const called = Promise.withResolvers<AbortSignal | null | undefined>()
    const { withdraw } = postBy((_, init) => {
      called.resolve(init?.signal)
      return new Promise(() => {})
    })
    const signal = await called.promise
    withdraw()
    expect(signal?.aborted).toBe(true)
  })

  it("does not call fetch when it is cancelled at once", async () => {
    let calls = 0
    const { outcome, withdraw } = postBy(async () => {
      calls++
      return new Response("{}")
    })
    withdraw()
    expect(await outcome).toMatchObject({ _tag: "NotSent" })
    expect(calls).toBe(0)
  })

  it("can be cancelled only until it is sent", async () => {
    let arrived: () => void = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { url, received } = await serve(() => arrived())
    const early = postWith(fetch, url)
    expect(early.withdraw()).toBe("withdrawn")
    expect(await early.outcome).toMatchObject({ _tag: "NotSent" })

    const late = postWith(fetch, url)
    await arrival
    expect(late.withdraw()).toBe("sent")
    expect(received).toHaveLength(1)
  })
})
