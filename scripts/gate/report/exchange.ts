/** The exchange behind a claim. Its secrets are masked already. */
import { type Html, html } from "../../docs/html.ts"
import type { MaskedExchange } from "../coverage.ts"

/** A body as text, JSON indented. */
const written = (body: unknown): string => {
  if (body === undefined || body === null || body === "") return ""
  return typeof body === "string" ? body : JSON.stringify(body, undefined, 2)
}

const message = (first: string, headers: unknown, body: unknown): string => {
  const lines =
    typeof headers === "string"
      ? [headers]
      : Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${written(value)}`)
  const text = written(body)
  return [first, ...lines, ...(text === "" ? [] : ["", text])].join("\n")
}

export const exchangeHtml = ({ request, answer, note }: MaskedExchange): Html => html`
<div class="exchange">
  <figure><figcaption>Sent</figcaption>
    <pre tabindex="0">${message(`${request.method.toUpperCase()} ${request.url}`, request.headers, request.body)}</pre></figure>
  ${
    answer === undefined
      ? html`<p class="aside">No answer came.</p>`
      : html`<figure><figcaption>Received</figcaption>
    <pre tabindex="0">${message(String(answer.status), answer.headers, answer.body)}</pre></figure>`
  }
</div>
${note === undefined ? "" : html`<p class="aside">${note}</p>`}`
