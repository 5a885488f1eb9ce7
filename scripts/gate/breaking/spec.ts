/** Changes between two versions of a spec: servers, security, operations and schema names. */
import { isDeepStrictEqual } from "node:util"
import { methods } from "../../../contracts/spec/operations.ts"
import { items, type JsonObject } from "../../../contracts/spec/specs.ts"
import { besides, type Changes, change, distinct, keysOf, type Scope, theDocument } from "./change.ts"
import { answerChanges, type Place, requestChanges } from "./exchange.ts"
import { type Node, nodeOf } from "./node.ts"
import type { Rule } from "./rules.ts"

/** Every change from one version of a spec to the next, each once, in the order of the document. */
export const specChanges = (before: JsonObject, after: JsonObject): Changes => {
  const [base, head] = [nodeOf(before), nodeOf(after)]
  const minor = (node: Node) => String(node.at("openapi").value).split(".", 2).join(".")
  const known = ["info", "servers", "security", "paths", "components"]
  // OpenAPI's own patch versions change no meaning.
  if (minor(base) === minor(head)) known.push("openapi")
  return distinct([
    ...besides(known, theDocument, base, head),
    ...besides(["version"], { ...theDocument, what: "info" }, base.at("info"), head.at("info")),
    ...serverChanges(base.at("servers"), head.at("servers")),
    ...schemeChanges(base.at("components").at("securitySchemes"), head.at("components").at("securitySchemes")),
    ...operationChanges(base, head),
    ...nameChanges(base.at("components").at("schemas"), head.at("components").at("schemas")),
  ])
}

const serverChanges = (base: Node, head: Node): Changes => {
  const serversOf = (node: Node) =>
    new Map(items(node.value).map((_, index) => [String(node.at(index).at("url").value), node.at(index)]))
  const [before, after] = [serversOf(base), serversOf(head)]
  const [[old = ""], [first = ""]] = [before.keys(), after.keys()]
  const isMoved = old !== first
  const at = (url: string): Scope => ({ ...theDocument, what: `server ${url}` })
  return [
    ...(isMoved
      ? [change("default server changed", at(old), base.at(0), head.at(0), `no longer the first, which is ${first}`)]
      : []),
    ...[...new Set([...before.keys(), ...after.keys()])].flatMap((url) => {
      const [was, is] = [before.get(url), after.get(url)]
      if (was && is) return besides(["url"], at(url), was, is)
      if (was) return isMoved && url === old ? [] : [change("server removed", at(url), was, head, "removed")]
      return is === undefined || (isMoved && url === first) ? [] : [change("server added", at(url), base, is, "added")]
    }),
  ]
}

const schemeChanges = (base: Node, head: Node): Changes =>
  // What demanded a scheme that is gone is compared as security.
  base.keys
    .filter((name) => head.keys.includes(name))
    .flatMap((name) => {
      const at = { ...theDocument, what: `security scheme ${name}` }
      return besides([], at, base.at(name), head.at(name)).map((one) =>
        one.rule === "something else changed" ? { ...one, rule: "security scheme changed" as const } : one,
      )
    })

interface Operation extends Place {
  /** Its `operationId`, else method and path. */
  readonly name: string
  readonly line: string
  readonly security: Node
}

const operationsOf = (root: Node): ReadonlyArray<Operation> => {
  const paths = root.at("paths")
  return paths.keys.flatMap((path) => {
    const item = paths.at(path)
    return methods
      .filter((method) => item.at(method).value !== undefined)
      .map((method) => {
        const node = item.at(method)
        const line = `${method.toUpperCase()} ${path}`
        const security = node.at("security").value === undefined ? root.at("security") : node.at("security")
        return { name: String(node.at("operationId").value ?? line), line, node, item, security }
      })
  })
}

/** An operation is known by its method and path, and one that moved by its name. */
const operationChanges = (base: Node, head: Node): Changes => {
  const [before, after] = [operationsOf(base), operationsOf(head)]
  const isNew = ({ line }: Operation) => !before.some((was) => was.line === line)
  const pairs = before.map((was) => {
    const is = after.find(({ line }) => line === was.line) ?? after.find((is) => is.name === was.name && isNew(is))
    return { was, is }
  })
  return [
    ...pairs.flatMap(({ was, is }) =>
      is === undefined
        ? [change("operation removed", called(was), was.node, missing(head, was.node), "removed")]
        : changesOf(was, is),
    ),
    ...after
      .filter((one) => !pairs.some(({ is }) => is === one))
      .map((one) => change("operation added", called(one), missing(base, one.node), one.node, "added")),
  ]
}

const called = ({ name }: Operation): Scope => ({ ...theDocument, what: name })

const changesOf = (was: Operation, is: Operation): Changes => {
  const changed = (rule: Rule, before: Node, after: Node, became: string) =>
    change(rule, called(was), before, after, became)
  const [oldId, id] = [was.node.at("operationId"), is.node.at("operationId")]
  return [
    ...(was.line === is.line
      ? []
      : [changed("operation moved", was.node, is.node, `moved from ${was.line} to ${is.line}`)]),
    ...(was.name === is.name ? [] : [changed("operation renamed", oldId, id, `renamed to ${is.name}`)]),
    ...securityChanges(is.name, was.security, is.security),
    ...requestChanges(is.name, was, is),
    ...answerChanges(is.name, was.node.at("responses"), is.node.at("responses")),
    ...besides(["operationId", "security", "parameters", "requestBody", "responses"], called(is), was.node, is.node),
    ...besides([...methods, "parameters"], called(is), was.item, is.item),
  ]
}

/** The node of the other version at the same path. */
const missing = (root: Node, { path }: Node): Node => path.reduce<Node>((node, key) => node.at(key), root)

/** Each requirement is one way of access. No requirement means access without credentials. */
const securityChanges = (name: string, base: Node, head: Node): Changes => {
  const waysOf = (node: Node) => (items(node.value).length === 0 ? [{}] : items(node.value))
  const [before, after] = [waysOf(base), waysOf(head)]
  const isKept = before.every((way) => after.some((other) => isDeepStrictEqual(way, other)))
  const scope: Scope = { side: "request", where: `${name} request`, what: "security", isOpen: false }
  if (!isKept)
    return [change("security demanded", scope, base, head, "changed: a request that had access no longer does")]
  return before.length === after.length ? [] : [change("security eased", scope, base, head, "eased")]
}

/** generated/ exports each schema under `components` by its name, so that a caller may import it. */
const nameChanges = (base: Node, head: Node): Changes =>
  keysOf(base, head).flatMap((name) => {
    const [was, is] = [base.at(name), head.at(name)]
    const scope = { ...theDocument, what: `schema name ${name}` }
    if (is.value === undefined) return [change("name removed", scope, was, is, "removed")]
    return was.value === undefined ? [change("name added", scope, was, is, "added")] : []
  })
