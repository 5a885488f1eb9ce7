/** How much of an answer is read, and what counts as one that came. */
import { describe, expect, it } from "vitest"
import { receive } from "./receive.ts"

const { signal } = new AbortController()

/** A body in pieces, and its end. */
const stream = (
  pieces: ReadonlyArray<string | Uint8Array>,
  end: (controller: ReadableStreamDefaultController) => void,
) => {
  const left = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece))
  return new ReadableStream({
    pull: (controller) => {
      const piece = left.shift()
      return piece === undefined ? end(controller) : controller.enqueue(piece)
    },
  })
}

const inPieces = (...pieces: ReadonlyArray<string | Uint8Array>) => stream(pieces, (controller) => controller.close())

const breakingOff = (piece: string) => stream([piece], (controller) => controller.error(new Error("reset")))

const bodyOf = async (body: BodyInit, headers = {}) => {
  const { answer } = await receive(new Response(body, { headers }), signal)
  return answer.body
}

const tagOf = async (body: BodyInit, headers = {}) => (await receive(new Response(body, { headers }), signal))._tag

describe("an answer in pieces", () => {
  it("is joined, even within a character", async () => {
    const pieces = inPieces(`{"a":"`, Uint8Array.from([0xc3]), Uint8Array.from([0xbc]), `"}`)
    expect(await bodyOf(pieces)).toEqual({ a: "ü" })
  })

  it("is read through empty ones", async () => {
    expect(await bodyOf(inPieces(`{"a"`, "", "", ":1}"))).toEqual({ a: 1 })
  })

  it("is not cut to its first mebibyte", async () => {
    expect(await tagOf(inPieces(`"${"a".repeat(1024 * 1024 - 2)}"`, " "))).toBe("TooLarge")
  })

  it("is TooLarge however the connection is closed", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
      cancel: () => Promise.reject(new Error("closed already")),
    })
    expect(await tagOf(body)).toBe("TooLarge")
  })
})

describe("an answer that breaks off", () => {
  it.each([`{"access":"token"}`, ` {"access":"token"} \n`, `[{"access":"token"}]`])(
    "counts when it is whole: %j",
    async (text) => {
      expect(await bodyOf(breakingOff(text))).toEqual(JSON.parse(text))
    },
  )

  it.each(["", `{"access":"tok`, `{"access":"token"`, "12", "tru", "<html>"])(
    "does not count when it may be cut: %j",
    async (text) => {
      await expect(bodyOf(breakingOff(text))).rejects.toThrow("reset")
    },
  )
})

describe("a compressed answer", () => {
  it.each([
    [32 * 1024, "Answered"],
    [32 * 1024 + 1, "TooLarge"],
  ])("of %d announced bytes is %s", async (length, tag) => {
    expect(await tagOf("{}", { "content-encoding": "gzip", "content-length": String(length) })).toBe(tag)
  })

  it.each([undefined, "some", "-"])("that announces %j as its length is not begun", async (length) => {
    let isBegun = false
    const pull = () => {
      isBegun = true
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const headers = { "content-encoding": "br", ...(length !== undefined && { "content-length": length }) }
    expect(await tagOf(body, headers)).toBe("TooLarge")
    expect(isBegun).toBe(false)
  })
})
