/** A flow as a sequence diagram in plain HTML: without script, responsive, and readable by a screen reader. */
import type { DrawnField, DrawnFlow, DrawnStep } from "./drawing.ts"
import { type Html, html } from "./html.ts"

/** Links to the descriptions of a diagram's names. */
export interface Links {
  /** The title of the spec of the answering provider. */
  readonly titleOf: (provider: string) => string
  readonly operationPage: (provider: string, operationId: string) => string
  /** Undefined when the API has no such name. */
  readonly apiPage: (name: string) => string | undefined
}

export const diagramOf = ({ workflowId, summary, steps }: DrawnFlow, links: Links): Html => {
  const isRefused = steps.at(-1)?.isRefused === true
  return html`
<section class="flow ${isRefused ? "refused" : "succeeds"}" id="${workflowId}" aria-labelledby="${workflowId}-title">
  <h4 id="${workflowId}-title"><a href="#${workflowId}">${summary}</a></h4>
  <p class="name"><code>${workflowId}</code> <span class="verdict">${isRefused ? "✕ refused" : "✓ tokens"}</span></p>
  <ol class="sequence">${steps.map((step, index) => stepOf(step, index, steps, links))}
  </ol>
</section>`
}

const stepOf = (step: DrawnStep, index: number, steps: ReadonlyArray<DrawnStep>, links: Links): Html => {
  const { provider, operationId, method, path, fields } = step
  const isFirst = provider !== steps[index - 1]?.provider
  const isLast = index === steps.length - 1
  return html`
    <li>${isFirst ? actorsOf(links.titleOf(provider)) : ""}
      <div class="message request">
        <p><span class="number">${index + 1}</span>
          <a href="${links.operationPage(provider, operationId)}"><b>${operationId}</b></a>
          <span class="aside">${step.summary}</span></p>
        <p><code>${method} ${path}</code></p>
        <ul class="fields">${fields.map(fieldOf)}</ul>
      </div>
      ${answerOf(step)}
      ${isLast ? outcomeOf(step, links) : ""}
    </li>`
}

const actorsOf = (title: string): Html =>
  html`
      <p class="actors"><span>Your service</span> <span>${title}</span></p>`

const fieldOf = ({ name, fromStep, spent }: DrawnField): Html => {
  const notes = [spent, fromStep === undefined ? "" : `from step ${fromStep}`].filter((note) => note !== "")
  return html`
          <li class="field ${spent === "" ? "lasting" : "one-time"}"><code>${name}</code>${
            notes.length === 0 ? "" : html` <small>${notes.join(", ")}</small>`
          }</li>`
}

const answerOf = ({ isRefused, status, example }: DrawnStep): Html => {
  const [kind, mark, word] = isRefused ? ["refusal", "✕", "Refused:"] : ["success", "✓", "Success:"]
  return html`<p class="message answer ${kind}"><span aria-hidden="true">${mark}</span> <span class="unseen">${word}</span>
        <b>${status}</b> ${example}</p>`
}

/** What the caller gets. */
const outcomeOf = ({ isRefused, refusal, yields }: DrawnStep, { apiPage }: Links): Html => {
  if (!isRefused) {
    const names = yields.length === 0 ? html`tokens` : yields.map((name) => html`<code>${name}</code> `)
    return html`<p class="outcome success"><small>You hold</small> ${names}</p>`
  }
  if (refusal === undefined) return html`<p class="outcome refusal"><small>You get</small> no tokens</p>`
  const page = apiPage(refusal.tag)
  const tag = page === undefined ? html`<b>${refusal.tag}</b>` : html`<a href="${page}"><b>${refusal.tag}</b></a>`
  return html`<p class="outcome refusal"><small>You get</small> ${tag}, grant ${refusal.grant}</p>`
}
