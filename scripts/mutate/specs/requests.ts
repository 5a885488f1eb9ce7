/** Operators over what a request has beside its body, and over the grants of one endpoint. */
import { drop, put } from "./edit.ts"
import { each, type Operators } from "./operator.ts"

export const requestOperators: Operators = {
  "drop parameter": each("parameters", ({ at }) => drop(at)),
  "rename parameter": each("parameters", ({ at, node }) => put([...at, "name"], `${node.name}Renamed`)),
  "move parameter": each("parameters", ({ at, node }) => put([...at, "in"], node.in === "query" ? "header" : "query")),
  "require parameter": each("parameters", ({ at, node }) => node.required !== true && put([...at, "required"], true)),
  "unrequire parameter": each(
    "parameters",
    ({ at, node }) => node.required === true && node.in !== "path" && put([...at, "required"], false),
  ),
  "retype parameter": each("parameters", ({ at }) => put([...at, "schema"], { type: "boolean" })),
  "other scheme": each("securitySchemes", ({ at, node }) =>
    node.type === "apiKey"
      ? put([...at, "name"], `${node.name}-2`)
      : put([...at, "scheme"], node.scheme === "basic" ? "bearer" : "basic"),
  ),
  "drop security": each(
    "operations",
    ({ at, node }, { document }) =>
      (node.security ?? document.security) !== undefined &&
      JSON.stringify(node.security ?? document.security) !== "[]" &&
      put([...at, "security"], []),
  ),
  "rename grant": each(
    "schemas",
    ({ at, node }) =>
      node["x-operation-id"] !== undefined && put([...at, "x-operation-id"], `${node["x-operation-id"]}Renamed`),
  ),
  "unname grant": each(
    "schemas",
    ({ at, node }) => node["x-operation-id"] !== undefined && drop([...at, "x-operation-id"]),
  ),
}
