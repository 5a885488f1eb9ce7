/** Operators over our marks in a spec: secrets, one-time fields, evidence, sources. */
import { drop, type Path, put } from "./edit.ts"
import { each, type Operators } from "./operator.ts"

/** Whether a node is part of a request, by place or by name. */
const isSent = (at: Path) =>
  at.includes("requestBody") || at[1] === "requestBodies" || String(at[2]).endsWith("Request")

export const markOperators: Operators = {
  "unmark secret": each("schemas", ({ at, node }) => node.format === "password" && drop([...at, "format"])),
  "mark as secret": each(
    "properties",
    ({ at, node }) => node.type === "string" && node.format === undefined && put([...at, "format"], "password"),
  ),
  "unmark one-time": each(
    "properties",
    ({ at, node }) => node["x-one-time"] !== undefined && drop([...at, "x-one-time"]),
  ),
  "other one-time": each(
    "properties",
    ({ at, node }) =>
      node["x-one-time"] !== undefined &&
      put([...at, "x-one-time"], node["x-one-time"] === true ? "when-rotated" : true),
  ),
  "mark as one-time": each(
    "properties",
    ({ at, node }) => isSent(at) && node["x-one-time"] === undefined && put([...at, "x-one-time"], true),
  ),
  "drop evidence": each("claimed", ({ at }) => drop([...at, "x-evidence"])),
  "other evidence": each("claimed", ({ at, node }) =>
    put([...at, "x-evidence"], node["x-evidence"] === "observed" ? "assumed" : "observed"),
  ),
  "unknown evidence": each(
    "claimed",
    (part, { claimed }) => part === claimed[0] && put([...part.at, "x-evidence"], "believed"),
  ),
  "drop source": each("operations", ({ at, node }) => node.externalDocs !== undefined && drop([...at, "externalDocs"])),
}
