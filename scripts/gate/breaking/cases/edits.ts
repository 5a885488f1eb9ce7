/** Edits of the sample spec: in place of a text another, and what is said of each change. */
import type { Side } from "../rules.ts"
import { both, type Effect, more, none, readers, senders } from "./sample.ts"

type Row = readonly [effect: Effect, from: string, to: string, ...says: ReadonlyArray<string>]

/** The edits of one part of the spec, with the beginning of their ids and messages. */
const of = (side: Side, where: string, met: string, rows: ReadonlyArray<Row>) =>
  rows.map(([effect, from, to, ...says]) => ({ side, where, met, effect, from, to, says }))

const inRequest = (operation: string, rows: ReadonlyArray<Row>) =>
  of("request", `${operation} request`, `the request of ${operation}`, rows)

const inAnswer = (operation: string, status: number, rows: ReadonlyArray<Row>) =>
  of("answer", `${operation} ${status}`, `the answer ${status} of ${operation}`, rows)

const code = "required: [code], properties: {"
const trace = "        - { name: x-trace, in: header, schema: { type: string } }\n"
const page = "        - { name: page, in: query, required: true }\n"
const tenant = "in: query, required: true"
const shortest = ", shortest: { value: { code: a } }"
const csv = "          text/csv: {}\n"
const body = "requestBody: { content: { text/xml: {} } }"
const demanded = body.replace("{", "{ required: true,")
const id = "operationId: leave"
const key = "[{ key: [] }]"
const idType = 'path parameter id: type from "integer" to "string"'
const refused = "security: changed: a request that had access no longer does"

const access = "required: [access], properties: {"
const bare = ", bare: { value: { access: x } }"
const plain = "            text/plain: {}\n"
const requestId = "x-request-id: { required: true, schema"
const wait = "            retry-after: { schema: { type: integer } }\n"
const refusal = '        "400": { description: Refused., x-evidence: assumed }\n'
const evidence = "x-evidence: assumed"

const production = "  - { url: https://bank.test, description: Production }\n"
const sandbox = "  - { url: https://sandbox.bank.test }\n"
const notFirst = "server https://bank.test: no longer the first, which is"
const leave = `  /leave:
    delete:
      operationId: leave
      responses: { "500": { $ref: "#/components/responses/Failed" } }
`
const gone = `  /gone:
    put: { operationId: gone, deprecated: true, x-sunset: 2027-01-30, responses: { "204": { description: Gone. } } }
`
const leaving = (day: string) => `${id}\n      deprecated: true\n      x-sunset: ${day}`
const tooSoon = "which must be a day from 2027-03-02 on"

