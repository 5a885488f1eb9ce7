import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { bin, run } from "../../contracts/process.ts"
import { readSpecs, root } from "../../contracts/spec/specs.ts"

const script = join(root, "scripts/mock.ts")

/** When a signal comes: at once, or when the mocks have printed this. */
const moments = { "at start": undefined, "while they start": "starting the mock", later: "Ctrl-C ends the mocks" }
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const

/** How the mocks end by themselves. */
const byThem = { code: 0, by: null }

/** Whether any process is left that has this in its environment, as each that the mocks start would. */
const isAnyLeft = (mark: string): boolean =>
  readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark)
    } catch {
      return false
    }
  })

const printed = async ({ stdout, stderr }: ChildProcess, text: string): Promise<void> => {
  let output = ""
  await new Promise<void>((resolve) => {
    for (const stream of [stdout, stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk
        if (output.includes(text)) resolve()
      })
    }
  })
}

/** Ends `npm` or the mocks' own process by a signal, and waits until nothing of it is left. */
const end = async (command: ReadonlyArray<string>, signal: NodeJS.Signals, text?: string) => {
  const mark = `MARK_${randomUUID()}`
  const [name = "", ...args] = command
  const env = { ...process.env, MARK: mark }
  const child = spawn(name, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env })
  const ended = once(child, "exit")
  if (text !== undefined) await printed(child, text)
  child.kill(signal)
  const [code, by] = await ended
  while (isAnyLeft(mark)) await setTimeout(20)
  return { code, by }
}

// /proc shows every process that is left, whoever started it.
describe.skipIf(process.platform !== "linux")("npm run mock leaves no process behind", () => {
  describe.each(Object.entries(moments))("%s", (_, text) => {
    it.each(signals)("%s", async (signal) => {
      const ended = await end([process.execPath, script, "--port", "0"], signal, text)
      if (text !== undefined) expect(ended).toEqual(signal === "SIGKILL" ? { code: null, by: signal } : byThem)
    })
  })

  it("when npm itself is killed", async () => {
    await end(["npm", "run", "mock", "--", "--port", "0"], "SIGKILL", moments.later)
  })
})

it("a taken port is refused in a sentence", async () => {
  await using server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  const ran = await run(bin("../scripts/mock.ts", "--port", String(port)))
  const [first] = await readSpecs()
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain(
    `Port ${port}, where the mock of ${first?.provider} belongs, is taken. End what listens there and try again.\n`,
  )
  expect(ran.stderr).not.toMatch(/^ +at /m)
})

it("a port that is no number is refused with the help", async () => {
  const ran = await run(bin("../scripts/mock.ts", "--port", "many"))
  expect(ran.code).toBe(2)
  expect(ran.stderr).toMatch(/^--port takes a port, not "many"\.\n\nUsage: npm run mock/)
})
