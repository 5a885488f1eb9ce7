/** Edits of answers: callers who read as before may miss something. */
import { type EditCase, editsOf } from "./sample.ts"

const redeemed = editsOf("answer", "redeem 200", "the answer 200 of redeem")
const refused = editsOf("answer", "redeem 400", "the answer 400 of redeem")
const throttled = editsOf("answer", "redeem 429", "the answer 429 of redeem")
const revoked = editsOf("answer", "revoke 200", "the answer 200 of revoke")
const renewed = editsOf("answer", "renew 200", "the answer 200 of renew")

const fields = "required: [access], properties: {"
const bare = ", bare: { value: { access: x } }"
const plain = "            text/plain: {}\n"
const id = "x-request-id: { required: true, schema"
const wait = "            retry-after: { schema: { type: integer } }\n"
const refusal = '        "400": { description: Refused., x-evidence: assumed }\n'
const evidence = "x-evidence: assumed"

export const answerCases: ReadonlyArray<EditCase> = [
  ...redeemed("property added", "nobody minor", [
    [fields, "required: [access, until], properties: { until: {},", "Token.until: added"],
    [fields, `${fields} until: {},`, "Token.until: added"],
  ]),
  ...redeemed("property required", "nobody minor", [
    [fields, "required: [access, scope, kind], properties: {", "Token.scope: required", "Token.kind: required"],
  ]),
  ...redeemed("property optional", "readers major", [[fields, "properties: {", "Token.access: no longer required"]]),
  ...redeemed("property removed", "readers major", [["scope: { type: string },", "", "Token.scope: removed"]]),
  ...redeemed("property renamed", "readers major", [["scope: {", "scopes: {", "Token.scope: renamed to scopes"]]),

  ...refused("answer removed", "readers major", [[refusal, "", "removed"]]),
  ...throttled("answer added", "nobody minor", [[refusal, `${refusal}${refusal.replace("400", "429")}`, "added"]]),

  ...redeemed("header removed", "readers major", [[wait, "", "header retry-after: removed"]]),
  ...redeemed("header added", "nobody minor", [[wait, `${wait}            age: {}\n`, "header age: added"]]),
  ...redeemed("header required", "nobody minor", [
    ["retry-after: {", "retry-after: { required: true,", "header retry-after: required"],
  ]),
  ...redeemed("header optional", "readers major", [
    [id, "x-request-id: { schema", "header x-request-id: no longer required"],
  ]),
  // Header names ignore case.
  ...redeemed("deprecation changed", "nobody minor", [
    ["retry-after: {", "Retry-After: { deprecated: true,", "header retry-after: deprecated"],
  ]),

  ...redeemed("media type removed", "readers major", [[plain, "", "media type text/plain: removed"]]),
  ...redeemed("media type added", "nobody minor", [
    [plain, `${plain}            text/csv: {}\n`, "media type text/csv: added"],
  ]),
  ...revoked("schema added", "nobody minor", [["text/html: {}", "text/html: { schema: {} }", "schema: added"]]),
  ...renewed("schema removed", "readers major", [["text/toml: { schema: {} }", "text/toml: {}", "schema: removed"]]),

  // The simulator and the mocks answer with an example by its name.
  ...redeemed("example removed", "readers major", [[bare, "", "example bare: removed"]]),
  ...redeemed("example renamed", "readers major", [["bare: {", "plain: {", "example bare: renamed to plain"]]),
  ...redeemed("example added", "nobody minor", [[bare, `${bare}, none: { value: {} }`, "example none: added"]]),
  ...redeemed("example changed", "nobody minor", [["access: xyz", "access: abc", "example redeemed: changed"]]),

  ...redeemed("words changed", "nobody none", [
    ["description: Redeemed.", "description: Swapped.", "description changed"],
    ["summary: Usual", "summary: The usual", "example redeemed: summary changed"],
  ]),
  ...refused("evidence changed", "nobody none", [
    [evidence, "x-evidence: observed", 'x-evidence from "assumed" to "observed"'],
  ]),
  ...refused("something else changed", "readers major", [[evidence, `${evidence}, links: {}`, "links changed"]]),
]
