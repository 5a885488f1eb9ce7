/** A flow as a sequence diagram in plain HTML: without script, responsive, and readable by a screen reader. */
import { outcomeOf, tagOf } from "../../contracts/providers.ts"
import type { Flow, Step } from "../../contracts/spec/flows.ts"
import { findOperation, isObject, type Json, type JsonObject, type Spec } from "../../contracts/spec/specs.ts"
import { type Html, html } from "./html.ts"

/** The pages that describe the names on a card. */
export interface Links {
  readonly operation: (provider: string, operationId: string) => string
  readonly api: (name: string) => string
}

/** The last step of a refused flow is refused; all others yield tokens. */
export const flowCard = (flow: Flow, specs: ReadonlyArray<Spec>, links: Links): Html => {
  const { workflowId, summary, steps } = flow
  const [style, verdict] = workflowId.endsWith("-refused") ? ["refused", "✕ refused"] : ["succeeds", "✓ tokens"]
  return html`
<section class="flow ${style}" id="${workflowId}" aria-labelledby="${workflowId}-title">
  <h4 id="${workflowId}-title"><a href="#${workflowId}">${summary}</a></h4>
  <p class="name aside"><code>${workflowId}</code> <b class="verdict">${verdict}</b></p>
  <ol class="sequence">${steps.map((step, index) => stepOf(flow, step, index, specs, links))}
  </ol>
</section>`
}

const stepOf = (
  { workflowId, steps }: Flow,
  step: Step,
  index: number,
  specs: ReadonlyArray<Spec>,
  links: Links,
): Html => {
  const { provider, operationId, payload } = step
  const found = findOperation(specs, step)
  if (found === undefined) throw new Error(`${workflowId}: no spec has ${provider}.${operationId}.`)
  const { document, resolve } = found.spec
  const { method, path, body } = found.operation
  const isLast = index === steps.length - 1
  const [kind, mark, word] =
    isLast && workflowId.endsWith("-refused") ? ["refusal", "✕", "Refused:"] : ["success", "✓", "Success:"]
  const properties = object(resolve(body?.contents[0]?.schema).properties)
  const fields = Object.entries(payload).map(([name, value]) => {
    const { "x-one-time": spent } = resolve(properties[name])
    const [, from] = /^\$steps\.(.+)\.outputs\./.exec(String(value)) ?? []
    const notes = [
      ...(spent === undefined ? [] : [spent === true ? "one-time" : `one-time ${String(spent).replaceAll("-", " ")}`]),
      ...(from === undefined ? [] : [`from step ${steps.findIndex(({ stepId }) => stepId === from) + 1}`]),
    ]
    return html`
          <li class="field ${spent === undefined ? "" : "one-time"}"><code>${name}</code> <small>${notes.join(", ")}</small></li>`
  })
  const actors = html`
      <p class="actors"><span>Your service</span> <span>${String(object(document.info).title)}</span></p>`
  return html`
    <li>${provider === steps[index - 1]?.provider ? "" : actors}
      <div class="message request">
        <p>${index + 1}. <a href="${links.operation(provider, operationId)}"><b>${operationId}</b></a></p>
        <p><code>${method.toUpperCase()} ${path}</code></p>
        <ul class="fields">${fields}</ul>
      </div>
      <p class="message answer ${kind}"><span aria-hidden="true">${mark}</span> <span class="unseen">${word}</span>
        <b>${step.answer.status}</b> ${step.answer.example}</p>
      ${isLast ? html`<p class="outcome ${kind}">${kind === "success" ? held(step) : refusal(step, links)}</p>` : ""}
    </li>`
}

const statedOf = (step: Step) => outcomeOf(step, step.answer.status, step.answer.example)

/** For a provider without a client the spec alone says whether there are tokens. */
const held = (step: Step): Html => {
  const names = Object.keys(statedOf(step) ?? {}).filter((name) => name !== "provider")
  return html`<small>You hold</small> <code>${names.join(" ") || "tokens"}</code>`
}

const refusal = (step: Step, { api }: Links): Html => {
  const stated = statedOf(step)
  const tag = stated && tagOf(stated)
  if (tag === undefined) return html`<small>You get</small> no tokens`
  return html`<small>You get</small> <a href="${api(tag)}"><b>${tag}</b></a>, grant ${String(stated?.grant)}`
}

const object = (node: Json | undefined): JsonObject => (isObject(node) ? node : {})
