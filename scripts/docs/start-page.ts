/** The start page: what this is, links to the reference, and every flow as a card. */
import type { Flow } from "../../contracts/spec/flows.ts"
import type { Spec } from "../../contracts/spec/specs.ts"
import type { ApiPages } from "./api-pages.ts"
import { flowCard, type Links } from "./flow-card.ts"
import { type Html, html, raw } from "./html.ts"
import { bar, barStyle, icon, startStyle, styleTag } from "./page.ts"
import { policyTag } from "./policy.ts"
import type { SpecPage } from "./spec-page.ts"

export interface StartPage {
  /** Fields of package.json. */
  readonly name: string
  readonly version: string
  readonly description: string
  readonly specs: ReadonlyArray<Spec>
  readonly pages: ReadonlyArray<SpecPage>
  readonly api: ApiPages
  readonly flows: ReadonlyArray<Flow>
}

export const startPage = ({ name, version, description, specs, pages, api, flows }: StartPage): string => {
  const links: Links = {
    operationPage: (provider, operationId) =>
      pages.find((page) => page.provider === provider)?.urlOf(operationId) ?? `${provider}.html`,
    apiPage: api.urlOf,
  }
  const cardsOf = ({ provider, title }: SpecPage): Html => {
    // A flow belongs to the provider of its first step.
    const own = flows.filter(({ steps }) => steps[0]?.provider === provider)
    if (own.length === 0) return html``
    return html`
  <h3 class="provider" id="flows-${provider}"><a href="#flows-${provider}">${title}</a></h3>
  <div class="flows">${own.map((flow) => flowCard(flow, specs, links))}
  </div>`
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
<body>${bar(pages.map(({ provider }) => provider))}
<main>
  <header>
    <h1>${name} <span class="version">${version}</span></h1>
    <p class="lead">${description}. It swaps a short-lived, usually one-time credential for tokens that last, exactly
    once, keeps them fresh, and gives every way in which that can fail a name.</p>
  </header>

  <h2 id="reference"><a href="#reference">Reference</a></h2>
  <ul class="cards">${pages.map(specCard)}
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
  ${pages.map(cardsOf)}
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
