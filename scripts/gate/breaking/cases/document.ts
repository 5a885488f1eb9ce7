/** Edits outside of requests and answers: operations, servers and security schemes. */
import { type EditCase, editsOf } from "./sample.ts"

const bank = editsOf("document", "", "")
const whole = editsOf("document", "", "the document")

const production = "  - { url: https://bank.test, description: Production }\n"
const sandbox = "  - { url: https://sandbox.bank.test }\n"
const leave = `  /leave:
    delete:
      operationId: leave
      responses: { "500": { $ref: "#/components/responses/Failed" } }
`
const id = "operationId: leave"
const gone = `  /gone:
    put: { operationId: gone, deprecated: true, x-sunset: 2027-01-30, responses: { "204": { description: Gone. } } }
`

export const documentCases: ReadonlyArray<EditCase> = [
  ...bank("operation removed", "both major", [[leave, "", "leave: removed"]]),
  ...bank("operation added", "nobody minor", [[leave, `${leave}${leave.replaceAll("leave", "go")}`, "go: added"]]),
  ...bank("operation moved", "both major", [
    ["  /leave:", "  /left:", "leave: moved from DELETE /leave to DELETE /left"],
    ["    delete:", "    post:", "leave: moved from DELETE /leave to POST /leave"],
  ]),
  ...bank("operation renamed", "both major", [[id, "operationId: go", "leave: renamed to go"]]),

  ...bank("default server changed", "both major", [
    ["//bank.test", "//api.test", "server https://bank.test: no longer the first, which is https://api.test"],
    [production, "", "server https://bank.test: no longer the first, which is https://sandbox.bank.test"],
    [
      `${production}${sandbox}`,
      `${sandbox}${production}`,
      "server https://bank.test: no longer the first, which is https://sandbox.bank.test",
    ],
  ]),
  ...bank("server removed", "both major", [[sandbox, "", "server https://sandbox.bank.test: removed"]]),
  ...bank("server added", "nobody minor", [
    [sandbox, `${sandbox}${sandbox.replace("sandbox", "eu")}`, "server https://eu.bank.test: added"],
  ]),
  ...bank("security scheme changed", "senders major", [
    ["name: X-Key", "name: X-App-Key", "security scheme key: name changed"],
    ["in: header, name: X-Key", "in: cookie, name: X-Key", "security scheme key: in changed"],
  ]),

  ...bank("name removed", "both major", [["    Spare: { type: string }\n", "", "schema name Spare: removed"]]),
  ...bank("name added", "nobody none", [["    Spare: {", "    Other: {}\n    Spare: {", "schema name Other: added"]]),

  ...bank("deprecation changed", "nobody minor", [[id, `${id}\n      deprecated: true`, "leave: deprecated"]]),
  ...bank("deprecation changed", "nobody minor", [
    [id, `${id}\n      deprecated: true\n      x-sunset: 2027-03-02`, "leave: deprecated until 2027-03-02"],
    ["x-sunset: 2027-01-30", "x-sunset: 2027-08-01", "gone: deprecated until 2027-08-01"],
  ]),
  ...bank("sunset too soon", "both major", [
    [
      id,
      `${id}\n      deprecated: true\n      x-sunset: 2027-03-01`,
      "leave: deprecated until 2027-03-01, which must be a day from 2027-03-02 on",
    ],
    [
      id,
      `${id}\n      deprecated: true\n      x-sunset: soon`,
      "leave: deprecated until soon, which must be a day from 2027-03-02 on",
    ],
  ]),
  ...bank("deprecated removed", "nobody minor", [[gone, "", "gone: removed after its last day, 2027-01-30"]]),
  ...bank("words changed", "nobody none", [
    ["description: Swaps a code.", "description: Swaps a code, once.", "redeem: description changed"],
    ["title: Bank", "title: The Bank", "info: title changed"],
    ["description: Ours.", "description: Theirs.", "security scheme key: description changed"],
    ["description: Production", "description: Live", "server https://bank.test: description changed"],
  ]),
  ...bank("evidence changed", "nobody none", [
    [id, `${id}\n      x-evidence: observed`, 'leave: x-evidence from nothing to "observed"'],
  ]),
  ...bank("something else changed", "both major", [[id, `${id}\n      servers: []`, "leave: servers changed"]]),
  ...whole("something else changed", "both major", [["info: {", "webhooks: {}\ninfo: {", "webhooks changed"]]),
]
