/** A program whose process is told to end while an exchange is under way: `node terminated.ts <base URL>`. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import { Dapi } from "../../src/effect.ts"

const [baseUrl = ""] = process.argv.slice(2)

/** As `NodeRuntime.runMain`: a SIGTERM interrupts the program, and the process ends after it. */
const runMain = Runtime.makeRunMain(({ fiber, teardown }) => {
  process.once("SIGTERM", () => {
    process.stdout.write("ending, ")
    Effect.runFork(Fiber.interrupt(fiber))
  })
  fiber.addObserver((exit) => teardown(exit, (code) => process.exit(code)))
})

const layer = Dapi.layerWith({
  appSecret: "secret",
  baseUrl,
  onOrphaned: ({ data }) => {
    if (data?.provider === "dapi") process.stdout.write(`kept ${Redacted.value(data.accessToken)}`)
  },
})

runMain(
  Dapi.use((dapi) => dapi.exchangeToken({ accessCode: "code", connectionId: "connection" })).pipe(
    Effect.provide(layer),
  ),
)
