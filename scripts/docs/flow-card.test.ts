import { expect, it } from "vitest"
import { readFlows } from "../../contracts/spec/flows.ts"
import { readSpecs } from "../../contracts/spec/specs.ts"
import { flowCard, type Links } from "./flow-card.ts"

const links: Links = {
  operationPage: (provider, operationId) => `${provider}.html#${operationId}`,
  apiPage: (name) => (name === "InvalidGrant" ? "api/InvalidGrant.html" : undefined),
}

/** The text of a page without its tags, one line per block. */
const heard = (html: string) =>
  html
    .replaceAll(/<\/(?:p|li|h4)>/g, "|")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/\s+/g, " ")
    .split("|")
    .map((line) => line.trim())
    .filter((line) => line !== "")

const specs = await readSpecs()
const flows = await readFlows()

const cardOf = (workflowId: string) => {
  const flow = flows.find((one) => one.workflowId === workflowId)
  if (flow === undefined) throw new Error(`specs/flows.arazzo.yaml has no ${workflowId}.`)
  return flowCard({ ...flow, summary: `${flow.summary} <b>` }, specs, links).html
}

it("a chain shows what each step sends and spends, where it comes from, and what the caller gets", () => {
  const html = cardOf("aisquare-exchange-then-refresh")

  expect(heard(html)).toEqual([
    "Exchange a superexec temp token, then refresh with the refresh token that came back. &lt;b&gt;",
    "aisquare-exchange-then-refresh ✓ tokens",
    "Your service AISquare Studio token API",
    "1 exchangeToken Exchange a temp token",
    "POST /api/v1/superexec/exchange/",
    "temp_token one-time",
    "superexec_secret",
    "✓ Success: 200 exchanged",
    "2 refreshToken Refresh an access token",
    "POST /api/v1/token/refresh/",
    "refresh one-time when rotated, from step 1",
    "✓ Success: 200 refreshed",
    "You hold access refresh rotated accessExpiresAt",
  ])
  expect(html).toContain('<section class="flow succeeds" id="aisquare-exchange-then-refresh"')
  expect(html).toContain('<a href="aisquare.html#refreshToken">')
})

it("a refusal under 200 is shown as a refusal, with a link to the error", () => {
  const html = cardOf("dapi-exchange-refused")

  expect(heard(html).slice(-2)).toEqual(["✕ Refused: 200 grant-rejected", "You get InvalidGrant, grant spent"])
  expect(html).toContain('<section class="flow refused" id="dapi-exchange-refused"')
  expect(html).toContain('<p class="message answer refusal">')
  expect(html).toContain('<a href="api/InvalidGrant.html">')
  expect(html).not.toContain("success")
})

it("the first answer of a refused chain is shown as a success", () => {
  const answers = heard(cardOf("aisquare-refresh-refused")).filter((line) => /^[✓✕] /.test(line))

  expect(answers).toEqual(["✓ Success: 200 refreshed-and-rotated", "✕ Refused: 401 token-expired"])
})

it("a flow of an operation that no spec has is an error with its name", () => {
  expect(() => flowCard({ workflowId: "lost", summary: "", inputs: {}, steps: [lost] }, [], links)).toThrow(
    "lost: no spec has nobody.nothing.",
  )
})

const lost = {
  stepId: "one",
  place: { file: "specs/flows.arazzo.yaml", line: 1, column: 1 },
  provider: "nobody",
  operationId: "nothing",
  prefer: "",
  answer: { status: 200, example: "exchanged" },
  payload: {},
  outputs: {},
}
