/** Observing an exchange keeps both messages and changes neither. */
import { expect, test } from "vitest"
import { observe } from "./exchange.ts"

const url = "https://acme.example/tokens"

/** A body that records whether it was read. */
const lazy = () => {
  const body = { isRead: false }
  const stream = new ReadableStream(
    {
      pull: (controller) => {
        body.isRead = true
        controller.enqueue(new TextEncoder().encode("sent"))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  return { body, init: { method: "POST", body: stream, duplex: "half" } as const }
}

test("an exchange keeps both messages unchanged, and the caller still gets the answer", async () => {
  const { fetch, exchanges } = observe(async (_, init) => new Response(`got ${init?.body}`, { status: 201 }))
  const response = await fetch(url, { method: "POST", body: "sent", headers: { prefer: "code=201" } })
  expect(await response.text()).toBe("got sent")
  const [exchange] = exchanges
  expect(exchange?.request).toMatchObject({ method: "POST", url, body: "sent" })
  expect(exchange?.request.headers.get("prefer")).toBe("code=201")
  expect(exchange?.answer).toMatchObject({ status: 201, body: "got sent" })
})

test("a body that fetch does not read stays unread, and the failure reaches the caller", async () => {
  const refused = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) })
  const { fetch, exchanges } = observe(() => Promise.reject(refused))
  const { body, init } = lazy()
  await expect(fetch(url, init)).rejects.toBe(refused)
  expect(body.isRead).toBe(false)
  expect(exchanges).toMatchObject([{ request: { body: "" }, broken: "ECONNREFUSED" }])
})

test("a body that fetch reads is kept as it was sent", async () => {
  const { fetch, exchanges } = observe(async (_, init) => new Response(init?.body))
  const response = await fetch(url, lazy().init)
  expect(await response.text()).toBe("sent")
  expect(exchanges).toMatchObject([{ request: { body: "sent" }, answer: { body: "sent" } }])
})

test("an answer that breaks off is recorded as broken", async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) })
  const { fetch, exchanges } = observe(async () => new Response(broken))
  await fetch(url, { method: "POST", body: "sent" })
  expect(exchanges).toMatchObject([{ request: { body: "sent" }, broken: "TypeError" }])
  expect(exchanges[0]).not.toHaveProperty("answer")
})
