/** The simulated providers as servers, until they are told to stop. Playwright reads where they are. */
import { createSimulator } from "../../src/testing.ts"

const { baseUrls, close } = await createSimulator().listen()
for (const [provider, url] of Object.entries(baseUrls)) process.stdout.write(`${provider} listens on ${url}\n`)
process.once("SIGTERM", () => void close())
