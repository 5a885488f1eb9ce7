/** Edits of the sample spec: in place of a text another, and what is said of each change. */
import type { Side } from "../rules.ts"
import { both, type Effect, more, none, readers, senders } from "./sample.ts"

type Row = readonly [rule: string, effect: Effect, from: string, to: string, ...says: ReadonlyArray<string>]

/** The edits of one part of the spec, with the beginning of their ids and messages. */
const of = (side: Side, where: string, met: string, rows: ReadonlyArray<Row>) =>
  rows.map(([rule, effect, from, to, ...says]) => ({ side, where, met, rule, effect, from, to, says }))

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
    ["property required", senders, code, `${code.replace("]", ", pin]")} pin: {},`, "Grant.pin: required"],
    [
      "property required",
      senders,
      code,
      code.replace("]", ", hint, tries]"),
      "Grant.hint: required",
      "Grant.tries: required",
    ],
    ["property added", more, code, `${code} pin: {},`, "Grant.pin: added"],
    ["property removed", senders, "hint: { type: string },", "", "Grant.hint: removed"],
    ["property renamed", senders, "hint: {", "clue: {", "Grant.hint: renamed to clue"],
    ["parameter removed", senders, trace, "", "header parameter x-trace: removed"],
    ["parameter added", more, trace, trace + trace.replace("trace", "a"), "header parameter x-a: added"],
    // The same name in another place is another parameter.
    ["parameter added", more, trace, trace + trace.replace("header", "cookie"), "cookie parameter x-trace: added"],
    ["parameter required", senders, "x-trace,", "x-trace, required: true,", "header parameter x-trace: required"],
    ["parameter required", senders, trace, trace + page, "query parameter page: added"],
    ["parameter optional", more, tenant, "in: query", "query parameter tenant: no longer required"],
    ["body optional", more, "requestBody:\n        required: true", "requestBody:", "body: no longer required"],
    ["media type removed", senders, csv, "", "media type text/csv: removed"],
    ["media type added", more, csv, csv + csv.replace("csv", "tsv"), "media type text/tsv: added"],
    ["example removed", more, shortest, "", "example shortest: removed"],
    ["example added", more, shortest, `${shortest}, none: { value: {} }`, "example none: added"],
    ["example renamed", more, "shortest: {", "short: {", "example shortest: renamed to short"],
    ["example changed", more, "code: abc", "code: xyz", "example published: changed"],
    ["deprecation changed", more, tenant, `${tenant}, deprecated: true`, "query parameter tenant: deprecated"],
    ["words changed", none, "published: {", "published: { summary: A,", "example published: summary changed"],
    ["evidence changed", none, "code: {", `code: { ${evidence},`, 'Grant.code: x-evidence from nothing to "assumed"'],
    ["something else changed", senders, tenant, `${tenant}, style: form`, "query parameter tenant: style changed"],
    ["something else changed", senders, "csv: {}", "csv: { encoding: {} }", "media type text/csv: encoding changed"],
  ]),
  ...inRequest("revoke", [
    ["body removed", senders, body, "", "body: removed"],
    ["body required", senders, body, demanded, "body: required"],
    ["schema added", senders, "text/xml: {}", "text/xml: { schema: {} }", "schema: added"],
  ]),
  // Without requirements everybody has access.
  ...inRequest("leave", [
    ["body added", more, id, `${id}\n      ${body}`, "body: added"],
    ["body required", senders, id, `${id}\n      ${demanded}`, "body: added"],
    ["security demanded", senders, id, `${id}\n      security: [{ key: [] }]`, refused],
  ]),
  ...inRequest("renew", [
    ["schema removed", senders, "text/yaml: { schema: {} }", "text/yaml: {}", "schema: removed"],
    ["security demanded", senders, key, "[{ other: [] }]", refused],
    ["security demanded", senders, key, "[{ key: [], other: [] }]", refused],
    ["security eased", more, key, "[{ key: [] }, {}]", "security: eased"],
    ["security eased", more, key, "[{ other: [] }, { key: [] }]", "security: eased"],
  ]),

  // Callers who read as before may miss something.
  ...inAnswer("redeem", 200, [
    ["property added", more, access, `${access.replace("]", ", until]")} until: {},`, "Token.until: added"],
    ["property added", more, access, `${access} until: {},`, "Token.until: added"],
    [
      "property required",
      more,
      access,
      access.replace("]", ", scope, kind]"),
      "Token.scope: required",
      "Token.kind: required",
    ],
    ["property optional", readers, access, "properties: {", "Token.access: no longer required"],
    ["property removed", readers, "scope: { type: string },", "", "Token.scope: removed"],
    ["property renamed", readers, "scope: {", "scopes: {", "Token.scope: renamed to scopes"],
    ["header removed", readers, wait, "", "header retry-after: removed"],
    ["header added", more, wait, `${wait}            age: {}\n`, "header age: added"],
    ["header required", more, "after: {", "after: { required: true,", "header retry-after: required"],
    ["header optional", readers, requestId, "x-request-id: { schema", "header x-request-id: no longer required"],
    // Header names ignore case.
    [
      "deprecation changed",
      more,
      "retry-after: {",
      "Retry-After: { deprecated: true,",
      "header retry-after: deprecated",
    ],
    ["media type removed", readers, plain, "", "media type text/plain: removed"],
    ["media type added", more, plain, plain + plain.replace("plain", "csv"), "media type text/csv: added"],
    // The simulator and the mocks answer with an example by its name.
    ["example removed", readers, bare, "", "example bare: removed"],
    ["example renamed", readers, "bare: {", "plain: {", "example bare: renamed to plain"],
    ["example added", more, bare, `${bare}, none: { value: {} }`, "example none: added"],
    ["example changed", more, "access: xyz", "access: abc", "example redeemed: changed"],
    ["words changed", none, "description: Redeemed.", "description: Swapped.", "description changed"],
    ["words changed", none, "summary: Usual", "summary: The usual", "example redeemed: summary changed"],
  ]),
  ...inAnswer("redeem", 400, [
    ["answer removed", readers, refusal, "", "removed"],
    ["evidence changed", none, evidence, "x-evidence: observed", 'x-evidence from "assumed" to "observed"'],
    ["something else changed", readers, evidence, `${evidence}, links: {}`, "links changed"],
  ]),
  ...inAnswer("redeem", 429, [["answer added", more, refusal, refusal + refusal.replace("400", "429"), "added"]]),
  ...inAnswer("revoke", 200, [["schema added", more, "text/html: {}", "text/html: { schema: {} }", "schema: added"]]),
  ...inAnswer("renew", 200, [
    ["schema removed", readers, "text/toml: { schema: {} }", "text/toml: {}", "schema: removed"],
  ]),

  ...of("document", "", "", [
    ["operation removed", both, leave, "", "leave: removed"],
    ["operation added", more, leave, leave + leave.replaceAll("leave", "go"), "go: added"],
    ["operation moved", both, "  /leave:", "  /left:", "leave: moved from DELETE /leave to DELETE /left"],
    ["operation moved", both, "    delete:", "    post:", "leave: moved from DELETE /leave to POST /leave"],
    ["operation renamed", both, id, "operationId: go", "leave: renamed to go"],
    ["default server changed", both, "//bank.test", "//api.test", `${notFirst} https://api.test`],
    ["default server changed", both, production, "", `${notFirst} https://sandbox.bank.test`],
    [
      "default server changed",
      both,
      production + sandbox,
      sandbox + production,
      `${notFirst} https://sandbox.bank.test`,
    ],
    ["server removed", both, sandbox, "", "server https://sandbox.bank.test: removed"],
    ["server added", more, sandbox, sandbox + sandbox.replace("sandbox", "eu"), "server https://eu.bank.test: added"],
    ["security scheme changed", senders, "name: X-Key", "name: X-App-Key", "security scheme key: name changed"],
    [
      "security scheme changed",
      senders,
      "in: header, name: X",
      "in: cookie, name: X",
      "security scheme key: in changed",
    ],
    ["name removed", both, "    Spare: { type: string }\n", "", "schema name Spare: removed"],
    ["name added", none, "    Spare: {", "    Other: {}\n    Spare: {", "schema name Other: added"],
    ["deprecation changed", more, id, `${id}\n      deprecated: true`, "leave: deprecated"],
    ["deprecation changed", more, id, leaving("2027-03-02"), "leave: deprecated until 2027-03-02"],
    ["deprecation changed", more, "2027-01-30", "2027-08-01", "gone: deprecated until 2027-08-01"],
    ["sunset too soon", both, id, leaving("2027-03-01"), `leave: deprecated until 2027-03-01, ${tooSoon}`],
    ["sunset too soon", both, id, leaving("soon"), `leave: deprecated until soon, ${tooSoon}`],
    ["deprecated removed", more, gone, "", "gone: removed after its last day, 2027-01-30"],
    ["words changed", none, "Swaps a code.", "Swaps a code, once.", "redeem: description changed"],
    ["words changed", none, "title: Bank", "title: The Bank", "info: title changed"],
    ["words changed", none, "Ours.", "Theirs.", "security scheme key: description changed"],
    ["words changed", none, "Production", "Live", "server https://bank.test: description changed"],
    ["evidence changed", none, id, `${id}\n      x-evidence: observed`, 'leave: x-evidence from nothing to "observed"'],
    ["something else changed", both, id, `${id}\n      servers: []`, "leave: servers changed"],
  ]),
  ...of("document", "", "the document", [
    ["something else changed", both, "info: {", "webhooks: {}\ninfo: {", "webhooks changed"],
  ]),
]
