/** What the suite has shown: a chip for each claim of each operation, which opens what was sent and received. */

import type { CoveredClaim } from "../../../contracts/evidence/coverage.ts"
import type { MaskedExchange } from "../../../contracts/evidence/masked.ts"
import { claimId } from "../../../contracts/spec/claim.ts"
import { phraseOf, sentenceOf } from "../../../contracts/spec/sentence.ts"
import { type Html, html, raw } from "../../docs/html.ts"
import { type GateReport, spot } from "./report.ts"

type Claims = ReadonlyArray<CoveredClaim>

const isWhole = (claims: Claims) => claims.every(({ isCovered }) => isCovered)

export const claimsHtml = ({ claims, names }: Pick<GateReport, "claims" | "names">): Html =>
  html`${[...Map.groupBy(claims, ({ claim }) => claim.provider)].map(
    ([provider, own]) => html`
<h3 id="claims-${provider}">${names.get(provider) ?? provider}</h3>
${[...Map.groupBy(own, ({ claim }) => claim.operation)].map(([operation, all]) => operationHtml(operation, all))}`,
  )}`

/** Open where something is not shown. */
const operationHtml = (operation: string, claims: Claims): Html => {
  const covered = claims.filter(({ isCovered }) => isCovered).length
  return html`
<details class="${isWhole(claims) ? "" : "bad"}"${isWhole(claims) ? "" : raw(" open")}>
<summary>${operation} <small>${covered} of ${claims.length} claims</small></summary>
${[...Map.groupBy(claims, ({ claim }) => claim.kind)].map(
  ([kind, some]) => html`<h4>${kind}</h4>
<div class="chips">${[...Map.groupBy(some, ({ claim }) => claimId(claim)).values()].map(chipHtml)}</div>`,
)}
</details>`
}

/** One claim, on each target. */
const chipHtml = (onTargets: Claims): Html => html`
<details class="chip${isWhole(onTargets) ? "" : " bad"}" name="chip">
<summary>${isWhole(onTargets) ? "" : "✗ "}${onTargets.slice(0, 1).map(({ claim }) => html`${phraseOf(claim)}`)}</summary>
${onTargets.map(onTargetHtml)}
</details>`

const onTargetHtml = (covered: CoveredClaim): Html => {
  const { claim, target, isCovered, exchanges, advice } = covered
  return html`
<p>${isCovered ? "✓ Shown" : "✗ Not shown"} on the ${target}: ${sentenceOf(claim)} <code>${spot(covered)}</code></p>
${isCovered ? "" : html`<p class="failure">${advice}</p>`}
${exchanges.map(exchangeHtml)}`
}

/** Its secrets are masked already. */
const exchangeHtml = ({ request, answer, note }: MaskedExchange): Html => html`
<pre tabindex="0">${message(`${request.method.toUpperCase()} ${request.url}`, request)}</pre>
<pre tabindex="0">${answer === undefined ? "No answer came." : message(String(answer.status), answer)}</pre>
${note === undefined ? "" : html`<p>${note}</p>`}`

const message = (
  first: string,
  { headers, body }: MaskedExchange["request"] | NonNullable<MaskedExchange["answer"]>,
) => {
  const text = typeof body === "string" ? body : JSON.stringify(body, undefined, 2)
  return [first, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", text].join("\n").trimEnd()
}
