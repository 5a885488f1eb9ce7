/** Edits of requests: callers who send as before may be refused or misunderstood. */
import { type EditCase, editsOf } from "./sample.ts"

const redeem = editsOf("request", "redeem request", "the request of redeem")
const revoke = editsOf("request", "revoke request", "the request of revoke")
const renew = editsOf("request", "renew request", "the request of renew")
const leave = editsOf("request", "leave request", "the request of leave")

const fields = "required: [code], properties: {"
const trace = "        - { name: x-trace, in: header, schema: { type: string } }\n"
const tenant = "in: query, required: true"
const shortest = ", shortest: { value: { code: a } }"
const csv = "          text/csv: {}\n"
const body = "requestBody: { content: { text/xml: {} } }"
const demanded = body.replace("{", "{ required: true,")
const id = "operationId: leave"
const refused = "security: changed: a request that had access no longer does"

export const requestCases: ReadonlyArray<EditCase> = [
  ...redeem("property required", "senders major", [
    [fields, "required: [code, pin], properties: { pin: {},", "Grant.pin: required"],
    [fields, "required: [code, hint, tries], properties: {", "Grant.hint: required", "Grant.tries: required"],
  ]),
  ...redeem("property added", "nobody minor", [[fields, `${fields} pin: {},`, "Grant.pin: added"]]),
  ...redeem("property removed", "senders major", [["hint: { type: string },", "", "Grant.hint: removed"]]),
  ...redeem("property renamed", "senders major", [["hint: {", "clue: {", "Grant.hint: renamed to clue"]]),

  ...redeem("parameter removed", "senders major", [[trace, "", "header parameter x-trace: removed"]]),
  ...redeem("parameter added", "nobody minor", [
    [trace, `${trace}${trace.replace("trace", "span")}`, "header parameter x-span: added"],
    // The same name in another place is another parameter.
    [trace, `${trace}${trace.replace("header", "cookie")}`, "cookie parameter x-trace: added"],
  ]),
  ...redeem("parameter required", "senders major", [
    ["x-trace, in: header", "x-trace, in: header, required: true", "header parameter x-trace: required"],
    [trace, `${trace}        - { name: page, in: query, required: true }\n`, "query parameter page: added"],
  ]),
  ...redeem("parameter optional", "nobody minor", [
    [tenant, "in: query", "query parameter tenant: no longer required"],
  ]),

  ...revoke("body removed", "senders major", [[body, "", "body: removed"]]),
  ...leave("body added", "nobody minor", [[id, `${id}\n      ${body}`, "body: added"]]),
  ...leave("body required", "senders major", [[id, `${id}\n      ${demanded}`, "body: added"]]),
  ...revoke("body required", "senders major", [[body, demanded, "body: required"]]),
  ...redeem("body optional", "nobody minor", [
    ["requestBody:\n        required: true", "requestBody:", "body: no longer required"],
  ]),
  ...redeem("media type removed", "senders major", [[csv, "", "media type text/csv: removed"]]),
  ...redeem("media type added", "nobody minor", [
    [csv, `${csv}          text/tsv: {}\n`, "media type text/tsv: added"],
  ]),
  ...revoke("schema added", "senders major", [["text/xml: {}", "text/xml: { schema: {} }", "schema: added"]]),
  ...renew("schema removed", "senders major", [["text/yaml: { schema: {} }", "text/yaml: {}", "schema: removed"]]),

  ...redeem("example removed", "nobody minor", [[shortest, "", "example shortest: removed"]]),
  ...redeem("example added", "nobody minor", [[shortest, `${shortest}, none: { value: {} }`, "example none: added"]]),
  ...redeem("example renamed", "nobody minor", [["shortest: {", "short: {", "example shortest: renamed to short"]]),
  ...redeem("example changed", "nobody minor", [["code: abc", "code: xyz", "example published: changed"]]),

  // Without requirements everybody has access.
  ...leave("security demanded", "senders major", [[id, `${id}\n      security: [{ key: [] }]`, refused]]),
  ...renew("security demanded", "senders major", [
    ["[{ key: [] }]", "[{ other: [] }]", refused],
    ["[{ key: [] }]", "[{ key: [], other: [] }]", refused],
  ]),
  ...renew("security eased", "nobody minor", [
    ["[{ key: [] }]", "[{ key: [] }, {}]", "security: eased"],
    ["[{ key: [] }]", "[{ other: [] }, { key: [] }]", "security: eased"],
  ]),

  ...redeem("deprecation changed", "nobody minor", [
    [tenant, `${tenant}, deprecated: true`, "query parameter tenant: deprecated"],
  ]),
  ...redeem("words changed", "nobody none", [
    ["published: {", "published: { summary: Usual,", "example published: summary changed"],
  ]),
  ...redeem("evidence changed", "nobody none", [
    ["code: {", "code: { x-evidence: assumed,", 'Grant.code: x-evidence from nothing to "assumed"'],
  ]),
  ...redeem("something else changed", "senders major", [
    [tenant, `${tenant}, style: form`, "query parameter tenant: style changed"],
    ["text/csv: {}", "text/csv: { encoding: {} }", "media type text/csv: encoding changed"],
  ]),
]
