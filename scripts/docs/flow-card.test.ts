import { expect, it } from "vitest"
import { readFlows } from "../../contracts/spec/flows.ts"
import { readSpecs } from "../../contracts/spec/specs.ts"
import { flowCard, type Links } from "./flow-card.ts"

const links: Links = {
  operation: (provider, operationId) => `${provider}.html#${operationId}`,
  api: (name) => `api/${name}.html`,
}

const [specs, flows] = await Promise.all([readSpecs(), readFlows()])

const cardOf = (workflowId: string): string => {
  const flow = flows.find((one) => one.workflowId === workflowId)
  if (flow === undefined) throw new Error(`specs/flows.arazzo.yaml has no ${workflowId}.`)
  return flowCard({ ...flow, summary: `${flow.summary} <b>` }, specs, links).html
}

/** The text of a card without its tags, one line per block. */
const heard = (html: string) =>
  html
    .replaceAll(/\s+/g, " ")
    .split(/<\/(?:p|li|h4)>/)
    .map((block) =>
      block
        .replaceAll(/<[^>]+>/g, "")
        .replaceAll(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "")

it("a chain shows what each step sends and spends, where it comes from, and what the caller gets", () => {
  const html = cardOf("aisquare-exchange-then-refresh")
  expect(heard(html)).toEqual([
    "Exchange a superexec temp token, then refresh with the refresh token that came back. &lt;b&gt;",
    "aisquare-exchange-then-refresh ✓ tokens",
    "Your service AISquare Studio token API",
    "1. exchangeToken",
    "POST /api/v1/superexec/exchange/",
    "temp_token one-time",
    "superexec_secret",
    "Success: 200 exchanged",
    "2. refreshToken",
    "POST /api/v1/token/refresh/",
    "refresh one-time when rotated, from step 1",
    "Success: 200 refreshed",
    "You hold access refresh rotated accessExpiresAt",
  ])
  expect(html).toContain('<a href="aisquare.html#refreshToken">')
})

it("a refusal under 200 is shown as a refusal, with a link to the error", () => {
  const html = cardOf("dapi-exchange-refused")
  expect(heard(html).slice(-2)).toEqual(["Refused: 200 grant-rejected", "You get InvalidGrant, grant spent"])
  expect(html).toContain('<a href="api/InvalidGrant.html">')
  expect(html).not.toContain("success")
})

it("the first answer of a refused chain is shown as a success", () => {
  const answers = heard(cardOf("aisquare-refresh-refused")).filter((line) => /^(Success|Refused): /.test(line))
  expect(answers).toEqual(["Success: 200 refreshed-and-rotated", "Refused: 401 token-expired"])
})

it("a flow of an operation that no spec has is an error with its name", () => {
  const flow = flows.find(({ workflowId }) => workflowId === "dapi-exchange")
  expect(() => flow && flowCard(flow, [], links)).toThrow("dapi-exchange: no spec has dapi.exchangeToken.")
})
