/** A flow as a sequence diagram in plain HTML: without script, responsive, and readable by a screen reader. */
import { outcomeOf, tagOf } from "../../contracts/providers.ts"
import type { Flow, Step } from "../../contracts/spec/flows.ts"
import { findOperation, isObject, type Json, type JsonObject, type Spec } from "../../contracts/spec/specs.ts"
import { type Html, html } from "./html.ts"

/** Where the names on a card are described. */
export interface Links {
  readonly operationPage: (provider: string, operationId: string) => string
  /** Undefined when the API has no such name. */
  readonly apiPage: (name: string) => string | undefined
}

/** The last step of a refused flow is refused; all others yield tokens. */
export const flowCard = (flow: Flow, specs: ReadonlyArray<Spec>, links: Links): Html => {
  const { workflowId, summary, steps } = flow
  const isRefused = workflowId.endsWith("-refused")
  return html`
<section class="flow ${isRefused ? "refused" : "succeeds"}" id="${workflowId}" aria-labelledby="${workflowId}-title">
  <h4 id="${workflowId}-title"><a href="#${workflowId}">${summary}</a></h4>
  <p class="name"><code>${workflowId}</code> <span class="verdict">${isRefused ? "✕ refused" : "✓ tokens"}</span></p>
  <ol class="sequence">${steps.map((step, index) => stepOf(step, index, flow, specs, links))}
  </ol>
</section>`
}

const stepOf = (
  step: Step,
  index: number,
  { workflowId, steps }: Flow,
  specs: ReadonlyArray<Spec>,
  links: Links,
): Html => {
  const { provider, operationId, payload } = step
  const found = findOperation(specs, step)
  if (found === undefined) throw new Error(`${workflowId}: no spec has ${provider}.${operationId}.`)
  const { spec, operation } = found
  const { method, path, body } = operation
  const isLast = index === steps.length - 1
  const isRefused = isLast && workflowId.endsWith("-refused")
  const { summary } = object(object(object(spec.document.paths)[path])[method])
  const properties = object(spec.resolve(body?.contents[0]?.schema).properties)
  return html`
    <li>${provider === steps[index - 1]?.provider ? "" : actors(String(object(spec.document.info).title))}
      <div class="message request">
        <p><span class="number">${index + 1}</span>
          <a href="${links.operationPage(provider, operationId)}"><b>${operationId}</b></a>
          <span class="aside">${String(summary ?? operationId)}</span></p>
        <p><code>${method.toUpperCase()} ${path}</code></p>
        <ul class="fields">${Object.entries(payload).map(([name, value]) =>
          field(name, [...spentBy(spec.resolve(properties[name])), ...sourceOf(value, steps)]),
        )}</ul>
      </div>
      ${answer(step, isRefused)}
      ${isLast ? outcome(step, isRefused, links) : ""}
    </li>`
}

const actors = (title: string): Html => html`
      <p class="actors"><span>Your service</span> <span>${title}</span></p>`

/** Whether a success spends the field. */
const spentBy = ({ "x-one-time": mark }: JsonObject): ReadonlyArray<string> => {
  if (mark === undefined) return []
  return [mark === true ? "one-time" : `one-time ${String(mark).replaceAll("-", " ")}`]
}

/** The step whose answer a value comes from; none if the service has it. */
const sourceOf = (value: Json, steps: ReadonlyArray<Step>): ReadonlyArray<string> => {
  const [, from] = /^\$steps\.(.+)\.outputs\./.exec(String(value)) ?? []
  return from === undefined ? [] : [`from step ${steps.findIndex(({ stepId }) => stepId === from) + 1}`]
}

const field = (name: string, notes: ReadonlyArray<string>): Html => html`
          <li class="field ${notes.some((note) => note.startsWith("one-time")) ? "one-time" : ""}"><code>${name}</code>${
            notes.length === 0 ? "" : html` <small>${notes.join(", ")}</small>`
          }</li>`

const answer = ({ answer: { status, example } }: Step, isRefused: boolean): Html => {
  const [kind, mark, word] = isRefused ? ["refusal", "✕", "Refused:"] : ["success", "✓", "Success:"]
  return html`<p class="message answer ${kind}"><span aria-hidden="true">${mark}</span> <span class="unseen">${word}</span>
        <b>${status}</b> ${example}</p>`
}

/** What the caller gets; for a provider without a client the spec alone says whether there are tokens. */
const outcome = (step: Step, isRefused: boolean, { apiPage }: Links): Html => {
  const stated = outcomeOf(step, step.answer.status, step.answer.example)
  const tag = stated && tagOf(stated)
  if (!isRefused) {
    const names = Object.keys(stated ?? {}).filter((name) => name !== "provider")
    const held = names.length === 0 ? html`tokens` : names.map((name) => html`<code>${name}</code> `)
    return html`<p class="outcome success"><small>You hold</small> ${held}</p>`
  }
  if (tag === undefined) return html`<p class="outcome refusal"><small>You get</small> no tokens</p>`
  const page = apiPage(tag)
  const name = page === undefined ? html`<b>${tag}</b>` : html`<a href="${page}"><b>${tag}</b></a>`
  return html`<p class="outcome refusal"><small>You get</small> ${name}, grant ${String(stated?.grant)}</p>`
}

const object = (node: Json | undefined): JsonObject => (isObject(node) ? node : {})
