/** Coverage as a map: provider → operation → a chip for every claim, behind which its raw exchanges open. */
import { type Html, html } from "../../docs/html.ts"
import type { Cell } from "../coverage.ts"
import { exchangeHtml } from "./exchange.ts"
import { type Chip, type Group, type OperationCells, operationsOf } from "./layout.ts"
import { coverageSaid, type GateReport, spot } from "./report.ts"

/** Exchanges shown behind one cell. The rest look the same. */
const enough = 3

const groupNames: Readonly<Record<string, string>> = {
  request: "Request",
  answer: "Answers",
  outcome: "Token sets",
  error: "Errors",
  recorded: "Recorded",
  flow: "Flows",
}

const coveredIn = (cells: ReadonlyArray<Cell>) => cells.filter(({ isCovered }) => isCovered).length

export const mapHtml = (report: Pick<GateReport, "cells" | "steps">): Html => {
  const operations = operationsOf(report.cells)
  return html`
<section aria-labelledby="proof">
<h2 id="proof">What is proven</h2>
<p>${coverageSaid(report)} ${operations.length === 0 ? "" : html`Every chip is one claim; open it for what was really sent and received.`}</p>
${
  operations.length === 0
    ? ""
    : html`<form class="legend">
  <label><input type="checkbox" id="names"> Names in full</label>
  <label><input type="checkbox" id="open-only"> Only what has no proof</label>
  <span><i class="dot covered" aria-hidden="true"></i> proven</span>
  <span><i class="dot" aria-hidden="true"></i> not proven</span>
  <span><b class="half">✓</b> keeps the rule, accepted</span>
  <span><b class="half">≠</b> breaks it, refused</span>
  <span class="aside">One dot for each target.</span>
</form>`
}
${[...Map.groupBy(operations, ({ provider }) => provider)].map(([provider, own]) => providerHtml(provider, own))}
</section>`
}

const providerHtml = (provider: string, operations: ReadonlyArray<OperationCells>): Html => html`
<h3 class="provider" id="proof-${provider}">${provider}</h3>
<div class="operations">${operations.map(operationHtml)}</div>`

const operationHtml = ({ operation, cells, groups }: OperationCells): Html => {
  const covered = coveredIn(cells)
  const isWhole = covered === cells.length
  return html`
<article class="operation ${isWhole ? "whole" : "lacking"}">
  <header><h4>${operation}</h4> <span class="count">${isWhole ? "✓" : "✗"} ${covered} of ${cells.length}</span></header>
  <svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${covered} of ${cells.length} proven"><rect class="rest" width="100" height="1"/><rect class="done" width="${(100 * covered) / cells.length}" height="1"/></svg>
  ${groups.map(groupHtml)}
</article>`
}

const groupHtml = ({ name, rows }: Group): Html => html`
<section class="group">
  <h5>${groupNames[name] ?? name}</h5>
  ${rows.map(
    ({ label, chips }) => html`<div class="row">${label === "" ? "" : html`<span class="subject">${label}</span>`}
    <div class="chips">${chips.map(chipHtml)}</div></div>`,
  )}
</section>`

const signs = { valid: "✓", invalid: "≠" } as const

const chipHtml = ({ label, name, cells, half }: Chip): Html => {
  const isWhole = cells.every(({ isCovered }) => isCovered)
  const state = cells
    .map(({ target, isCovered }) => `${isCovered ? "proven" : "not proven"} on the ${target}`)
    .join(", ")
  return html`<details class="chip ${isWhole ? "whole" : "lacking"} ${half ?? ""}" name="chip">
<summary title="${name}"><span class="short" aria-hidden="true">${half === undefined ? "" : html`<b class="half">${signs[half]}</b> `}${label}</span><span class="full">${name}</span>${cells.map(
    ({ isCovered }) => html`<i class="dot ${isCovered ? "covered" : ""}" aria-hidden="true"></i>`,
  )}<span class="unseen">: ${state}</span></summary>
<div class="panel"><p class="claim">${name}</p>${cells.map(cellHtml)}</div>
</details>`
}

const cellHtml = (cell: Cell): Html => {
  const { target, isCovered, exchanges } = cell
  const more = exchanges.length - enough
  return html`<section class="cell ${isCovered ? "covered" : "uncovered"}" data-name="${cell.name}" data-target="${target}">
<h6><i class="dot ${isCovered ? "covered" : ""}" aria-hidden="true"></i> ${isCovered ? "Proven" : "Not proven"} on the ${target} <code>${spot(cell)}</code></h6>
${exchanges.slice(0, enough).map(exchangeHtml)}
${exchanges.length === 0 ? html`<p class="aside">${isCovered ? "Nothing went over the wire for this." : "Nothing that was sent or received shows this."}</p>` : ""}
${more > 0 ? html`<p class="aside">And ${more} more, in reports/coverage.json.</p>` : ""}
</section>`
}
