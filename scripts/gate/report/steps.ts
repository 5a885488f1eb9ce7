/** The steps as bars along time, and their findings. */
import { type Html, html } from "../../docs/html.ts"
import { type Finding, hasPassed } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import { changesOf, changesSentence, type GateReport, spot, whoBreaks } from "./report.ts"

const bar = ({ start, seconds }: StepResult, total: number): Html => {
  const share = (value: number) => ((100 * value) / total).toFixed(2)
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="10"/><rect class="done" x="${share(start)}" width="${share(Math.max(seconds, total / 200))}" height="10"/></svg>`
}

export const stepsHtml = ({ steps, seconds }: Pick<GateReport, "steps" | "seconds">): Html => {
  const total = Math.max(seconds, ...steps.map((step) => step.start + step.seconds))
  return html`
<section aria-labelledby="steps">
<h2 id="steps">Steps</h2>
<ol class="steps">${steps.map((step) => {
    const passed = hasPassed(step)
    return html`<li class="${passed ? "whole" : "lacking"}">
  <span class="step-name"><span aria-hidden="true">${passed ? "✓" : "✗"}</span> ${step.name}<span class="unseen"> ${passed ? "passed" : "failed"}</span></span>
  ${bar(step, total)}
  <span class="time">${step.seconds.toFixed(1)} s</span>
  <span class="aside summary">${step.summary}</span>
</li>`
  })}</ol>
</section>`
}

const findingHtml = (finding: Finding): Html => html`
<li class="${finding.severity === "error" ? "lacking" : "whole"}">
  ${finding.breaks === undefined ? "" : html`<strong class="who ${finding.breaks}">${whoBreaks[finding.breaks]}</strong> `}${finding.message}
  ${finding.place === undefined ? "" : html`<code class="spot">${spot(finding)}</code>`}
</li>`

/** Changes for callers, breaking ones first. */
export const changesHtml = (report: GateReport): Html => {
  const changes = changesOf(report)
  const sorted = [...changes].sort((one, other) => Number(one.breaks === "nobody") - Number(other.breaks === "nobody"))
  return html`
<section aria-labelledby="callers">
<h2 id="callers">What changed for callers</h2>
<p>${changesSentence(report)}</p>
${sorted.length === 0 ? "" : html`<ul class="findings">${sorted.map(findingHtml)}</ul>`}
${
  report.changelog.trim() === ""
    ? ""
    : html`<details class="more"><summary>Proposed for CHANGELOG.md</summary><pre tabindex="0">${report.changelog.trim()}</pre></details>`
}
</section>`
}

/** All findings of the steps, except the changes for callers. */
export const findingsHtml = ({ steps }: Pick<GateReport, "steps">): Html => {
  const telling = steps
    .map(({ name, findings }) => ({ name, findings: findings.filter(({ breaks }) => breaks === undefined) }))
    .filter(({ findings }) => findings.length > 0)
  if (telling.length === 0) return html``
  return html`
<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${telling.map(
  ({
    name,
    findings,
  }) => html`<details class="more" open><summary>${name} <span class="aside">${findings.length}</span></summary>
<ul class="findings">${findings.map(findingHtml)}</ul></details>`,
)}
</section>`
}
