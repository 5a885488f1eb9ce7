/** Who breaks, the findings of each step, and the steps as bars along time. */
import { type Html, html, raw } from "../../docs/html.ts"
import { type Finding, hasPassed } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import { changesOf, changesSentence, firstFindings, type GateReport, spot, whoBreaks } from "./report.ts"

/** Text in which what is between backticks is code. */
export const coded = (text: string): Html =>
  html`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`

const bar = ({ start, seconds }: StepResult, total: number): Html => {
  const share = (value: number) => ((100 * value) / total).toFixed(2)
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="10"/><rect class="done" x="${share(start)}" width="${share(Math.max(seconds, total / 200))}" height="10"/></svg>`
}

const statusOf = (step: StepResult) =>
  step.followsFrom !== undefined
    ? { style: "untold", mark: "–", word: "not told" }
    : hasPassed(step)
      ? { style: "whole", mark: "✓", word: "passed" }
      : { style: "lacking", mark: "✗", word: "failed" }

export const stepsHtml = ({ steps, seconds }: Pick<GateReport, "steps" | "seconds">): Html => {
  const total = Math.max(seconds, ...steps.map((step) => step.start + step.seconds))
  return html`
<section aria-labelledby="steps">
<h2 id="steps">Steps</h2>
<ol class="steps">${steps.map((step) => {
    const { style, mark, word } = statusOf(step)
    return html`<li class="${style}">
  <span class="step-name"><span aria-hidden="true">${mark}</span> ${step.name}<span class="unseen"> ${word}</span></span>
  ${bar(step, total)}
  <span class="time">${step.seconds.toFixed(1)} s</span>
  <span class="aside summary">${step.summary}</span>
</li>`
  })}</ol>
</section>`
}

const findingHtml = (finding: Finding): Html => html`
<li class="${finding.severity === "error" ? "lacking" : "whole"}">
  ${finding.breaks === undefined ? "" : html`<strong class="who ${finding.breaks}">${whoBreaks[finding.breaks]}</strong> `}${coded(finding.message)}
  ${finding.place === undefined ? "" : html`<code class="spot">${spot(finding)}</code>`}
</li>`

/** The first findings, and the others folded. */
const findingList = (findings: ReadonlyArray<Finding>): Html => {
  const { first, others } = firstFindings(findings)
  const list = (some: ReadonlyArray<Finding>) => html`<ul class="findings">${some.map(findingHtml)}</ul>`
  if (others.length === 0) return list(first)
  return html`${list(first)}<details class="more"><summary>and ${others.length} more</summary>${list(others)}</details>`
}

/** Changes for callers, breaking ones first. */
export const changesHtml = (report: GateReport): Html => {
  const changes = changesOf(report)
  return html`
<section aria-labelledby="callers">
<h2 id="callers">What changed for callers</h2>
<p>${changesSentence(report)}</p>
${changes.length === 0 ? "" : findingList(changes)}
${
  report.changelog.trim() === ""
    ? ""
    : html`<details class="more"><summary>Proposed for CHANGELOG.md</summary><pre tabindex="0">${report.changelog.trim()}</pre></details>`
}
</section>`
}

/** The steps with findings other than changes for callers. */
export const tellingSteps = ({ steps }: Pick<GateReport, "steps">): ReadonlyArray<StepResult> =>
  steps
    .map((step) => ({ ...step, findings: step.findings.filter(({ breaks }) => breaks === undefined) }))
    .filter(({ findings }) => findings.length > 0)

/** All findings of the steps, except the changes for callers. What matters most is open. */
export const findingsHtml = (report: Pick<GateReport, "steps">): Html => {
  const telling = tellingSteps(report)
  if (telling.length === 0) return html``
  return html`
<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${telling.map(
  ({ name, findings }, index) =>
    html`<details class="more" id="findings-${name}"${index === 0 ? raw(" open") : ""}><summary>${name} <span class="aside">${findings.length}</span></summary>
${findingList(findings)}</details>`,
)}
</section>`
}
