/** Runs the simulated providers as servers until a signal. Playwright reads their addresses. */
import { createSimulator } from "../../src/testing.ts"
import { providerNames } from "../providers.ts"

const { baseUrls, close } = await createSimulator().listen()
for (const provider of providerNames)
  process.stdout.write(`${provider} listens on ${Reflect.get(baseUrls, provider)}\n`)
process.once("SIGTERM", () => void close())
