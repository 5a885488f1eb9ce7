/** Coverage as a map: provider → operation → a chip per claim, which opens its exchanges. */

import { phraseOf, sentenceOf } from "../../../contracts/spec/sentence.ts"
import { type Html, html } from "../../docs/html.ts"
import type { CoveredClaim } from "../coverage.ts"
import { exchangeHtml } from "./exchange.ts"
import {
  type Chip,
  type ClaimOnTargets,
  type Group,
  groupNames,
  type OperationClaims,
  operationClaimsOf,
} from "./layout.ts"
import { coverageSentence, type GateReport, spot } from "./report.ts"
import { coded } from "./steps.ts"

/** Exchanges shown behind one claim on one target. The rest look the same. */
const enough = 3

const coveredIn = (claims: ReadonlyArray<CoveredClaim>) => claims.filter(({ isCovered }) => isCovered).length

export const mapHtml = (report: Pick<GateReport, "claims" | "steps">): Html => {
  const operations = operationClaimsOf(report.claims)
  return html`
<section aria-labelledby="claims">
<h2 id="claims">What the suite has shown</h2>
<p>${coverageSentence(report)} ${operations.length === 0 ? "" : html`Every chip is one claim; open it for what was really sent and received.`}</p>
${
  operations.length === 0
    ? ""
    : html`<form class="legend">
  <label><input type="checkbox" id="names"> Names in full</label>
  <label><input type="checkbox" id="open-only"> Only what is not shown</label>
  <span><i class="dot covered" aria-hidden="true"></i> shown</span>
  <span><i class="dot" aria-hidden="true"></i> not shown</span>
  <span>✓ keeps the rule, accepted</span>
  <span>≠ breaks it, refused</span>
  <span class="aside">One dot for each target.</span>
</form>`
}
${[...Map.groupBy(operations, ({ provider }) => provider)].map(([provider, own]) => providerHtml(provider, own))}
</section>`
}

const providerHtml = (provider: string, operations: ReadonlyArray<OperationClaims>): Html => html`
<h3 class="provider" id="claims-${provider}">${provider}</h3>
<div class="operations">${operations.map(operationHtml)}</div>`

const operationHtml = ({ operation, claims, groups }: OperationClaims): Html => {
  const covered = coveredIn(claims)
  const isWhole = covered === claims.length
  return html`
<article class="operation ${isWhole ? "whole" : "lacking"}">
  <header><h4>${operation}</h4> <span class="count">${isWhole ? "✓" : "✗"} ${covered} of ${claims.length}</span></header>
  <svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${covered} of ${claims.length} shown"><rect class="rest" width="100" height="1"/><rect class="done" width="${(100 * covered) / claims.length}" height="1"/></svg>
  ${groups.map(groupHtml)}
</article>`
}

const groupHtml = ({ name, rows }: Group): Html => html`
<section class="group">
  <h5>${groupNames[name]}</h5>
  ${rows.map(
    ({
      label,
      chips,
    }) => html`<div class="row">${label === "" ? "" : html`<span class="subject ${/^\d+$/.test(label) ? "status" : ""}">${label}</span>`}
    <div class="chips">${chips.map(chipHtml)}</div></div>`,
  )}
</section>`

const signs = { kept: "✓", broken: "≠" } as const

const dot = ({ isCovered }: CoveredClaim): Html =>
  html`<i class="dot ${isCovered ? "covered" : ""}" aria-hidden="true"></i>`

const dots = ({ onTargets, half }: ClaimOnTargets): Html =>
  html`<span class="dots" aria-hidden="true">${half === undefined ? "" : signs[half]}${onTargets.map(dot)}</span>`

/** For screen readers: `request.code type violated: shown on the mock, not shown on the simulator`. */
const spoken = ({ claim, onTargets }: ClaimOnTargets): string =>
  `${phraseOf(claim)}: ${onTargets.map(({ target, isCovered }) => `${isCovered ? "shown" : "not shown"} on the ${target}`).join(", ")}`

const chipHtml = ({ label, name, claims }: Chip): Html => {
  const isWhole = claims.every(({ onTargets }) => onTargets.every(({ isCovered }) => isCovered))
  return html`<details class="chip ${isWhole ? "whole" : "lacking"}" name="chip">
<summary title="${name}"><span class="short" aria-hidden="true">${label}</span><span class="full" aria-hidden="true">${name}</span>${claims.map(dots)}<span class="unseen">${claims.map(spoken).join("; ")}</span></summary>
<div class="panel">${claims.map((claim) => html`<p class="claim">${sentenceOf(claim.claim)}</p>${claim.onTargets.map(onTargetHtml)}`)}</div>
</details>`
}

const onTargetHtml = (covered: CoveredClaim): Html => {
  const { claim, target, isCovered, exchanges, advice } = covered
  const more = exchanges.length - enough
  return html`<section class="on-target ${isCovered ? "covered" : "uncovered"}" data-claim="${sentenceOf(claim)}" data-target="${target}">
<h6>${dot(covered)} ${isCovered ? "Shown" : "Not shown"} on the ${target} <code>${spot(covered)}</code></h6>
${isCovered ? "" : html`<p class="failure">${coded(advice)}</p>`}
${exchanges.slice(0, enough).map(exchangeHtml)}
${exchanges.length === 0 ? html`<p class="aside">${isCovered ? "Nothing went over the wire for this." : "Nothing that was sent or received shows this."}</p>` : ""}
${more > 0 ? html`<p class="aside">And ${more} more, in reports/coverage.json.</p>` : ""}
</section>`
}
