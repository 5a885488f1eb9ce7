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
export const flowCard = ({ workflowId, summary, steps }: Flow, specs: ReadonlyArray<Spec>, links: Links): Html => {
  const isRefused = workflowId.endsWith("-refused")
  const taken = steps.map((step) => ({ step, ...specOf(workflowId, step, specs) }))
  const titles = new Set(taken.map(({ spec }) => String(object(spec.document.info).title)))
  const last = steps.at(-1)
  return html`
<section class="flow" id="${workflowId}" aria-labelledby="${workflowId}-title">
  <h4 id="${workflowId}-title">${summary}</h4>
  <p class="aside"><code>${workflowId}</code>
    ${isRefused ? html`<b class="refusal">✕ refused</b>` : html`<b class="success">✓ tokens</b>`}</p>
  <p class="aside"><b>Your service</b> <b>${[...titles].join(", ")}</b></p>
  <ol class="sequence">${taken.map(({ step, spec, operation: { method, path, request } }, index) => {
    const { status, example } = step.answer
    const properties = object(spec.resolve(request.schema).properties)
    const fields = Object.entries(step.payload).map(([name, value]) =>
      field(name, spec.resolve(properties[name])["x-one-time"], sourceOf(value, steps)),
    )
    return html`
    <li>
      <div class="message">
        <p>${index + 1}. <a href="${links.operation(step.provider, step.operationId)}"><b>${step.operationId}</b></a></p>
        <p><code>${method.toUpperCase()} ${path}</code></p>
        <ul class="fields">${fields}</ul>
      </div>
      ${
        isRefused && step === last
          ? html`<p class="message answer refusal">Refused: <b>${status}</b> ${example}</p>`
          : html`<p class="message answer success">Success: <b>${status}</b> ${example}</p>`
      }
    </li>`
  })}
  </ol>
  ${last === undefined ? "" : outcome(last, isRefused, links)}
</section>`
}

const specOf = (workflowId: string, step: Step, specs: ReadonlyArray<Spec>) => {
  const found = findOperation(specs, step)
  if (found === undefined) throw new Error(`${workflowId}: no spec has ${step.provider}.${step.operationId}.`)
  return found
}

/** The step whose answer a value comes from; none if the service has it. */
const sourceOf = (value: Json, steps: ReadonlyArray<Step>): ReadonlyArray<string> => {
  const [, from] = /^\$steps\.(.+)\.outputs\./.exec(String(value)) ?? []
  return from === undefined ? [] : [`from step ${steps.findIndex(({ stepId }) => stepId === from) + 1}`]
}

/** `spent`: whether a success spends the field. */
const field = (name: string, spent: Json | undefined, source: ReadonlyArray<string>): Html => {
  const oneTime =
    spent === undefined ? [] : [spent === true ? "one-time" : `one-time ${String(spent).replaceAll("-", " ")}`]
  const notes = [...oneTime, ...source].join(", ")
  return html`
          <li class="field ${spent === undefined ? "" : "one-time"}"><code>${name}</code> <small>${notes}</small></li>`
}

/** What the caller gets; for a provider without a client the spec alone says whether there are tokens. */
const outcome = (step: Step, isRefused: boolean, { api }: Links): Html => {
  const stated = outcomeOf(step, step.answer.status, step.answer.example)
  const tag = stated && tagOf(stated)
  if (!isRefused) {
    const names = Object.keys(stated ?? {}).filter((name) => name !== "provider")
    return html`<p class="success">You hold <code>${names.join(" ") || "tokens"}</code></p>`
  }
  if (tag === undefined) return html`<p class="refusal">You get no tokens</p>`
  return html`<p class="refusal">You get <a href="${api(tag)}"><b>${tag}</b></a>, grant ${String(stated?.grant)}</p>`
}

const object = (node: Json | undefined): JsonObject => (isObject(node) ? node : {})
