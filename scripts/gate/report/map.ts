/** Coverage as a map: provider → operation → a chip for every claim, behind which its raw exchanges open. */
import { type Html, html } from "../../docs/html.ts"
import type { Cell } from "../coverage.ts"
import { exchangeHtml } from "./exchange.ts"
import { type Chip, type Claim, type Group, type OperationCells, operationsOf } from "./layout.ts"
import { coverageSaid, type GateReport, spot } from "./report.ts"

/** Exchanges shown behind one cell. The rest look the same. */
const enough = 3

const groupNames: Readonly<Record<string, string>> = {
  request: "Request",
  answer: "Answers",
  outcome: "What the client makes of them",
  header: "Headers",
  error: "Errors",
  recorded: "Recorded exchanges",
  flow: "Flows",
  simulator: "Simulator",
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
  <span>✓ keeps the rule, accepted</span>
  <span>≠ breaks it, refused</span>
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
    ({
      label,
      chips,
    }) => html`<div class="row">${label === "" ? "" : html`<span class="subject ${/^\d+$/.test(label) ? "status" : ""}">${label}</span>`}
    <div class="chips">${chips.map(chipHtml)}</div></div>`,
  )}
</section>`

const signs = { kept: "✓", broken: "≠" } as const

const dot = ({ isCovered }: Cell): Html => html`<i class="dot ${isCovered ? "covered" : ""}" aria-hidden="true"></i>`

const dots = ({ cells, half }: Claim): Html =>
  html`<span class="dots" aria-hidden="true">${half === undefined ? "" : signs[half]}${cells.map(dot)}</span>`

/** For those who hear it: `request.code type violated: proven on the mock, not proven on the simulator`. */
const heard = ({ name, cells }: Claim): string =>
  `${name}: ${cells.map(({ target, isCovered }) => `${isCovered ? "proven" : "not proven"} on the ${target}`).join(", ")}`

const chipHtml = ({ label, name, claims }: Chip): Html => {
  const isWhole = claims.every(({ cells }) => cells.every(({ isCovered }) => isCovered))
  return html`<details class="chip ${isWhole ? "whole" : "lacking"}" name="chip">
<summary title="${name}"><span class="short" aria-hidden="true">${label}</span><span class="full" aria-hidden="true">${name}</span>${claims.map(dots)}<span class="unseen">${claims.map(heard).join("; ")}</span></summary>
<div class="panel">${claims.map((claim) => html`<p class="claim">${claim.name}</p>${claim.cells.map(cellHtml)}`)}</div>
</details>`
}

const cellHtml = (cell: Cell): Html => {
  const { target, isCovered, exchanges } = cell
  const more = exchanges.length - enough
  return html`<section class="cell ${isCovered ? "covered" : "uncovered"}" data-name="${cell.name}" data-target="${target}">
<h6>${dot(cell)} ${isCovered ? "Proven" : "Not proven"} on the ${target} <code>${spot(cell)}</code></h6>
${exchanges.slice(0, enough).map(exchangeHtml)}
${isCovered ? "" : html`<p>${cell.advice}</p>`}
${exchanges.length === 0 ? html`<p class="aside">${isCovered ? "Nothing went over the wire for this." : "Nothing that was sent or received shows this."}</p>` : ""}
${more > 0 ? html`<p class="aside">And ${more} more, in reports/coverage.json.</p>` : ""}
</section>`
}
