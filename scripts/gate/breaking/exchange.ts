/** Changes between two versions of an operation: its request and its answers. */
import { isDeepStrictEqual } from "node:util"
import { isObject, items, type Json } from "../../../contracts/spec/specs.ts"
import { besides, type Change, change, keysOf, pairUp, type Scope } from "./change.ts"
import type { Node } from "./node.ts"
import type { Rule } from "./rules.ts"
import { schemaChanges } from "./schema.ts"

export const requestChanges = (name: string, base: Node, head: Node): ReadonlyArray<Change> => {
  const scope: Scope = { side: "request", where: `${name} request`, what: "", isOpen: false }
  return [...bodyChanges(scope, base.at("requestBody"), head.at("requestBody"))]
}

const bodyChanges = (scope: Scope, base: Node, head: Node): ReadonlyArray<Change> => {
  const at = { ...scope, what: "body" }
  const changed = (rule: Rule, became: string) => [change(rule, at, base, head, became)]
  const isRequired = ({ value }: Node) => isObject(value) && value.required === true
  if (base.value === undefined && head.value === undefined) return []
  if (head.value === undefined) return changed("body removed", "removed")
  if (base.value === undefined) return changed(isRequired(head) ? "body required" : "body added", "added")
  return [
    ...(isRequired(base) || !isRequired(head) ? [] : changed("body required", "required")),
    ...(isRequired(head) || !isRequired(base) ? [] : changed("body optional", "no longer required")),
    ...contentChanges(scope, base.at("content"), head.at("content")),
    ...besides(["required", "content"], at, base, head),
  ]
}

export const answerChanges = (name: string, base: Node, head: Node): ReadonlyArray<Change> =>
  keysOf(base, head).flatMap((status) => {
    const scope: Scope = { side: "answer", where: `${name} ${status}`, what: "", isOpen: false }
    const [before, after] = [base.at(status), head.at(status)]
    if (after.value === undefined) return [change("answer removed", scope, before, after, "removed")]
    if (before.value === undefined) return [change("answer added", scope, before, after, "added")]
    return [
      ...headerChanges(scope, before.at("headers"), after.at("headers")),
      ...contentChanges(scope, before.at("content"), after.at("content")),
      ...besides(["headers", "content"], scope, before, after),
    ]
  })

/** Headers and parameters: both have a name, a schema and `required`. */
const namedChanges = (kind: "header" | "parameter", at: Scope, base: Node, head: Node): ReadonlyArray<Change> => {
  const changed = (rule: Rule, became: string) => [change(rule, at, base, head, became)]
  const isRequired = ({ value }: Node) => isObject(value) && value.required === true
  if (head.value === undefined) return changed(`${kind} removed`, "removed")
  if (base.value === undefined) {
    const isDemand = kind === "parameter" && isRequired(head)
    return changed(isDemand ? "parameter required" : `${kind} added`, "added")
  }
  return [
    ...(isRequired(base) || !isRequired(head) ? [] : changed(`${kind} required`, "required")),
    ...(isRequired(head) || !isRequired(base) ? [] : changed(`${kind} optional`, "no longer required")),
    ...typedChanges(at, base, head),
    ...besides(["name", "in", "required", "schema", "content", "example", "examples"], at, base, head),
    ...contentChanges(at, base.at("content"), head.at("content")),
  ]
}

/** Header names ignore case. */
const headerChanges = (scope: Scope, base: Node, head: Node): ReadonlyArray<Change> => {
  const find = (node: Node, name: string) => node.at(node.keys.find((key) => key.toLowerCase() === name) ?? name)
  const names = new Set(keysOf(base, head).map((key) => key.toLowerCase()))
  return [...names].flatMap((name) =>
    namedChanges("header", { ...scope, what: `header ${name}` }, find(base, name), find(head, name)),
  )
}

/** Parameters stand in the operation or in its path, whose parameters all its operations share. */
export const parameterChanges = (
  operation: string,
  [base, inBase]: readonly [Node, Node],
  [head, inHead]: readonly [Node, Node],
): ReadonlyArray<Change> => {
  const scope: Scope = { side: "request", where: `${operation} request`, what: "", isOpen: false }
  const listed = (operation: Node, item: Node) => {
    const list = operation.at("parameters")
    const all = [item.at("parameters"), list].flatMap((one) => items(one.value).map((_, index) => one.at(index)))
    return { list, named: new Map(all.map((node) => [parameterName(node), node])) }
  }
  const [before, after] = [listed(base, inBase), listed(head, inHead)]
  return [...new Set([...before.named.keys(), ...after.named.keys()])].flatMap((name) =>
    namedChanges(
      "parameter",
      { ...scope, what: name },
      before.named.get(name) ?? before.list.at(-1),
      after.named.get(name) ?? after.list.at(-1),
    ),
  )
}

/** The name of a header ignores case. */
const parameterName = (node: Node) => {
  const [place, name] = [String(node.at("in").value), String(node.at("name").value)]
  return `${place} parameter ${place === "header" ? name.toLowerCase() : name}`
}

const contentChanges = (scope: Scope, base: Node, head: Node): ReadonlyArray<Change> =>
  keysOf(base, head).flatMap((type) => {
    const [before, after] = [base.at(type), head.at(type)]
    const at = { ...scope, what: `media type ${type}` }
    if (after.value === undefined) return [change("media type removed", at, before, after, "removed")]
    if (before.value === undefined) return [change("media type added", at, before, after, "added")]
    return [...typedChanges(scope, before, after), ...besides(["schema", "example", "examples"], at, before, after)]
  })

/** Nodes with a schema and examples. */
const typedChanges = (scope: Scope, base: Node, head: Node): ReadonlyArray<Change> => {
  const [before, after] = [base.at("schema"), head.at("schema")]
  const at = { ...scope, what: scope.what === "" ? "schema" : `${scope.what} schema` }
  const schema = () => {
    if (before.value === undefined && after.value === undefined) return []
    if (after.value === undefined) return [change("schema removed", at, before, after, "removed")]
    if (before.value === undefined) return [change("schema added", at, before, after, "added")]
    return schemaChanges(scope, before, after)
  }
  return [...schema(), ...exampleChanges(scope, base, head)]
}

/** Examples by their names. The one under `example` has no name. */
const exampleChanges = (scope: Scope, base: Node, head: Node): ReadonlyArray<Change> => {
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