export const edits = [
  // Callers who send as before may be refused or misunderstood.
  ...inRequest("redeem", [
    [senders, code, `${code.replace("]", ", pin]")} pin: {},`, "Grant.pin: required"],
    [senders, code, code.replace("]", ", hint, tries]"), "Grant.hint: required", "Grant.tries: required"],
    [more, code, `${code} pin: {},`, "Grant.pin: added"],
    [senders, "hint: { type: string },", "", "Grant.hint: removed"],
    [senders, "hint: {", "clue: {", "Grant.hint: renamed to clue"],
    [senders, trace, "", "header parameter x-trace: removed"],
    [more, trace, trace + trace.replace("trace", "a"), "header parameter x-a: added"],
    // The same name in another place is another parameter.
    [more, trace, trace + trace.replace("header", "cookie"), "cookie parameter x-trace: added"],
    [senders, "x-trace,", "x-trace, required: true,", "header parameter x-trace: required"],
    [senders, trace, trace + page, "query parameter page: added"],
    [more, tenant, "in: query", "query parameter tenant: no longer required"],
    [more, "requestBody:\n        required: true", "requestBody:", "body: no longer required"],
    [senders, csv, "", "media type text/csv: removed"],
    [more, csv, csv + csv.replace("csv", "tsv"), "media type text/tsv: added"],
    [more, shortest, "", "example shortest: removed"],
    [more, shortest, `${shortest}, none: { value: {} }`, "example none: added"],
    [more, "shortest: {", "short: {", "example shortest: renamed to short"],
    [more, "code: abc", "code: xyz", "example published: changed"],
    [more, tenant, `${tenant}, deprecated: true`, "query parameter tenant: deprecated"],
    [none, "published: {", "published: { summary: A,", "example published: summary changed"],
    [none, "code: {", `code: { ${evidence},`, 'Grant.code: x-evidence from nothing to "assumed"'],
    [senders, tenant, `${tenant}, style: form`, "query parameter tenant: style changed"],
    [senders, "csv: {}", "csv: { encoding: {} }", "media type text/csv: encoding changed"],
  ]),
  ...inRequest("revoke", [
    [senders, body, "", "body: removed"],
    [senders, body, demanded, "body: required"],
    [senders, "text/xml: {}", "text/xml: { schema: {} }", "schema: added"],
  ]),
  // Without requirements everybody has access.
  ...inRequest("leave", [
    [more, id, `${id}\n      ${body}`, "body: added"],
    [senders, id, `${id}\n      ${demanded}`, "body: added"],
    [senders, id, `${id}\n      security: [{ key: [] }]`, refused],
  ]),
  ...inRequest("renew", [
    [senders, "text/yaml: { schema: {} }", "text/yaml: {}", "schema: removed"],
    [senders, key, "[{ other: [] }]", refused],
    [senders, key, "[{ key: [], other: [] }]", refused],
    [more, key, "[{ key: [] }, {}]", "security: eased"],
    [more, key, "[{ other: [] }, { key: [] }]", "security: eased"],
  ]),

  ...inRequest("grants", [
    [senders, "[{ app: [] }]", "[{ token: [] }]", refused],
    [senders, "{ const: code }", "{ const: auth }", 'ByCode.grant: values without "code" and with "auth"'],
  ]),
  ...inRequest("look", [[senders, "true, schema: { type: integer", "true, schema: { type: string", idType]]),

  // Callers who read as before may miss something.
  ...inAnswer("redeem", 200, [
    [more, access, `${access.replace("]", ", until]")} until: {},`, "Token.until: added"],
    [more, access, `${access} until: {},`, "Token.until: added"],
    [more, access, access.replace("]", ", scope, kind]"), "Token.scope: required", "Token.kind: required"],
    [readers, access, "properties: {", "Token.access: no longer required"],
    [readers, "scope: { type: string },", "", "Token.scope: removed"],
    [readers, "scope: {", "scopes: {", "Token.scope: renamed to scopes"],
    [readers, wait, "", "header retry-after: removed"],
    [more, wait, `${wait}            age: {}\n`, "header age: added"],
    [more, "after: {", "after: { required: true,", "header retry-after: required"],
    [readers, requestId, "x-request-id: { schema", "header x-request-id: no longer required"],
    // Header names ignore case.
    [more, "retry-after: {", "Retry-After: { deprecated: true,", "header retry-after: deprecated"],
    [readers, plain, "", "media type text/plain: removed"],
    [more, plain, plain + plain.replace("plain", "csv"), "media type text/csv: added"],
    // The simulator and the mocks answer with an example by its name.
    [readers, bare, "", "example bare: removed"],
    [readers, "bare: {", "plain: {", "example bare: renamed to plain"],
    [more, bare, `${bare}, none: { value: {} }`, "example none: added"],
    [more, "access: xyz", "access: abc", "example redeemed: changed"],
    [none, "description: Redeemed.", "description: Swapped.", "description changed"],
    [none, "summary: Usual", "summary: The usual", "example redeemed: summary changed"],
  ]),
  ...inAnswer("redeem", 400, [
    [readers, refusal, "", "removed"],
    [none, evidence, "x-evidence: observed", 'x-evidence from "assumed" to "observed"'],
    [readers, evidence, `${evidence}, links: {}`, "links changed"],
  ]),
  ...inAnswer("redeem", 429, [[more, refusal, refusal + refusal.replace("400", "429"), "added"]]),
  ...inAnswer("revoke", 200, [[more, "text/html: {}", "text/html: { schema: {} }", "schema: added"]]),
  ...inAnswer("renew", 200, [[readers, "text/toml: { schema: {} }", "text/toml: {}", "schema: removed"]]),

  ...of("document", "", "", [
    [both, leave, "", "leave: removed"],
    [more, leave, leave + leave.replaceAll("leave", "go"), "go: added"],
    [both, "  /leave:", "  /left:", "leave: moved from DELETE /leave to DELETE /left"],
    [both, "    delete:", "    post:", "leave: moved from DELETE /leave to POST /leave"],
    [both, id, "operationId: go", "leave: renamed to go"],
    // Each grant of an endpoint is an operation of its own.
    [both, "id: byRefresh", "id: refresh", "byRefresh: renamed to refresh"],
    [both, "x-operation-id: byRefresh, ", "", "byRefresh: removed"],
    [more, "ByPassword: { p", "ByPassword: { x-operation-id: byPassword, p", "byPassword: added"],
    [both, "//bank.test", "//api.test", `${notFirst} https://api.test`],
    [both, production, "", `${notFirst} https://sandbox.bank.test`],
    [both, production + sandbox, sandbox + production, `${notFirst} https://sandbox.bank.test`],
    [both, sandbox, "", "server https://sandbox.bank.test: removed"],
    [more, sandbox, sandbox + sandbox.replace("sandbox", "eu"), "server https://eu.bank.test: added"],
    [senders, "scheme: basic", "scheme: bearer", "security scheme app: scheme changed"],
    [senders, "name: X-Key", "name: X-App-Key", "security scheme key: name changed"],
    [senders, "in: header, name: X", "in: cookie, name: X", "security scheme key: in changed"],
    [both, "    Spare: { type: string }\n", "", "schema name Spare: removed"],
    [none, "    Spare: {", "    Other: {}\n    Spare: {", "schema name Other: added"],
    [more, id, `${id}\n      deprecated: true`, "leave: deprecated"],
    [more, id, leaving("2027-03-02"), "leave: deprecated until 2027-03-02"],
    [more, "2027-01-30", "2027-08-01", "gone: deprecated until 2027-08-01"],
    [both, id, leaving("2027-03-01"), `leave: deprecated until 2027-03-01, ${tooSoon}`],
    [both, id, leaving("soon"), `leave: deprecated until soon, ${tooSoon}`],
    [more, gone, "", "gone: removed after its last day, 2027-01-30"],
    [none, "Swaps a code.", "Swaps a code, once.", "redeem: description changed"],
    [none, "title: Bank", "title: The Bank", "info: title changed"],
    [none, "Ours.", "Theirs.", "security scheme key: description changed"],
    [both, "Production", "Live", "server https://bank.test: no longer named production"],
    [none, "Production", "production", "server https://bank.test: description changed"],
    [
      none,
      "sandbox.bank.test }",
      "sandbox.bank.test, description: Sandbox }",
      "server https://sandbox.bank.test: description changed",
    ],
    [none, id, `${id}\n      x-evidence: observed`, 'leave: x-evidence from nothing to "observed"'],
    [both, id, `${id}\n      servers: []`, "leave: servers changed"],
  ]),
  ...of("document", "", "the document", [[both, "info: {", "webhooks: {}\ninfo: {", "webhooks changed"]]),
]
