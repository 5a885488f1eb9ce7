/** Every change from one version of a spec to the next: servers, security, operations and names of schemas. */
import { isDeepStrictEqual } from "node:util"
import type { Document } from "../../../contracts/spec/document.ts"
import { items } from "../../../contracts/spec/json.ts"
import { methods } from "../../../contracts/spec/operations.ts"
import { besides, type Changes, change, distinct, type Scope, theDocument } from "./change.ts"
import { answer, body, parameter } from "./exchange.ts"
import { all, type Kind, one } from "./kind.ts"
import { type Node, nodeOf } from "./node.ts"

type Read = Pick<Document, "root" | "place">

/** Each change once, in the order of the document. Throws `BrokenSpec` where a reference leads nowhere. */
export const specChanges = (before: Read, after: Read): Changes => {
  const [base, head] = [nodeOf(before), nodeOf(after)]
  const minor = (node: Node) => String(node.at("openapi").value).split(".", 2).join(".")
  // OpenAPI's own patch versions change no meaning.
  const openapi = minor(base) === minor(head) ? ["openapi"] : []
  const [was, is] = [base.at("components"), head.at("components")]
  return distinct([
    ...besides([...openapi, "info", "servers", "security", "paths", "components"], theDocument, base, head),
    ...besides(["version"], { ...theDocument, what: "info" }, base.at("info"), head.at("info")),
    ...serverChanges(base.at("servers"), head.at("servers")),
    ...schemeChanges(was.at("securitySchemes"), is.at("securitySchemes")),
    ...operationChanges(base, head),
    ...all(schemaName, theDocument, was.at("schemas"), is.at("schemas")),
  ])
}

/** generated/ exports each schema under `components` by its name, so that a caller may import it. */
const schemaName: Kind = {
  name: "name",
  scope: (around, name) => ({ ...around, what: `schema name ${name}` }),
  within: () => [],
}

const urlsOf = (servers: Node) => items(servers.value).map((_, index) => String(servers.at(index).at("url").value))

const server: Kind = {
  name: "server",
  scope: (around, url) => ({ ...around, what: `server ${url}` }),
  names: urlsOf,
  find: (servers, url) => servers.at(urlsOf(servers).lastIndexOf(url)),
  within: (own, base, head) => besides(["url"], own, base, head),
}

/** The first server is where the client goes by itself. */
const serverChanges = (base: Node, head: Node): Changes => {
  const [[old = ""], [first = ""]] = [urlsOf(base), urlsOf(head)]
  const changes = all(server, theDocument, base, head)
  if (old === first) return changes
  const isTold = [server.scope(theDocument, old), server.scope(theDocument, first)].map(({ what }) => what)
  const moved = `no longer the first, which is ${first}`
  return [
    change("default server changed", server.scope(theDocument, old), base.at(0), head.at(0), moved),
    ...changes.filter(({ rule, what }) => !(/^server (removed|added)$/.test(rule) && isTold.includes(what))),
  ]
}

/** What demanded a scheme that is gone is compared as security. */
const schemeChanges = (base: Node, head: Node): Changes =>
  base.keys
    .filter((name) => head.keys.includes(name))
    .flatMap((name) =>
      besides([], { ...theDocument, what: `security scheme ${name}` }, base.at(name), head.at(name)).map((found) =>
        found.rule === "something else changed" ? { ...found, rule: "security scheme changed" } : found,
      ),
    )

interface Operation {
  /** Its `operationId`, else method and path. */
  readonly name: string
  readonly line: string
  readonly node: Node
  readonly item: Node
  readonly security: Node
}

const operationsOf = (root: Node): ReadonlyArray<Operation> =>
  root.at("paths").keys.flatMap((path) => {
    const item = root.at("paths").at(path)
    return methods
      .filter((method) => item.at(method).value !== undefined)
      .map((method) => {
        const [node, line] = [item.at(method), `${method.toUpperCase()} ${path}`]
        const security = node.at("security").value === undefined ? root.at("security") : node.at("security")
        return { name: String(node.at("operationId").value ?? line), line, node, item, security }
      })
  })

const called = ({ name }: Operation): Scope => ({ ...theDocument, what: name })

/** An operation is known by its method and path, and one that moved by its name. */
const operationChanges = (base: Node, head: Node): Changes => {
  const [before, after] = [operationsOf(base), operationsOf(head)]
  const isNew = ({ line }: Operation) => !before.some((was) => was.line === line)
  const pairs = before.map((was) => {
    const is = after.find(({ line }) => line === was.line) ?? after.find((is) => is.name === was.name && isNew(is))
    return { was, is }
  })
  /** The node of the new version at the same path. */
  const missing = ({ path }: Node) => path.reduce<Node>((node, key) => node.at(key), head)
  return [
    ...pairs.flatMap(({ was, is }) =>
      is === undefined
        ? [change("operation removed", called(was), was.node, missing(was.node), "removed")]
        : changesOf(was, is),
    ),
    ...after
      .filter((found) => !pairs.some(({ is }) => is === found))
      .map((found) => change("operation added", called(found), base, found.node, "added")),
  ]
}

const changesOf = (was: Operation, is: Operation): Changes => {
  const own = called(is)
  const request: Scope = { side: "request", where: `${is.name} request`, what: "" }
  const answers: Scope = { side: "answer", where: is.name, what: "" }
  const [oldId, id] = [was.node.at("operationId"), is.node.at("operationId")]
  const pathOf = (operation: Node) => (operation === was.node ? was.item : is.item)
  const moved = `moved from ${was.line} to ${is.line}`
  return [
    ...(was.line === is.line ? [] : [change("operation moved", called(was), was.node, is.node, moved)]),
    ...(was.name === is.name ? [] : [change("operation renamed", called(was), oldId, id, `renamed to ${is.name}`)]),
    ...securityChanges({ ...request, what: "security" }, was.security, is.security),
    ...all(parameter(pathOf), request, was.node, is.node),
    ...one(body, request, was.node, is.node, "requestBody"),
    ...all(answer, answers, was.node.at("responses"), is.node.at("responses")),
    ...besides(["operationId", "security", "parameters", "requestBody", "responses"], own, was.node, is.node),
    ...besides([...methods, "parameters"], own, was.item, is.item),
  ]
}

/** Each requirement is one way of access. No requirement means access without credentials. */
const securityChanges = (scope: Scope, base: Node, head: Node): Changes => {
  const waysOf = (node: Node) => (items(node.value).length === 0 ? [{}] : items(node.value))
  const [before, after] = [waysOf(base), waysOf(head)]
  const isKept = before.every((way) => after.some((other) => isDeepStrictEqual(way, other)))
  if (!isKept)
    return [change("security demanded", scope, base, head, "changed: a request that had access no longer does")]
  return before.length === after.length ? [] : [change("security eased", scope, base, head, "eased")]
}
