/** Every change from one version of a spec to the next: servers, security, operations and names of schemas. */
import type { Document } from "../../../contracts/spec/document.ts"
import { isObject, items } from "../../../contracts/spec/json.ts"
import { methods } from "../../../contracts/spec/operations.ts"
import { serverOf } from "../../../contracts/spec/specs.ts"
import { besides, type Changes, change, distinct, type Scope, theDocument } from "./change.ts"
import { answer, body, parameter } from "./exchange.ts"
import { all, type Kind, one } from "./kind.ts"
import { type Node, nodeOf } from "./node.ts"
import { type Secured, schemeChanges, securityChanges } from "./security.ts"

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

/** The word by which callers set it: `baseUrl: "staging"`. */
const nameOf = ({ value }: Node) => {
  const { name, url } = serverOf(isObject(value) ? value : {})
  return name === url ? undefined : name
}

const server: Kind = {
  name: "server",
  scope: (around, url) => ({ ...around, what: `server ${url}` }),
  names: urlsOf,
  find: (servers, url) => servers.at(urlsOf(servers).lastIndexOf(url)),
  within: (own, base, head) => {
    const [old, name] = [nameOf(base), nameOf(head)]
    return old === undefined || old === name
      ? besides(["url"], own, base, head)
      : [change("server renamed", own, base, head, `no longer named ${old}`)]
  },
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

interface Operation extends Secured {
  /** Its `operationId`, else method and path. */
  readonly name: string
  /** Method and path. */
  readonly line: string
  /** The names of its grants, each an operation of its own. */
  readonly grants: ReadonlyArray<string>
  readonly node: Node
  readonly item: Node
}

const operationsOf = (root: Node): ReadonlyArray<Operation> =>
  root.at("paths").keys.flatMap((path) => {
    const item = root.at("paths").at(path)
    return methods
      .filter((method) => item.at(method).value !== undefined)
      .map((method) => {
        const [node, line] = [item.at(method), `${method.toUpperCase()} ${path}`]
        const security = node.at("security").value === undefined ? root.at("security") : node.at("security")
        const name = String(node.at("operationId").value ?? line)
        const schemes = root.at("components").at("securitySchemes")
        return { name, line, grants: grantsOf(node), node, item, security, schemes }
      })
  })

const grantsOf = (operation: Node): ReadonlyArray<string> => {
  const content = operation.at("requestBody").at("content")
  const branches = content
    .at(content.keys[0] ?? "")
    .at("schema")
    .at("oneOf")
  return items(branches.value).flatMap((_, index) => {
    const { value } = branches.at(index).at("x-operation-id")
    return typeof value === "string" ? [value] : []
  })
}

/** The names of parameters in a path do not tell it from another. */
const wireLine = ({ line }: Operation) => line.replace(/\{[^}]*\}/g, "{}")

const called = ({ name }: Pick<Operation, "name">): Scope => ({ ...theDocument, what: name })

/** An operation is known by its method and path, and one that moved by its name. */
const operationChanges = (base: Node, head: Node): Changes => {
  const [before, after] = [operationsOf(base), operationsOf(head)]
  const isNew = (is: Operation) => !before.some((was) => wireLine(was) === wireLine(is))
  const pairs = before.map((was) => {
    const is =
      after.find((is) => wireLine(is) === wireLine(was)) ?? after.find((is) => is.name === was.name && isNew(is))
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
    ...(wireLine(was) === wireLine(is) ? [] : [change("operation moved", called(was), was.node, is.node, moved)]),
    ...(was.name === is.name ? [] : [change("operation renamed", called(was), oldId, id, `renamed to ${is.name}`)]),
    ...grantChanges(was, is),
    ...securityChanges({ ...request, what: "security" }, was, is),
    ...all(parameter(pathOf), request, was.node, is.node),
    ...one(body, request, was.node, is.node, "requestBody"),
    ...all(answer, answers, was.node.at("responses"), is.node.at("responses")),
    ...besides(["operationId", "security", "parameters", "requestBody", "responses"], own, was.node, is.node),
    ...besides([...methods, "parameters"], own, was.item, is.item),
  ]
}

/** Callers have a function for each grant, or one where a request has no grants with a name. */
const grantChanges = (was: Operation, is: Operation): Changes => {
  if (was.grants.length + is.grants.length === 0) return []
  const [before, after] = [was, is].map(({ grants, name }) => (grants.length === 0 ? [name] : grants))
  const gone = before?.filter((name) => !after?.includes(name)) ?? []
  const came = after?.filter((name) => !before?.includes(name)) ?? []
  const changed = (how: string, name: string, became = how) =>
    change(`operation ${how}`, called({ name }), was.node, is.node.at("requestBody"), became)
  const [old, ...others] = gone
  if (old !== undefined && others.length === 0 && came.length === 1)
    return [changed("renamed", old, `renamed to ${came[0]}`)]
  return [...gone.map((name) => changed("removed", name)), ...came.map((name) => changed("added", name))]
}
