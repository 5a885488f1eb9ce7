import { expect, it } from "vitest"
import { serveLoopback } from "../../contracts/loopback.ts"
import { run } from "../../contracts/process.ts"
import { redeemPatiently } from "./redemptions.ts"

it("a mock that is slow at first is waited for, with an ever longer deadline", async () => {
  let posts = 0
  await using server = await serveLoopback((response) => {
    posts++
    if (posts > 2) response.setHeader("content-type", "application/json").end('{"access":"a","refresh":"b"}')
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
  expect(code).toBe(1)
  expect(stderr.trim().split("\n").slice(-2)).toEqual([
    "starting the mock of aisquare …",
    "The mock of aisquare did not start: listen EMFILE",
  ])
})
