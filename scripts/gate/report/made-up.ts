/** A made-up report, as large as a real one: for the tests of what is made of it. */
import type { Cell } from "../coverage.ts"
import type { StepResult } from "../steps/step.ts"
import type { GateReport } from "./report.ts"

/** Text that no report may take for markup. */
export const hostile = `</script><img src=x onerror="alert(1)"> & 'quoted' \u0007`

const cell = (
  provider: string,
  operation: string,
  group: Cell["group"],
  what: string,
  target: Cell["target"],
): Cell => ({
  provider,
  operation,
  group,
  name: `${provider} ${operation}: ${what}`,
  test: "",
  advice: "Give it its test back.",
  target,
  // One claim in this report has no proof.
  isCovered: !(
    provider === "beta" &&
    operation === "exchangeToken" &&
    what === "request.code minLength violated" &&
    target === "simulator"
  ),
  place: { file: `specs/${provider}.yaml`, line: 12, column: 7 },
  exchanges: [
    {
      request: {
        method: "post",
        url: `http://127.0.0.1:4010/${operation}/a/rather/long/path/that/has/to/go/somewhere`,
        headers: { "content-type": "application/json" },
        body: { code: "<masked>", note: hostile },
      },
      answer: { status: 200, headers: { "content-type": "application/json" }, body: { access: "<masked>" } },
    },
  ],
})

const fields = ["code", "app_secret", "connectionID"]
const keywords = ["type", "minLength", "maxLength", "pattern", "format"]
const names: ReadonlyArray<readonly [group: Cell["group"], name: string]> = [
  ...fields.flatMap((field) =>
    keywords.flatMap((keyword) =>
      ["satisfied", "violated"].map((half) => ["request", `request.${field} ${keyword} ${half}`] as const),
    ),
  ),
  ...["body missing refused", "body null refused", "body malformed refused"].map((name) => ["request", name] as const),
  ...["granted", "status", "content-type"].map((name) => ["answer", `200 ${name}`] as const),
  ...["refused", "expired", "malformed", "content-type"].map((name) => ["answer", `400 ${name}`] as const),
  ...["InvalidGrant", "InvalidClient", "InvalidRequest", "RateLimited"].map((name) => ["error", name] as const),
  ...["AISquareTokens"].map((name) => ["outcome", name] as const),
  ...["published", "published-refused"].map((name) => ["recorded", name] as const),
  ...["exchange-then-refresh present", "exchange-then-refresh renew"].map((name) => ["flow", name] as const),
]

export const cells: ReadonlyArray<Cell> = ["alpha", "beta", "gamma"].flatMap((provider) =>
  ["exchangeToken", "refreshToken"].flatMap((operation) =>
    names.flatMap(([group, name]) =>
      (["mock", "simulator"] as const).map((target) => cell(provider, operation, group, name, target)),
    ),
  ),
)

const step = (name: string, start: number, seconds: number, more: Partial<StepResult> = {}): StepResult => ({
  name,
  start,
  seconds,
  summary: "nothing found",
  findings: [],
  ...more,
})

export const madeUp: GateReport = {
  passed: false,
  base: { ref: "0123456789abcdef", said: "0123456 (merge base with origin/main)" },
  at: new Date("2026-01-02T03:04:05Z"),
  seconds: 30,
  steps: [
    step("lint", 10, 3.1),
    step("types", 0, 9.6),
    step("breaking", 9.6, 4, {
      summary: "3 operations, 2 changes",
      findings: [
        {
          severity: "error",
          message: `The field "app_secret" is required now. Keep it optional, or raise info.version. ${hostile}`,
          place: { file: "specs/beta.yaml", line: 45, column: 9 },
          breaks: "senders",
        },
        {
          severity: "note",
          message: "The example of 200 was reworded.",
          place: { file: "specs/beta.yaml", line: 90, column: 3 },
          breaks: "nobody",
        },
      ],
    }),
    step("contracts", 0, 27, { summary: "462 passed" }),
    step("coverage", 27, 0.4, {
      summary: "1 of 588 has no proof",
      findings: [
        {
          severity: "error",
          message: "beta exchangeToken: request.code minLength violated has no proof on the simulator",
          place: { file: "specs/beta.yaml", line: 12, column: 7 },
        },
      ],
    }),
  ],
  changelog: `### Changed\n\n- **beta**: \`app_secret\` is required.`,
  cells,
}
