import { join } from "node:path"
import { defineConfig } from "@playwright/test"
import { readSpecs, root } from "../scripts/specs.ts"
import { listening, prismArguments, variableOf } from "./prism.ts"

const specs = await readSpecs()
const reports = join(root, "reports")

/** The suite. `--no-deps` leaves the obligations out: they hold for a whole run only. */
export default defineConfig({
  testDir: ".",
  outputDir: join(reports, "contracts-output"),
  globalSetup: "./evidence.setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 20_000,
  reporter: [
    ["list"],
    ["html", { outputFolder: join(reports, "contracts"), open: "never" }],
    ["junit", { outputFile: join(reports, "contracts.xml") }],
  ],
  projects: [
    { name: "contracts", testMatch: "*.contract.ts", teardown: "obligations" },
    { name: "obligations", testMatch: "obligations.ts" },
  ],
  webServer: specs.map((spec) => ({
    command: `exec "${process.execPath}" ${prismArguments(spec, 0)
      .map((argument) => `"${argument}"`)
      .join(" ")}`,
    name: spec.provider,
    cwd: root,
    wait: { stdout: listening(variableOf(spec.provider)) },
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 2_000 },
  })),
})
