/** Operators over an operation's path and request. */
import { isObject, items } from "../../../contracts/spec/specs.ts"
import { drop, put, rename } from "./edit.ts"
import { each, type Operators } from "./operator.ts"

const swapCase = (text: string) =>
  [...text].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join("")

const version = /(\/v)(\d+)(?![^/])/

export const operationOperators: Operators = {
  "slash at the end": each("operations", ({ at, path }) =>
    rename(at.slice(0, 2), path.endsWith("/") ? path.slice(0, -1) : `${path}/`),
  ),
  "case of a path": each("operations", ({ at, path }) => rename(at.slice(0, 2), path.replace(/[^/]+\/?$/, swapCase))),
  "version in a path": each(
    "operations",
    ({ at, path }) =>
      version.test(path) &&
      rename(
        at.slice(0, 2),
        path.replace(version, (_, before, number) => `${before}${Number(number) + 1}`),
      ),
  ),
  "change method": each("operations", ({ at }) => rename(at, "put")),
  "rename operation": each("operations", ({ site, at }) => put([...at, "operationId"], `${site}Renamed`)),
  "drop operation": each("operations", ({ at }, { operations }) =>
    drop(operations.filter(({ at: other }) => other[1] === at[1]).length > 1 ? at : at.slice(0, 2)),
  ),
  "optional body": each("bodies", ({ at, node }) => node.required === true && put([...at, "required"], false)),
  "drop body": each("operations", ({ at, node }) => node.requestBody !== undefined && drop([...at, "requestBody"])),
  "content type of a request": each("sent", ({ at, mediaType }) =>
    rename(at, mediaType === "application/json" ? "application/x-www-form-urlencoded" : "application/json"),
  ),
  "require one more field": each("operations", ({ site, node }, { components, examples }) => {
    const body = components.find(({ name }) => JSON.stringify(node.requestBody ?? "").includes(`/${name}"`))
    const shown = examples.filter(({ site: one, isRequest }) => isRequest && one.startsWith(`${site} `))
    return (
      body && [
        put([...body.at, "properties", "one_more"], { type: "string", minLength: 1 }),
        put([...body.at, "required"], [...items(body.node.required), "one_more"]),
        ...shown.map((example) => put([...example.at, "value", "one_more"], "fake")),
      ]
    )
  }),
  "require a header": each("operations", ({ at, node }) =>
    put(
      [...at, "parameters"],
      [
        ...items(node.parameters),
        { name: "X-One-More", in: "header", required: true, description: "Made up.", schema: { type: "string" } },
      ],
    ),
  ),
  "require an api key": each("operations", ({ at }) => [
    put(["components", "securitySchemes", "one_more"], { type: "apiKey", in: "header", name: "X-Key" }),
    put([...at, "security"], [{ one_more: [] }]),
  ]),
  "change server": each("servers", ({ site, at }) => put([...at, "url"], `${site}/other`)),
  "drop server": each("servers", ({ at }) => drop(at)),
  "lower version": ({ document: { info } }) =>
    isObject(info) ? [{ site: String(info.version), edits: [put(["info", "version"], "0.9.0")] }] : [],
}
