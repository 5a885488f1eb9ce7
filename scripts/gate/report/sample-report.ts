/** A sample report for the tests, as large as a real one. */
import type { Claim } from "../../../contracts/spec/claim.ts"
import { phraseOf } from "../../../contracts/spec/sentence.ts"
import type { CoveredClaim } from "../coverage.ts"
import type { StepResult } from "../steps/step.ts"
import type { GateReport } from "./report.ts"

/** Text that every report must escape. */
export const hostile = `</script><img src=x onerror="alert(1)"> & 'quoted' \u0007`

const covered = (claim: Claim, target: CoveredClaim["target"]): CoveredClaim => ({
  claim,
  advice: "Give it its test back.",
  target,
  // One claim of this report is not shown.
  isCovered: !(
    claim.provider === "beta" &&
    claim.operation === "exchangeToken" &&
    target === "simulator" &&
    phraseOf(claim) === "request.code minLength violated"
  ),
  place: { file: `specs/${claim.provider}.yaml`, line: 12, column: 7 },
  exchanges: [
    {
      request: {
        method: "post",
        url: `http://127.0.0.1:4010/${claim.operation}/a/rather/long/path/that/has/to/go/somewhere`,
        headers: { "content-type": "application/json" },
        body: { code: "<masked>", note: hostile },
      },
      answer: { status: 200, headers: { "content-type": "application/json" }, body: { access: "<masked>" } },
    },
  ],
})

const fields = ["code", "app_secret", "connectionID"]
const keywords = ["type", "minLength", "maxLength", "pattern", "format"]
const answers = { 200: ["granted", "status", "content-type"], 400: ["refused", "expired", "malformed", "content-type"] }

const claimsOf = (owner: Pick<Claim, "provider" | "operation">): ReadonlyArray<Claim> => [
  ...fields.flatMap((field) =>
    keywords.flatMap((keyword) =>
      (["satisfied", "violated"] as const).map(
        (how): Claim => ({ ...owner, kind: "keyword", at: [field], keyword, within: [], how }),
      ),
    ),
  ),
  ...(["missing", "null", "malformed"] as const).map((name): Claim => ({ ...owner, kind: "body", name })),
  ...Object.entries(answers).flatMap(([status, names]) =>
    names.map((name): Claim => ({ ...owner, kind: "answer", status, name })),
  ),
  ...["InvalidGrant", "InvalidClient", "InvalidRequest", "RateLimited"].map(
    (name): Claim => ({ ...owner, kind: "failure", name }),
  ),
  { ...owner, kind: "tokens" },
  ...["published", "published-refused"].map((name): Claim => ({ ...owner, kind: "recorded", name })),
  ...["present", "renew"].map(
    (name): Claim => ({
      ...owner,
      kind: "step",
      workflow: "exchange-then-refresh",
      name,
      answer: { status: 200, example: "granted" },
    }),
  ),
]

export const claims: ReadonlyArray<CoveredClaim> = ["alpha", "beta", "gamma"].flatMap((provider) =>
  ["exchangeToken", "refreshToken"].flatMap((operation) =>
    claimsOf({ provider, operation }).flatMap((claim) =>
      (["mock", "simulator"] as const).map((target) => covered(claim, target)),
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

export const sampleReport: GateReport = {
  passed: false,
  base: { ref: "0123456789abcdef", label: "0123456 (merge base with origin/main)" },
  at: new Date("2026-01-02T03:04:05Z"),
  seconds: 30,
  steps: [
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
    step("lint", 10, 3.1),
    step("types", 0, 9.6),
    step("contracts", 0, 27, { summary: "462 passed" }),
    step("coverage", 27, 0.4, {
      summary: "1 of 588 claims is not shown",
      findings: [
        {
          severity: "error",
          message: "beta exchangeToken: request.code minLength violated is not shown on the simulator",
          place: { file: "specs/beta.yaml", line: 12, column: 7 },
        },
      ],
    }),
  ],
  changelog: `### Changed\n\n- **beta**: \`app_secret\` is required.`,
  claims,
  names: new Map([["beta", "Beta"]]),
}
