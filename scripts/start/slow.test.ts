import { expect, it } from "vitest"
import { serveLoopback } from "../../contracts/loopback.ts"
import { run } from "../../contracts/process.ts"
import { readSpecs } from "../../contracts/spec/specs.ts"
import { redeemPatiently } from "./redemptions.ts"

it("a mock that is slow is waited for, with an ever longer deadline", async () => {
  await using server = await serveLoopback((response) => {
    response.setHeader("content-type", "application/json")
    // Later than the first deadline, and sooner than a longer one.
    setTimeout(() => response.end('{"access":"a","refresh":"b"}'), 150)
  })
  const login = { provider: "aisquare", operationId: "obtainToken" }
  const wire = { username: "user", password: "sample" }
  const { outcome } = await redeemPatiently(login, wire, { baseUrl: server.url, now: new Date() }, 50)
  expect(outcome).toMatchObject({ provider: "aisquare" })
  expect(outcome).not.toHaveProperty("_tag")
})

/** Nothing can listen in that process. */
const deaf = `import { Server } from "node:net"
Server.prototype.listen = function () { process.nextTick(() => this.emit("error", new Error("listen EMFILE"))) }`

it("npm start fails in a sentence when a mock cannot start", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(deaf)}`
  const { code, stderr } = await run([process.execPath, "--import", preload, "scripts/start.ts"])
  const [first] = await readSpecs()
  expect(code).toBe(1)
  expect(stderr.split("\n").slice(-2).join("\n")).toBe(`The mock of ${first?.provider} did not start: listen EMFILE\n`)
})
