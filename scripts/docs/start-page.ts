/** The start page: what this is, the guides, the reference, the specs, and every flow as a card. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Flow } from "../../contracts/spec/flows.ts"
import { isObject, type Spec } from "../../contracts/spec/specs.ts"
import manifest from "../../package.json" with { type: "json" }
import type { ApiPages } from "./api-pages.ts"
import { flowCard, type Links } from "./flow-card.ts"
import { groups } from "./groups.ts"
import { html } from "./html.ts"
import { dressed, styleTag } from "./page.ts"

const style = readFileSync(join(import.meta.dirname, "style.css"), "utf8")

export const startPage = (
  specs: ReadonlyArray<Spec>,
  flows: ReadonlyArray<Flow>,
  { guides, modules }: Pick<ApiPages, "guides" | "modules">,
  links: Links,
): string => {
  const parts = specs.map(({ provider, document: { info } }) => ({
    provider,
    title: isObject(info) ? String(info.title) : provider,
    summary: isObject(info) ? String(info.summary ?? "") : "",
    // A flow belongs to the provider of its first step.
    own: flows.filter(({ steps }) => steps[0]?.provider === provider),
  }))
  const page = html`
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${manifest.name}: documentation</title>
  ${styleTag(style)}
</head>
<body>
<main>
  <h1>${manifest.name} <small class="aside">${manifest.version}</small></h1>
  <p>${manifest.description}. It swaps a short-lived, usually one-time credential for tokens that last, exactly once,
  keeps them fresh, and gives every way in which that can fail a name.</p>

  <h2 id="guides">Guides</h2>
  <ul>${guides.map(
    ({ title, url }) => html`
    <li><a href="${url}">${title}</a></li>`,
  )}
  </ul>

  <h2 id="reference">Reference</h2>
  <p>What can be imported, each in the groups ${groups.join(", ")}.</p>
  <ul>${modules.map(
    ({ name, url }) => html`
    <li><a href="${url}"><code>${name}</code></a></li>`,
  )}
  </ul>

  <h2 id="specs">Specs</h2>
  <ul>${parts.map(
    ({ provider, title, summary }) => html`
    <li><a href="${provider}.html">${title}</a> ${summary}</li>`,
  )}
  </ul>

  <h2 id="flows">Flows</h2>
  <p>How the operations chain: what your service sends, what the provider answers, and what the client makes of it.
  A refusal is forced in its last step. <span class="field one-time"><code>field</code> <small>one-time</small></span>
  marks what a success spends, or may spend.</p>
  ${parts
    .filter(({ own }) => own.length > 0)
    .map(
      ({ provider, title, own }) => html`
  <h3 id="flows-${provider}">${title}</h3>
  <div class="flows">${own.map((flow) => flowCard(flow, specs, links))}
  </div>`,
    )}
</main>
</body>
</html>`.html
  return dressed(`<!doctype html>${page}\n`, { providers: specs.map(({ provider }) => provider), scripts: 0 })
}
