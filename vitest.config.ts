import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "contracts/**/*.test.ts"],
    // The faults wait for back-offs and deadlines, not for the processor.
    maxConcurrency: 40,
    testTimeout: 20_000,
    maxWorkers: 2,
    reporters: ["default", ["junit", { outputFile: "reports/unit.xml" }]],
  },
})
