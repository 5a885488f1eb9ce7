import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
    reporters: ["default", ["junit", { outputFile: "reports/unit.xml" }]],
  },
})
