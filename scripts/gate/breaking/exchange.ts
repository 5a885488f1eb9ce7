/** The kinds of things of which a request and its answers are made. */
import { isDeepStrictEqual } from "node:util"
import { items } from "../../../contracts/spec/json.ts"
import { besides, type Changes, change, type Scope } from "./change.ts"
import { all, type Kind, one } from "./kind.ts"
import type { Node } from "./node.ts"
import { schemaChanges } from "./schema.ts"

/** The schema of a value. */
const schema: Kind = {
  name: "schema",
  scope: (around) => ({ ...around, what: around.what === "" ? "schema" : `${around.what} schema` }),
  within: (_, base, head, around) => schemaChanges(around, base, head),
}

/** Examples by their names. The one under `example` has none. */
const example: Kind = {
  name: "example",
  scope: (around, name) => ({
    ...around,
    what: [around.what, "example", name].filter((word) => word !== "").join(" "),
  }),
  names: (value) => [...value.at("examples").keys, ...(value.at("example").value === undefined ? [] : [""])],
  find: (value, name) => (name === "" ? value.at("example") : value.at("examples").at(name)),
  identity: (value, name) => shownBy(name === "" ? value.at("example") : value.at("examples").at(name), name),
  within: (own, base, head, _, name) => [
    ...(isDeepStrictEqual(shownBy(base, name), shownBy(head, name))
      ? []
      : [change("example changed", own, base, head, "changed")]),
    ...(name === "" ? [] : besides(["value"], own, base, head)),
  ],
}

const shownBy = (example: Node, name: string) => (name === "" ? example : example.at("value")).raw

const described = (around: Scope, base: Node, head: Node): Changes => [
  ...one(schema, around, base, head, "schema"),
  ...all(example, around, base, head),
]

const mediaType: Kind = {
  name: "media type",
  scope: (around, type) => ({ ...around, what: `media type ${type}` }),
  within: (own, base, head, around) => [
    ...described(around, base, head),
    ...besides(["schema", "example", "examples"], own, base, head),
  ],
}

/** Headers and parameters have a value. */
const valueChanges = (own: Scope, base: Node, head: Node): Changes => [
  ...described(own, base, head),
  ...besides(["name", "in", "required", "schema", "content", "example", "examples"], own, base, head),
  ...all(mediaType, own, base.at("content"), head.at("content")),
]

/** Header names ignore case. */
const header: Kind = {
  name: "header",
  scope: (around, name) => ({ ...around, what: `header ${name}` }),
  names: ({ keys }) => keys.map((key) => key.toLowerCase()),
  find: (headers, name) => headers.at(headers.keys.find((key) => key.toLowerCase() === name) ?? name),
  within: valueChanges,
}

/** Parameters stand in the operation or in its path, whose parameters all its operations share. */
export const parameter = (pathOf: (operation: Node) => Node): Kind => {
  const named = (operation: Node) => {
    const lists = [pathOf(operation), operation].map((node) => node.at("parameters"))
    const parameters = lists.flatMap((list) => items(list.value).map((_, index) => list.at(index)))
    return new Map(parameters.map((parameter) => [parameterName(parameter), parameter]))
  }
  return {
    name: "parameter",
    scope: (around, what) => ({ ...around, what }),
    names: (operation) => [...named(operation).keys()],
    find: (operation, name) => named(operation).get(name) ?? operation.at("parameters").at(-1),
    within: valueChanges,
  }
}

const parameterName = (parameter: Node) => {
  const [place, name] = [String(parameter.at("in").value), String(parameter.at("name").value)]
  return `${place} parameter ${place === "header" ? name.toLowerCase() : name}`
}

export const body: Kind = {
  name: "body",
  scope: (around) => ({ ...around, what: "body" }),
  within: (own, base, head, around) => [
    ...all(mediaType, around, base.at("content"), head.at("content")),
    ...besides(["required", "content"], own, base, head),
  ],
}

export const answer: Kind = {
  name: "answer",
  scope: (around, status) => ({ ...around, where: `${around.where} ${status}` }),
  within: (own, base, head) => [
    ...all(header, own, base.at("headers"), head.at("headers")),
    ...all(mediaType, own, base.at("content"), head.at("content")),
    ...besides(["headers", "content"], own, base, head),
  ],
}
