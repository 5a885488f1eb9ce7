/** For tests: vendors' pages with one fact changed, what is said of it, and the line of our specs that rests on it. */
import { type Served, unchanged } from "./site.ts"

/** The site with one page edited; an edit that finds nothing is a mistake of the test. */
export const edited = (path: string, [from, to]: readonly [string | RegExp, string]): Record<string, Served> => {
  const page = unchanged[path]
  const body = page?.body?.replaceAll(new RegExp(from, "g"), to)
  if (body === page?.body) throw new Error(`${path} has no ${from}`)
  return { ...unchanged, [path]: { ...page, body: body ?? "" } }
}

export const exchange = "/api-reference/ai-square-studio-api/superexec/exchange-create"
export const obtain = "/api-reference/ai-square-studio-api/token/create"
export const refresh = "/api-reference/ai-square-studio-api/token/refresh-create"

/** A page, an edit to it, what is said, and the line of our specs that it concerns. */
export const changes: ReadonlyArray<
  readonly [what: string, path: string, edit: readonly [string | RegExp, string], said: string, line: string]
> = [
  [
    "a request field renamed in an embedded document",
    refresh,
    [/\baccess\b/, "session"],
    "aisquare refresh: request field access is now session; recorded: access",
    "RefreshTokenRequest:",
  ],
  [
    "a required mark dropped in the state of a page",
    obtain,
    ["        - password", ""],
    "aisquare obtain: request field password is now string, optional; recorded: string, required",
    "password:",
  ],
  [
    "a required mark dropped in a document on one line",
    refresh,
    ["- refresh title", "title"],
    "aisquare refresh: request field refresh is now string, optional; recorded: string, required",
    "refresh:",
  ],
  [
    "a status added",
    obtain,
    ["        '400':", "        '429':\\n          description: Slow down\\n        '400':"],
    "aisquare obtain: answer 429 is new: without a body",
    '"429":',
  ],
  [
    "a status that became another",
    exchange,
    ["&#39;400&#39;", "&#39;422&#39;"],
    "aisquare exchange: answer 400 is now 422; recorded: 400",
    '"400":',
  ],
  [
    "a path changed",
    exchange,
    ["/api/v1/superexec", "/api/v2/superexec"],
    "aisquare exchange: path is now /api/v2/superexec/exchange/; recorded: /api/v1/superexec/exchange/",
    "/api/v1/superexec/exchange/:",
  ],
  ["a method changed", obtain, ["post:", "put:"], "aisquare obtain: method is now PUT; recorded: POST", "post:"],
  [
    "a content type changed",
    refresh,
    ["requestBody: content: application/json", "requestBody: content: application/x-www-form-urlencoded"],
    "aisquare refresh: request as is now application/x-www-form-urlencoded; recorded: application/json",
    "content:",
  ],
  [
    "a server named",
    refresh,
    ["paths:", "servers: - url: https://api.aisquare.studio description: Production paths:"],
    "aisquare refresh: server https://api.aisquare.studio is new: named",
    "servers:",
  ],
  [
    "a lifetime",
    "/docs/integration-guides/token-lifecycle-session-management",
    ["7 days", "14 days"],
    "aisquare token lifecycle: lifetime 7 days is now 14 days; recorded: 7 days",
    "[token lifecycle](https://docs.aisquare.studio/docs/integration-guides/token-lifecycle-session-management); hosts and server software from the vendor's repository",
  ],
  [
    "a required mark dropped in a table of Markdown",
    "/api/tokens",
    [/temp\\_token<mark[^|]*<\/mark>/, "temp\\_token"],
    "finqware tokens: request field temp_token is now string, optional; recorded: string, required",
    "temp_token:",
  ],
  [
    "a field of an answer renamed in an example",
    "/api/tokens",
    ["consent_exp", "consent_expires_at"],
    "finqware tokens: answer 200 field consent_exp is now consent_expires_at; recorded: consent_exp",
    "consent_exp:",
  ],
  [
    "a host changed",
    "/api/tokens",
    ["api.finqware.com", "api.eu.finqware.com"],
    "finqware tokens: server https://api.finqware.com is now https://api.eu.finqware.com; recorded: https://api.finqware.com",
    "servers:",
  ],
  [
    "an error code added",
    "/api/errors",
    ['"invalid_temp_token"', '"invalid_temp_token" | "used_temp_token"'],
    "finqware errors: unauthorized code used_temp_token is new: 401",
    "enum:",
  ],
  [
    "an error code gone",
    "/api/errors",
    ['"inactive_credentials" \\|', ""],
    "finqware errors: unauthorized code inactive_credentials is gone; recorded: 401",
    "- inactive_credentials",
  ],
  [
    "a required mark dropped in a table of HTML",
    "/docs/exchange-token",
    ["connectionID<br><code>REQUIRED</code>", "connectionID"],
    "dapi Exchange Token: request field connectionID is now string, optional; recorded: string, required",
    "connectionID:",
  ],
  [
    "a field of an answer added to a table",
    "/docs/exchange-token",
    [/<tr><td>msg/, "<tr><td>userID</td><td>String</td><td>Six.</td></tr><tr><td>msg"],
    "dapi Exchange Token: answer field userID is new: string",
    "userID:",
  ],
  [
    "an error type added",
    "/docs/error-codes",
    [/<tr><td>422/, "<tr><td>409</td><td><code>CODE_ALREADY_EXCHANGED</code></td><td>It.</td></tr><tr><td>422"],
    "dapi error codes: error type CODE_ALREADY_EXCHANGED is new: 409",
    "enum:",
  ],
  [
    "an error type under another status",
    "/docs/error-codes",
    ["<td>422</td>", "<td>400</td>"],
    "dapi error codes: error type PARAMETER_MISSING is now 400; recorded: 422",
    "- PARAMETER_MISSING",
  ],
]
