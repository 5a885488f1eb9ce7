/** Changes between two versions of an operation: its request and its answers. */
import { isDeepStrictEqual } from "node:util"
import { isObject, items, type Json } from "../../../contracts/spec/specs.ts"
import { besides, type Changes, change, keysOf, pairUp, type Scope } from "./change.ts"
import type { Node } from "./node.ts"
import type { Rule } from "./rules.ts"
import { schemaChanges } from "./schema.ts"

/** An operation, and the path that it is under. */
export interface Place {
  readonly node: Node
  readonly item: Node
}

export const requestChanges = (operation: string, base: Place, head: Place): Changes => {
  const scope: Scope = { side: "request", where: `${operation} request`, what: "", isOpen: false }
  const at = { ...scope, what: "body" }
  const [before, after] = [base.node.at("requestBody"), head.node.at("requestBody")]
  return [
    ...parameterChanges(scope, base, head),
    ...between("body", at, before, after, () => [
      ...contentChanges(scope, before.at("content"), after.at("content")),
      ...besides(["required", "content"], at, before, after),
    ]),
  ]
}

export const answerChanges = (operation: string, base: Node, head: Node): Changes =>
  keysOf(base, head).flatMap((status) => {
    const scope: Scope = { side: "answer", where: `${operation} ${status}`, what: "", isOpen: false }
    const [before, after] = [base.at(status), head.at(status)]
    return between("answer", scope, before, after, () => [
      ...headerChanges(scope, before.at("headers"), after.at("headers")),
      ...contentChanges(scope, before.at("content"), after.at("content")),
      ...besides(["headers", "content"], scope, before, after),
    ])
  })

type Kind = "answer" | "body" | "header" | "media type" | "parameter" | "schema"

/** What was removed or added is one change. What stays may be required now, or no longer, and have changed within. */
const between = (kind: Kind, at: Scope, base: Node, head: Node, within: () => Changes): Changes => {
  const changed = (rule: Rule, became: string) => [change(rule, at, base, head, became)]
  const [was, is] = [base, head].map(({ value }) => isObject(value) && value.required === true)
  const isSent = kind === "body" || kind === "parameter"
  if (base.value === undefined && head.value === undefined) return []
  if (head.value === undefined) return changed(`${kind} removed`, "removed")
  if (base.value === undefined) return changed(isSent && is ? `${kind} required` : `${kind} added`, "added")
  const mayBeRequired = isSent || kind === "header"
  if (!mayBeRequired || was === is) return within()
  return [
    ...(is ? changed(`${kind} required`, "required") : changed(`${kind} optional`, "no longer required")),
    ...within(),
  ]
}

/** Headers and parameters have a name and a value. */
const valueChanges = (kind: "header" | "parameter", at: Scope, base: Node, head: Node): Changes =>
  between(kind, at, base, head, () => [
    ...typedChanges(at, base, head),
    ...besides(["name", "in", "required", "schema", "content", "example", "examples"], at, base, head),
    ...contentChanges(at, base.at("content"), head.at("content")),
  ])

/** Header names ignore case. */
const headerChanges = (scope: Scope, base: Node, head: Node): Changes => {
  const find = (node: Node, name: string) => node.at(node.keys.find((key) => key.toLowerCase() === name) ?? name)
  const names = new Set(keysOf(base, head).map((key) => key.toLowerCase()))
  return [...names].flatMap((name) =>
    valueChanges("header", { ...scope, what: `header ${name}` }, find(base, name), find(head, name)),
  )
}

/** Parameters stand in the operation or in its path, whose parameters all its operations share. */
const parameterChanges = (scope: Scope, base: Place, head: Place): Changes => {
  const namesOf = ({ node, item }: Place) =>
    new Map(
      [item.at("parameters"), node.at("parameters")]
        .flatMap((list) => items(list.value).map((_, index) => list.at(index)))
        .map((parameter) => [parameterName(parameter), parameter]),
    )
  const [before, after] = [namesOf(base), namesOf(head)]
  const missing = ({ node }: Place) => node.at("parameters").at(-1)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) =>
    valueChanges("parameter", { ...scope, what }, before.get(what) ?? missing(base), after.get(what) ?? missing(head)),
  )
}

const parameterName = (node: Node) => {
  const [place, name] = [String(node.at("in").value), String(node.at("name").value)]
  return `${place} parameter ${place === "header" ? name.toLowerCase() : name}`
}

const contentChanges = (scope: Scope, base: Node, head: Node): Changes =>
  keysOf(base, head).flatMap((type) => {
    const [before, after] = [base.at(type), head.at(type)]
    const at = { ...scope, what: `media type ${type}` }
    return between("media type", at, before, after, () => [
      ...typedChanges(scope, before, after),
      ...besides(["schema", "example", "examples"], at, before, after),
    ])
  })

/** Nodes with a schema and examples. */
const typedChanges = (scope: Scope, base: Node, head: Node): Changes => {
  const [before, after] = [base.at("schema"), head.at("schema")]
  const at = { ...scope, what: scope.what === "" ? "schema" : `${scope.what} schema` }
  return [
    ...between("schema", at, before, after, () => schemaChanges(scope, before, after)),
    ...exampleChanges(scope, base, head),
  ]
}

/** Examples by their names. The one under `example` has no name. */
const exampleChanges = (scope: Scope, base: Node, head: Node): Changes => {
  const find = (node: Node, name: string) => (name === "" ? node.at("example") : node.at("examples").at(name))
  const shownBy = (node: Node, name: string): Json | undefined =>
    name === "" ? find(node, name).raw : find(node, name).at("value").raw
  const namesOf = (node: Node) => [...node.at("examples").keys, ...(node.at("example").value === undefined ? [] : [""])]
  const isSame = (gone: string, came: string) => isDeepStrictEqual(shownBy(base, gone), shownBy(head, came))
  const { kept, renamed, removed, added } = pairUp(namesOf(base), namesOf(head), isSame)
  const at = (name: string): Scope => ({
    ...scope,
    what: [scope.what, "example", name].filter((word) => word !== "").join(" "),
  })
  const changed = (rule: Rule, name: string, to: string, became: string) =>
    change(rule, at(name), find(base, name), find(head, to), became)
  return [
    ...kept.filter((name) => !isSame(name, name)).map((name) => changed("example changed", name, name, "changed")),
    ...kept.flatMap((name) => (name === "" ? [] : besides(["value"], at(name), find(base, name), find(head, name)))),
    ...renamed.map(([old, name]) =>
      changed(
        old === "" ? "example added" : "example renamed",
        old,
        name,
        old === "" ? `named ${name}` : `renamed to ${name}`,
      ),
    ),
    ...removed.map((name) => changed("example removed", name, name, "removed")),
    ...added.map((name) => changed("example added", name, name, "added")),
  ]
}
