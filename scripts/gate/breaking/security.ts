/** Who has access: the schemes of a spec, and what its operations demand. */
import { isDeepStrictEqual } from "node:util"
import { isObject, items, type Json } from "../../../contracts/spec/json.ts"
import { besides, type Changes, change, type Scope, theDocument } from "./change.ts"
import type { Node } from "./node.ts"

/** What an operation demands, and the schemes of its document. */
export interface Secured {
  readonly security: Node
  readonly schemes: Node
}

/** What demanded a scheme that is gone is compared as security. */
export const schemeChanges = (base: Node, head: Node): Changes =>
  base.keys
    .filter((name) => head.keys.includes(name))
    .flatMap((name) => {
      const [was, is] = [base.at(name), head.at(name)]
      const known = httpScheme(was) === httpScheme(is) ? ["scheme"] : []
      return besides(known, { ...theDocument, what: `security scheme ${name}` }, was, is)
    })
    .map((found) => (found.rule === "something else changed" ? { ...found, rule: "security scheme changed" } : found))

/** HTTP's own names of schemes ignore case. */
const httpScheme = (scheme: Node) => String(scheme.at("scheme").value).toLowerCase()

/** Each requirement is one way of access. No requirement means access without credentials. */
export const securityChanges = (scope: Scope, was: Secured, is: Secured): Changes => {
  const waysOf = ({ value }: Node) => (items(value).length === 0 ? [{}] : items(value))
  const [before, after] = [waysOf(was.security), waysOf(is.security)]
  const isSame = (way: Json, other: Json) =>
    isDeepStrictEqual(way, other) || isDeepStrictEqual(sentFor(way, was.schemes), sentFor(other, is.schemes))
  const changed = (rule: string, became: string) => [change(rule, scope, was.security, is.security, became)]
  if (!before.every((way) => after.some((other) => isSame(way, other))))
    return changed("security demanded", "changed: a request that had access no longer does")
  return before.length === after.length ? [] : changed("security eased", "eased")
}

/** What a caller gives for one way of access. The name of a scheme is known to callers where it is a Bearer token's. */
const sentFor = (way: Json, schemes: Node) =>
  (isObject(way) ? Object.entries(way) : []).map(([name, scopes]) => {
    const [type, place, key] = ["type", "in", "name"].map((part) => schemes.at(name).at(part).value)
    const scheme = httpScheme(schemes.at(name))
    return { type, scheme, place, key, scopes, name: scheme === "basic" || type === "apiKey" ? "" : name }
  })
