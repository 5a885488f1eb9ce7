/**
 * The gate's result as one self-contained page, which needs no script. Its policy allows only its own style, so an
 * answer of a provider can be shown but never run.
 */
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Html, html, raw } from "../../docs/html.ts"
import type { Finding } from "../finding.ts"
import { claimsHtml } from "./claims.ts"
import { blocksOf, firstFindings, type GateReport, markOf, spot, verdictOf, whoBreaks } from "./report.ts"

const style = await readFile(join(import.meta.dirname, "page.css"), "utf8")
const hash = createHash("sha256").update(style).digest("base64")
const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:`

/** Text in which what is between backticks is code. */
const coded = (text: string): Html =>
  html`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`

const findingHtml = (finding: Finding): Html => html`
<li class="${finding.severity === "error" ? "bad" : ""}">
  ${finding.breaks === undefined ? "" : html`<strong>${whoBreaks[finding.breaks]}</strong> `}${coded(finding.message)}
  <code>${spot(finding)}</code>
</li>`

/** The first findings, and the others folded. */
const findingList = (findings: ReadonlyArray<Finding>): Html => {
  const { first, others } = firstFindings(findings)
  const more = html`<details><summary>and ${others.length} more</summary><ul>${others.map(findingHtml)}</ul></details>`
  return html`<ul>${first.map(findingHtml)}</ul>${others.length === 0 ? "" : more}`
}

const contents = ({ steps, claims, names }: GateReport): Html => {
  const providers = [...new Set(claims.map(({ claim }) => claim.provider))]
  const links: ReadonlyArray<readonly [string, string]> = [
    ...steps.filter(({ findings }) => findings.length > 0).map(({ name }) => [`findings-${name}`, name] as const),
    ["steps", "Steps"],
    ["claims", "Claims"],
    ...providers.map((name) => [`claims-${name}`, names.get(name) ?? name] as const),
  ]
  return html`<nav aria-label="Contents">${links.map(([id, text]) => html`<a href="#${id}">${text}</a> `)}</nav>`
}

export const page = (report: GateReport): string => {
  const { passed, base, at, seconds, steps } = report
  const mark = passed ? "✓" : "✗"
  const telling = steps.filter(({ findings }) => findings.length > 0)
  return `<!doctype html>${
    html`
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${mark} Contract gate</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
<header class="${passed ? "" : "bad"}">
<h1>${mark} ${coded(verdictOf(report))}</h1>
<p>Compared with ${base?.label ?? "nothing"}. ${at.toISOString().slice(0, 16).replace("T", " ")} UTC, ${seconds.toFixed(1)} s.</p>
</header>
${contents(report)}
${telling.map(
  ({ name, findings }, index) => html`
<details id="findings-${name}"${index === 0 ? raw(" open") : ""}>
<summary>${name} <small>${findings.length} ${findings.length === 1 ? "finding" : "findings"}</small></summary>
${findingList(findings)}
</details>`,
)}
${blocksOf(report).map(({ heading, text }) => html`<details><summary>${heading}</summary><pre tabindex="0">${text}</pre></details>`)}
<h2 id="steps">Steps</h2>
<table>${steps.map(
      (step) =>
        html`<tr class="${markOf(step) === "✗" ? "bad" : ""}"><th scope="row">${markOf(step)} ${step.name}</th><td>${step.seconds.toFixed(1)} s</td><td>${step.summary}</td></tr>`,
    )}</table>
<h2 id="claims">Claims</h2>
<p>${report.claims.length === 0 ? "None was measured." : "Each chip is a claim of a spec. It opens what was really sent and received; a red one, why its test failed."}</p>
${claimsHtml(report)}
</html>`.html
  }\n`
}
