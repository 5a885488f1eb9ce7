import { defineConfig } from "vitest/config"

export default defineConfig({
  // The examples import this package by its name: tsconfig.json says which file that is here.
  resolve: { tsconfigPaths: true },
  test: {
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "contracts/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    // The faults wait for back-offs and deadlines, not for the processor.
    maxConcurrency: 40,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // "expected { tag: …, …(2) } to deeply equal { tag: …, …(2) }" names nothing: the gate tells a failure by this line.
    chaiConfig: { truncateThreshold: 400 },
    reporters: ["default", ["junit", { outputFile: "reports/unit.xml" }]],
  },
})
