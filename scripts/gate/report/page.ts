/**
 * The gate's result as one self-contained page. Its policy allows only its own style and script, so an answer of a
 * provider can be shown but never run.
 */
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../../contracts/spec/specs.ts"
import { html, raw } from "../../docs/html.ts"
import { icon, styleTag } from "../../docs/page.ts"
import { mapHtml } from "./map.ts"
import { type GateReport, verdictOf } from "./report.ts"
import { changesHtml, coded, findingsHtml, stepsHtml, tellingSteps } from "./steps.ts"

const read = (path: string) => readFile(join(root, path), "utf8")

const sheets = [
  "scripts/docs/style.css",
  ...["page", "map", "exchange"].map((name) => `scripts/gate/report/${name}.css`),
]
const style = (await Promise.all(sheets.map(read))).join("\n")
const script = await read("scripts/gate/report/keys.js")

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; img-src data:`

/** Links to every part. */
const contents = (report: GateReport) => {
  const providers = [...new Set(report.claims.map(({ claim }) => claim.provider))]
  const links: ReadonlyArray<readonly [string, string]> = [
    ["callers", "Callers"],
    ...tellingSteps(report).map(({ name, findings }) => [`findings-${name}`, `${name} ${findings.length}`] as const),
    ["steps", "Steps"],
    ["claims", "Claims"],
    ...providers.map((name) => [`claims-${name}`, report.names.get(name) ?? name] as const),
  ]
  return html`<nav class="contents" aria-label="Contents">${links.map(([id, text]) => html`<a href="#${id}">${text}</a> `)}</nav>`
}

export const page = (report: GateReport): string => {
  const { passed, base, at, seconds } = report
  return `<!doctype html>${
    html`
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${passed ? "✓" : "✗"} Contract gate</title>
  <link rel="icon" href="${icon}">
  ${styleTag(style)}
</head>
<body>
<main>
  <header class="banner ${passed ? "whole" : "lacking"}">
    <p class="aside">Contract gate · ${at.toISOString().slice(0, 16).replace("T", " ")} UTC · ${seconds.toFixed(1)} s</p>
    <h1><span class="mark" aria-hidden="true">${passed ? "✓" : "✗"}</span> ${coded(verdictOf(report))}</h1>
    <p>Compared with ${base?.label ?? "nothing: there is no history"}.</p>
  </header>
  ${contents(report)}
  ${changesHtml(report)}
  ${findingsHtml(report)}
  ${stepsHtml(report)}
  ${mapHtml(report)}
</main>
<script>${raw(script)}</script>
</body>
</html>`.html
  }\n`
}
