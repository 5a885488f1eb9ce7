/** The start page: what this is, links to the reference, and every flow as a diagram. */
import type { ApiPages } from "./api-pages.ts"
import { diagramOf } from "./diagram.ts"
import type { DrawnFlow } from "./drawing.ts"
import { type Html, html, raw } from "./html.ts"
import { bar, barStyle, icon, startStyle, styleTag } from "./page.ts"
import { policyTag } from "./policy.ts"
import type { SpecPage } from "./spec-page.ts"

export interface StartPage {
  /** Fields of package.json. */
  readonly name: string
  readonly version: string
  readonly description: string
  readonly specs: ReadonlyArray<SpecPage>
  readonly api: ApiPages
  readonly flows: ReadonlyArray<DrawnFlow>
}

export const startPage = ({ name, version, description, specs, api, flows }: StartPage): string => {
  const links = {
    titleOf: (provider: string) => specs.find((spec) => spec.provider === provider)?.title ?? provider,
    operationPage: (provider: string, operationId: string) =>
      specs.find((spec) => spec.provider === provider)?.urlOf(operationId) ?? `${provider}.html`,
    apiPage: api.urlOf,
  }
  return `<!doctype html>${
    html`
<html lang="en">
<head>
  <meta charset="utf-8">
  ${raw(policyTag([]))}
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${name}: documentation</title>
  <link rel="icon" href="${icon}">
  ${styleTag(barStyle)}
  ${styleTag(startStyle)}
</head>
<body>${bar(specs.map(({ provider }) => provider))}
<main>
  <header>
    <h1>${name} <span class="version">${version}</span></h1>
    <p class="lead">${description}. It swaps a short-lived, usually one-time credential for tokens that last, exactly
    once, and gives every way in which that can fail a name.</p>
  </header>

  <h2 id="reference"><a href="#reference">Reference</a></h2>
  <ul class="cards">${specs.map(specCard)}
    <li>
      <h3><a href="api/index.html">TypeScript API</a></h3>
      <p>What a service imports.</p>
      <ul>${api.modules.map(({ name, url }) => html`<li><a href="${url}"><code>${name}</code></a></li>`)}</ul>
    </li>
  </ul>

  <h2 id="flows"><a href="#flows">Flows</a></h2>
  <p>How the operations chain: what your service sends, what the provider answers, and what the client makes of it.
  A refusal is forced in its last step. <span class="field one-time"><code>field</code> <small>one-time</small></span>
  marks what a success spends, or may spend.</p>
  ${providersOf(flows).map((provider) => group(provider, links.titleOf(provider), flows, links))}
</main>
</body>
</html>`.html
  }\n`
}

const specCard = ({ provider, title, summary, operations }: SpecPage): Html => html`
    <li>
      <h3><a href="${provider}.html">${title}</a></h3>
      <p>${summary}</p>
      <p class="aside">${operations} ${operations === 1 ? "operation" : "operations"} · OpenAPI</p>
    </li>`

/** A flow belongs to the provider of its first step. */
const providerOf = ({ steps }: DrawnFlow) => steps[0]?.provider ?? ""

const providersOf = (flows: ReadonlyArray<DrawnFlow>) => [...new Set(flows.map(providerOf))]

const group = (
  provider: string,
  title: string,
  flows: ReadonlyArray<DrawnFlow>,
  links: Parameters<typeof diagramOf>[1],
): Html => html`
  <h3 class="provider" id="flows-${provider}"><a href="#flows-${provider}">${title}</a></h3>
  <div class="flows">${flows.filter((flow) => providerOf(flow) === provider).map((flow) => diagramOf(flow, links))}
  </div>`
