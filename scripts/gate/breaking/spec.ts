/** Changes between two versions of a spec: servers, security, operations and schema names. */
import { isDeepStrictEqual } from "node:util"
import { methods } from "../../../contracts/spec/operations.ts"
import { items, type JsonObject } from "../../../contracts/spec/specs.ts"
import { besides, type Change, change, distinct, keysOf, pairUp, type Scope, theDocument } from "./change.ts"
import { answerChanges, parameterChanges, requestChanges } from "./exchange.ts"
import { type Node, nodeOf } from "./node.ts"

/** Every change from one version of a spec to the next, each once, in the order of the document. */
export const specChanges = (before: JsonObject, after: JsonObject): ReadonlyArray<Change> => {
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
    ...nameChanges(base, head),
  ])
}

const serverChanges = (base: Node, head: Node): ReadonlyArray<Change> => {
  const [before, after] = [base, head].map((node) => items(node.value).map((_, index) => node.at(index)))
  const urlOf = (server: Node | undefined) => String(server?.at("url").value ?? "")
  const [old, first] = [urlOf(before?.[0]), urlOf(after?.[0])]
  const at = (url: string): Scope => ({ ...theDocument, what: `server ${url}` })
  const find = (servers: ReadonlyArray<Node> = [], url: string) => servers.find((server) => urlOf(server) === url)
  const isMoved = old !== first
  return [
    ...(isMoved
      ? [change("default server changed", at(old), base.at(0), head.at(0), `no longer the first, which is ${first}`)]
      : []),
    ...(before ?? []).flatMap((server) => {
      const url = urlOf(server)
      const still = find(after, url)
      if (still !== undefined) return besides(["url"], at(url), server, still)
      return isMoved && url === old ? [] : [change("server removed", at(url), server, head, "removed")]
    }),
    ...(after ?? []).flatMap((server) => {
      const url = urlOf(server)
      const isNew = find(before, url) === undefined && !(isMoved && url === first)
      return isNew ? [change("server added", at(url), base, server, "added")] : []
    }),
  ]
}

const schemeChanges = (base: Node, head: Node): ReadonlyArray<Change> =>
  // What demanded a scheme that is gone is compared as security.
  base.keys
    .filter((name) => head.keys.includes(name))
    .flatMap((name) => {
      const at = { ...theDocument, what: `security scheme ${name}` }
      return besides([], at, base.at(name), head.at(name)).map((one) =>
        one.rule === "something else changed" ? { ...one, rule: "security scheme changed" as const } : one,
      )
    })

interface ComparedOperation {
  /** Its `operationId`, else method and path. */
  readonly name: string
  readonly line: string
  readonly node: Node
  readonly item: Node
  readonly security: Node
}

const comparedOperationsOf = (root: Node): ReadonlyArray<ComparedOperation> => {
  const paths = root.at("paths")
  return paths.keys.flatMap((path) => {
    const item = paths.at(path)
    return methods
      .filter((method) => item.at(method).value !== undefined)
      .map((method) => {
        const node = item.at(method)
        const line = `${method.toUpperCase()} ${path}`
        const own = node.at("security")
        const security = own.value === undefined ? root.at("security") : own
        return { name: String(node.at("operationId").value ?? line), line, node, item, security }
      })
  })
}

const operationChanges = (base: Node, head: Node): ReadonlyArray<Change> => {
  const [before, after] = [comparedOperationsOf(base), comparedOperationsOf(head)]
  const pairs = pairUp(
    before.map(({ line }) => line),
    after.map(({ line }) => line),
    (gone, came) => find(before, gone)?.name === find(after, came)?.name,
  )
  const at = (name: string): Scope => ({ ...theDocument, what: name })
  const both = [...pairs.kept.map((line) => [line, line] as const), ...pairs.renamed].flatMap(([old, line]) => {
    const [was, is] = [find(before, old), find(after, line)]
    return was && is ? [{ was, is }] : []
  })
  return [
    ...both.flatMap(({ was, is }) => [
      ...(was.line === is.line
        ? []
        : [change("operation moved", at(was.name), was.node, is.node, `moved from ${was.line} to ${is.line}`)]),
      ...(was.name === is.name
        ? []
        : [
            change(
              "operation renamed",
              at(was.name),
              was.node.at("operationId"),
              is.node.at("operationId"),
              `renamed to ${is.name}`,
            ),
          ]),
      ...securityChanges(is.name, was.security, is.security),
      ...parameterChanges(is.name, [was.node, was.item], [is.node, is.item]),
      ...requestChanges(is.name, was.node, is.node),
      ...answerChanges(is.name, was.node.at("responses"), is.node.at("responses")),
      ...besides(["operationId", "security", "parameters", "requestBody", "responses"], at(is.name), was.node, is.node),
      ...besides([...methods, "parameters"], at(is.name), was.item, is.item),
    ]),
    ...pairs.removed.flatMap((line) => {
      const gone = find(before, line)
      return gone ? [change("operation removed", at(gone.name), gone.node, missing(head, gone.node), "removed")] : []
    }),
    ...pairs.added.flatMap((line) => {
      const came = find(after, line)
      return came ? [change("operation added", at(came.name), missing(base, came.node), came.node, "added")] : []
    }),
  ]
}

const find = (operations: ReadonlyArray<ComparedOperation>, line: string) => operations.find((one) => one.line === line)

/** The node of the other version at the same path. */
const missing = (root: Node, { path }: Node): Node => path.reduce<Node>((node, key) => node.at(key), root)

/** Each requirement is one way of access. No requirement means access without credentials. */
const securityChanges = (name: string, base: Node, head: Node): ReadonlyArray<Change> => {
  const waysOf = (node: Node) => (items(node.value).length === 0 ? [{}] : items(node.value))
  const [before, after] = [waysOf(base), waysOf(head)]
  const isKept = before.every((way) => after.some((other) => isDeepStrictEqual(way, other)))
  const isSame = isKept && before.length === after.length
  const scope: Scope = { side: "request", where: `${name} request`, what: "security", isOpen: false }
  if (isSame) return []
  return [
    isKept
      ? change("security eased", scope, base, head, "eased")
      : change("security demanded", scope, base, head, "changed: a request that had access no longer does"),
  ]
}

/** generated/ exports each schema under `components` by its name, so that a caller may import it. */
const nameChanges = (base: Node, head: Node): ReadonlyArray<Change> => {
  const [before, after] = [base, head].map((root) => root.at("components").at("schemas"))
  if (before === undefined || after === undefined) return []
  return keysOf(before, after).flatMap((name) => {
    const [was, is] = [before.at(name), after.at(name)]
    if (was.value !== undefined && is.value !== undefined) return []
    const scope = { ...theDocument, what: `schema name ${name}` }
    return [
      is.value === undefined
        ? change("name removed", scope, was, is, "removed")
        : change("name added", scope, was, is, "added"),
    ]
  })
}
