/** Made-up pages of the structure that the vendors' pages have, on loopback: what the reading of them is tested with. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface Served {
  readonly status?: number
  readonly type?: "text/html" | "text/markdown"
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The connection stays open and silent. */
  readonly isSilent?: boolean
}

export interface Site extends AsyncDisposable {
  readonly url: string
  /** The paths that were asked for, in order. */
  readonly asked: ReadonlyArray<string>
}

export const serveSite = async (pages: Readonly<Record<string, Served>>): Promise<Site> => {
  const asked: Array<string> = []
  const server = createServer(({ url = "" }, response) => {
    asked.push(url)
    const { status = 200, type = "text/html", headers = {}, body = "", isSilent } = pages[url] ?? { status: 404 }
    if (isSilent !== true) response.writeHead(status, { "content-type": type, ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // A server that listens on a port has one.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An OpenAPI document of one operation, as the site embeds it. */
const openApi = (path: string, schema: string, fields: ReadonlyArray<string>, answer: string): string => `openapi: 3.1.0
info:
  title: A made-up API
  version: 1.0.0
paths:
  ${path}:
    post:
      operationId: made-up
      description: 'Made up: for tests'
      responses:
        '200':
          description: It worked
          content:
            application/json:
              schema:
                ${answer}
        '400':
          description: It did not
          content:
            application/json:
              schema:
                description: Any type
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/${schema}'
components:
  schemas:
    ${schema}:
      type: object
      properties:
${fields.map((field) => `        ${field}:\n          type: string`).join("\n")}
      required:
${fields.map((field) => `        - ${field}`).join("\n")}
      title: ${schema}`

const html = (content: string): Served => ({
  type: "text/html",
  body: `<!doctype html><html><head><style>a > b { color: red }</style></head><body><nav><a href="/">Docs</a></nav>
${content}</body></html>`,
})

const markdown = (body: string): Served => ({ type: "text/markdown", body })

const row = (...cells: ReadonlyArray<string>) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`

const exchange = openApi(
  "/api/v1/superexec/exchange/",
  "Exchange",
  ["temp_token", "superexec_secret", "access", "refresh"],
  "$ref: '#/components/schemas/Exchange'",
)
const obtain = openApi("/api/v1/token/", "Obtain", ["username", "password"], "description: Any type")
const refresh = openApi("/api/v1/token/refresh/", "Refresh", ["access", "refresh"], "description: Any type")

/** The three ways in which a page can hold a document: a highlighted block, the state of the page, one long line. */
const aisquare = "/api-reference/ai-square-studio-api"
const highlighted = exchange
  .split("\n")
  .map((line) => `<span class="line"><span style="color:#fff">${line.replaceAll("'", "&#39;")}</span></span>`)
  .join("\n")

const codes = (type: string, http: string, list: string) => `\`\`\`javascript
{
  "id": "uuid",
  "type": "${type}",
  "http": ${http},
  "code": ${list
    .split(" ")
    .map((code) => `"${code}"`)
    .join(" |\n          ")}
  "message": "What went wrong"
}
\`\`\``

const errorTypes = (status: number, list: string) =>
  list
    .split(" ")
    .map((type) => row(String(status), `<code>${type}</code>`, "What it is.", "What to do."))
    .join("\n")

/** What is recorded, said in other words. */
export const unchanged: Readonly<Record<string, Served>> = {
  [`${aisquare}/superexec/exchange-create`]: html(
    `<h1>Exchange</h1><pre class="code"><code>${highlighted}</code></pre><pre><code>print("hello")</code></pre>`,
  ),
  [`${aisquare}/token/create`]: html(
    `<div id="app"></div><script>self.state.push([1, ${JSON.stringify({ page: { text: obtain } })}])</script>`,
  ),
  [`${aisquare}/token/refresh-create`]: markdown(
    `# Refresh POST /api/v1/token/refresh/ \`\`\`yaml ${refresh.replace(/\s+/g, " ")} \`\`\` \`\`\`python print("hello") \`\`\``,
  ),
  "/docs/integration-guides/token-lifecycle-session-management": html(
    `<table>${row("Access", "7 days")}${row("Refresh", "30 days")}</table><p>Updated 2 days ago.</p>`,
  ),
  "/api/tokens": markdown(`# Tokens

<mark style="color:green;">\`POST\`</mark> \`https://api.finqware.com/v1/tokens\`

#### Request Body

| Name | Type | Description |
| ---- | ---- | ----------- |
| client\\_id<mark style="color:red;">\\*</mark> | string | One. |
| client\\_secret<mark style="color:red;">\\*</mark> | string | Two. |
| temp\\_token<mark style="color:red;">\\*</mark> | string | Three. |

{% tab title="200: OK It worked." %}

\`\`\`javascript
{
    // Made up
    "credentials_id": "a",
    "access_token": "b",
    "consent_exp": "2020-01-01T00:00:00Z",
    "max_data_retention": "2020-01-01T00:00:00Z"
}
\`\`\`

{% tab title="400: Bad Request " %}

${codes("invalid_request", "400", "invalid_client_id").replace('id"\n', 'id",\n')}
`),
  "/api/errors": markdown(`# Errors

${codes(
  "invalid_request",
  "400 | 404",
  "missing_fields unknown_fields invalid_field invalid_credentials_id invalid_client_id invalid_client_secret invalid_access_token invalid_input invalid_body invalid_headers not_found invalid_step invalid_session_id invalid_skill_name invalid_pcd_data_retention tpp_redirect_error",
)}

${codes(
  "unauthorized",
  "401",
  "invalid_api_keys unauthorized_tenant invalid_access_token invalid_credentials_id invalid_client_id invalid_client_secret invalid_client_app_key inactive_credentials expired_credentials invalid_uuid invalid_tenant_keys invalid_temp_token",
)}

${codes(
  "external_api_error",
  "400",
  "external_api_connection_error external_api_too_many_requests external_api_unauthorized external_api_forbidden",
)}
`),
  "/dev-guide/consuming-data/about-caching": markdown(
    "* **a**: 90 days (129600 minutes)\n* **b**: 120 days (172800 minutes)\n\nEvery two hours.",
  ),
  "/docs/exchange-token": html(`<h1>Exchange Token</h1><h2>Request</h2><p>https://api.dapi.com/v2/auth/ExchangeToken</p>
<h3>Body Parameters</h3><table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody>
${row("appSecret<br><code>REQUIRED</code>", "String", "One.")}
${row("accessCode<br><code>REQUIRED</code>", "String", "Two.")}
${row("connectionID<br><code>REQUIRED</code>", "String", "Three.")}
</tbody></table><h2>Response</h2><table>
${row("success", "Boolean", "One.")}${row("accessToken", "String", "Two.")}${row("status", "Enum", "Three.")}
${row("type", "String", "Four.")}${row("msg", "String", "Five.")}</table>
<h3>Response Example</h3><pre><code>{ &quot;success&quot;: false, &quot;type&quot;: &quot;INVALID_ARGS&quot; }</code></pre>
<pre><code>{ &quot;success&quot;: false, &quot;type&quot;: &quot;INVALID_TOKEN&quot; }</code></pre>
<pre><code>curl --request POST \\
  --url https://api.dapi.com/v2/auth/ExchangeToken</code></pre>`),
  "/docs/error-codes": html(`<h1>Error Codes</h1><table>${row("Status", "Error Type", "Description", "How to Handle")}
${errorTypes(401, "INACTIVE_ACCOUNT INVALID_CREDENTIALS INVALID_MFA")}
${errorTypes(404, "INVALID_ACCOUNT_ID INVALID_CARD_ID")}
${errorTypes(400, "INVALID_DATE_RANGE PARAMETER_ERROR INSUFFICIENT_BALANCE BENEFICIARY_NOT_ACTIVATED")}
${errorTypes(400, "BENEFICIARY_COOL_DOWN_PERIOD BENEFICIARY_ALREADY_EXISTS")}
${errorTypes(422, "PARAMETER_MISSING")}</table>`),
  "/docs/get-an-access-token": html("<p>The code lives 30 minutes.</p>"),
}
