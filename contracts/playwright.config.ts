import { join } from "node:path"
import { defineConfig } from "@playwright/test"
import { listening, prismArguments } from "./prism.ts"
import { providerNames } from "./providers.ts"
import { readSpecs, root } from "./spec/specs.ts"
import { mockOnly, type SuiteOptions } from "./suite/test.ts"
import { variableOf } from "./target.ts"

const specs = await readSpecs()
const reports = join(root, "reports")

/** The simulated providers' addresses, in the order in which they are printed. */
const simulated = providerNames.map((provider) => variableOf("simulator", provider))

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
    ["dot"],
    ["html", { outputFolder: join(reports, "contracts"), open: "never" }],
    ["junit", { outputFile: join(reports, "contracts.xml") }],
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
    ...specs.map((spec) => ({
      ...server(spec.provider, prismArguments(spec, 0)),
      wait: { stdout: listening(variableOf("mock", spec.provider)) },
    })),
    {
      ...server("simulator", [join(import.meta.dirname, "suite/simulator.ts")]),
      wait: { stdout: new RegExp(simulated.map((name) => `(?<${name}>http://\\S+)`).join("[^]*? on ")) },
    },
  ],
})
