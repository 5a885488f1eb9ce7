import { join } from "node:path"
import { defineConfig } from "@playwright/test"
import { providerNames } from "./providers.ts"
import { readSpecs, root } from "./spec/specs.ts"
import { mockOnly, type SuiteOptions } from "./suite/test.ts"
import { type Target, variableOf } from "./target.ts"

const specs = await readSpecs()
const reports = join(root, "reports")

/** The providers' addresses, in the order in which they are printed. */
const addresses = (target: Target, providers: ReadonlyArray<string>) =>
  new RegExp(providers.map((provider) => `(?<${variableOf(target, provider)}>http://\\S+)`).join("[^]*? on "))

const server = (name: string, args: ReadonlyArray<string>) => ({
  command: `exec "${process.execPath}" ${args.map((argument) => `"${argument}"`).join(" ")}`,
  name,
  cwd: root,
  reuseExistingServer: false,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 2_000 },
})

/** The suite. `--no-deps` leaves the obligations out, which only a whole run can meet. */
export default defineConfig<object, SuiteOptions>({
  testDir: "suite",
  outputDir: join(reports, "contracts-output"),
  globalSetup: "./suite/setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 20_000,
  reporter: [
    ["html", { outputFolder: join(reports, "contracts"), open: "never" }],
    ["junit", { outputFile: join(reports, "contracts.xml") }],
    ["./suite/screen.ts"],
  ],
  projects: [
    {
      name: "mock",
      use: { target: "mock" },
      testMatch: "*.contract.ts",
      testIgnore: ["simulator.contract.ts", "failures.contract.ts"],
      teardown: "obligations",
    },
    {
      name: "simulator",
      use: { target: "simulator" },
      testMatch: "*.contract.ts",
      // Recorded exchanges do not depend on the target, so they run once.
      testIgnore: "recorded.contract.ts",
      // A spec without a client is mocked, and not simulated.
      grepInvert: new RegExp(mockOnly),
      teardown: "obligations",
    },
    // In one worker: starting a second takes longer than running both.
    { name: "obligations", testMatch: "obligations.ts", fullyParallel: false },
  ],
  webServer: [
    {
      ...server("mocks", [join(import.meta.dirname, "suite/mocks.ts")]),
      wait: {
        stdout: addresses(
          "mock",
          specs.map(({ provider }) => provider),
        ),
      },
    },
    {
      ...server("simulator", [join(import.meta.dirname, "suite/simulator.ts")]),
      wait: { stdout: addresses("simulator", providerNames) },
    },
  ],
})
