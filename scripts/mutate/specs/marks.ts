/** Operators over our marks in a spec: secrets, one-time fields, evidence, sources. */
import type { Anatomy } from "./anatomy.ts"
import { drop, type Path, put } from "./edit.ts"
import { mutation, type Operators } from "./operator.ts"

const claimed = ({ schemas, answers, sharedAnswers, describedHeaders }: Anatomy) =>
  [...schemas, ...answers, ...sharedAnswers, ...describedHeaders].filter(({ node }) => node["x-evidence"] !== undefined)

/** Whether a node is part of a request, by place or by name. */
const isSent = (at: Path) =>
  at.includes("requestBody") || at[1] === "requestBodies" || String(at[2]).endsWith("Request")

export const markOperators: Operators = {
  "unmark secret": ({ schemas }) =>
    schemas
      .filter(({ node }) => node.format === "password")
      .map(({ site, at }) => mutation(site, drop([...at, "format"]))),
  "mark as secret": ({ properties }) =>
    properties
      .filter(({ node }) => node.type === "string" && node.format === undefined)
      .map(({ site, at }) => mutation(site, put([...at, "format"], "password"))),
  "unmark one-time": ({ properties }) =>
    properties
      .filter(({ node }) => node["x-one-time"] !== undefined)
      .map(({ site, at }) => mutation(site, drop([...at, "x-one-time"]))),
  "other one-time": ({ properties }) =>
    properties
      .filter(({ node }) => node["x-one-time"] !== undefined)
      .map(({ site, at, node }) =>
        mutation(site, put([...at, "x-one-time"], node["x-one-time"] === true ? "when-rotated" : true)),
      ),
  "mark as one-time": ({ properties }) =>
    properties
      .filter(({ at, node }) => isSent(at) && node["x-one-time"] === undefined)
      .map(({ site, at }) => mutation(site, put([...at, "x-one-time"], true))),
  "drop evidence": (spec) => claimed(spec).map(({ site, at }) => mutation(site, drop([...at, "x-evidence"]))),
  "other evidence": (spec) =>
    claimed(spec).map(({ site, at, node }) =>
      mutation(site, put([...at, "x-evidence"], node["x-evidence"] === "observed" ? "assumed" : "observed")),
    ),
  "unknown evidence": (spec) =>
    claimed(spec)
      .slice(0, 1)
      .map(({ site, at }) => mutation(site, put([...at, "x-evidence"], "believed"))),
  "drop source": ({ operations }) => operations.map(({ site, at }) => mutation(site, drop([...at, "externalDocs"]))),
}
