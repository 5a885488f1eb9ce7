/** A sample report for the tests. */
import type { CoveredClaim } from "../../../contracts/evidence/coverage.ts"
import type { Finding } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import type { GateReport } from "./report.ts"

/** Text that every report must escape. */
export const hostile = `</script><img src=x onerror="alert(1)"> & 'quoted' \u0007`

const of = (provider: string, line: number) => ({ file: `specs/${provider}.yaml`, line, column: 9 })

export const error = (message: string, more: Partial<Finding> = {}): Finding => ({
  severity: "error",
  message,
  ...more,
})

const headers = { "content-type": "application/json" }
const url = "http://127.0.0.1:4010/exchangeToken"
const request = { method: "post", url, headers, body: { code: "<masked>", note: hostile } }
const answer = { status: 200, headers, body: { access: "<masked>" } }

export const claims = ["alpha", "beta"].flatMap((provider) =>
  ["granted", "refused"].flatMap((name) =>
    (["mock", "simulator"] as const).map(
      (target): CoveredClaim => ({
        claim: { provider, operation: "exchangeToken", kind: "answer", status: "200", name },
        target,
        advice: "Give it its test back.",
        isCovered: true,
        place: of(provider, 12),
        exchanges: [{ request, answer }],
      }),
    ),
  ),
)

const step = (name: string, ...findings: ReadonlyArray<Finding>): StepResult => ({
  name,
  seconds: 3.1,
  summary: `summary of ${name}`,
  findings,
})

export const sampleReport: GateReport = {
  passed: false,
  base: { ref: "0123456789abcdef", label: "0123456 (merge base with origin/main)" },
  at: new Date("2026-01-02T03:04:05Z"),
  seconds: 30,
  steps: [
    step(
      "breaking",
      error(`The field "app_secret" is required now. ${hostile}`, { place: of("beta", 45), breaks: "senders" }),
      { severity: "note", message: "An example was reworded.", place: of("beta", 90), breaks: "nobody" },
    ),
    step("lint"),
    step("contracts"),
    step("coverage", error("beta exchangeToken: 200 refused is not shown on the mock", { place: of("beta", 12) })),
  ],
  changelog: `### Changed\n\n- **beta**: \`app_secret\` is required.`,
  acceptance: "- finding: beta redeem app_secret ~~~ required\n  reason: <why>\n  expires: 2026-04-02\n",
  claims,
  names: new Map([["beta", "Beta"]]),
}
