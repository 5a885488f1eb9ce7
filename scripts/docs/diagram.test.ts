import { expect, it } from "vitest"
import { readFlows } from "../../contracts/spec/flows.ts"
import { readSpecs } from "../../contracts/spec/specs.ts"
import { diagramOf, type Links } from "./diagram.ts"
import { drawingOf } from "./drawing.ts"

const links: Links = {
  titleOf: (provider) => `The ${provider} <API>`,
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

const flowOf = async (workflowId: string) => {
  const [flows, specs] = await Promise.all([readFlows(), readSpecs()])
  const flow = flows.find((one) => one.workflowId === workflowId)
  if (flow === undefined) throw new Error(`specs/flows.arazzo.yaml has no ${workflowId}.`)
  return drawingOf(flow, specs)
}

it("a chain shows what each step sends and spends, where it comes from, and what the caller gets", async () => {
  const { html } = diagramOf(await flowOf("aisquare-exchange-then-refresh"), links)

  expect(heard(html)).toEqual([
    "Exchange a superexec temp token, then refresh with the refresh token that came back.",
    "aisquare-exchange-then-refresh ✓ tokens",
    "Your service The aisquare &lt;API&gt;",
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

it("a refusal under 200 is shown as a refusal, with a link to the error", async () => {
  const { html } = diagramOf(await flowOf("dapi-exchange-refused"), links)

  expect(heard(html).slice(-2)).toEqual(["✕ Refused: 200 grant-rejected", "You get InvalidGrant, grant spent"])
  expect(html).toContain('<section class="flow refused" id="dapi-exchange-refused"')
  expect(html).toContain('<p class="message answer refusal">')
  expect(html).toContain('<a href="api/InvalidGrant.html">')
  expect(html).not.toContain("success")
})

it("the first answer of a refused chain is shown as a success", async () => {
  const { steps } = await flowOf("aisquare-refresh-refused")

  expect(steps.map(({ status, isRefused }) => [status, isRefused])).toEqual([
    ["200", false],
    ["401", true],
  ])
})

it("a flow of an operation that no spec has is an error with its name", async () => {
  expect(() => drawingOf({ workflowId: "lost", summary: "", inputs: {}, steps: [lost] }, [])).toThrow(
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
