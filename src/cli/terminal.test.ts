import { PassThrough } from "node:stream"
import { describe, expect, it } from "vitest"
import { askOn } from "./terminal.ts"

/** A terminal at which somebody types, and what it shows. */
const terminal = () => {
  const tty = { isTTY: true, columns: 100, setRawMode: () => undefined }
  const input = Object.assign(new PassThrough(), tty)
  const output = Object.assign(new PassThrough(), tty)
  let shown = ""
  output.on("data", (chunk) => {
    shown += chunk
  })
  return { streams: [input, output] as const, type: (text: string) => input.write(text), shown: () => shown }
}

describe("a question", () => {
  it.each([
    ["that is secret shows nothing of its answer", true],
    ["that is not secret shows its answer", false],
  ])("%s", async (_, isSecret) => {
    const { streams, type, shown } = terminal()
    const answer = askOn(...streams)?.("tempToken: ", isSecret)
    type(" typed by hand \r")
    expect(await answer).toBe("typed by hand")
    expect(shown()).toContain("tempToken: ")
    expect(shown().includes("typed by hand")).toBe(!isSecret)
  })

  it("is not asked without a terminal", () => {
    const { streams } = terminal()
    streams[0].isTTY = false
    expect(askOn(...streams)).toBeUndefined()
  })
})
