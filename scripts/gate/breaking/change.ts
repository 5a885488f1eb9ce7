/** A change between two versions of a spec: what happened, to what, and where. */
import { isDeepStrictEqual } from "node:util"
import { isObject } from "../../../contracts/spec/json.ts"
import type { Node, Path } from "./node.ts"
import type { Side } from "./rules.ts"

/** The position of the comparison in the document. */
export interface Scope {
  readonly side: Side
  /** `exchangeToken request`, `exchangeToken 200`; nothing for the document itself. */
  readonly where: string
  /** `ExchangeSucceeded.accessToken`, `header retry-after`. */
  readonly what: string
  /** Within an open list of values. */
  readonly isOpen?: boolean
}

export interface Change extends Scope {
  readonly rule: string
  /** The result, as the end of a sentence: `removed`, `minLength from 1 to 5`. */
  readonly became: string
  /** Its path in the new version; for a missing node the path that it would have. */
  readonly path: Path
  /** Other operations that use the same node. */
  readonly also: ReadonlyArray<string>
  /** The last day of what was removed, or is deprecated now. */
  readonly sunset?: string | undefined
}

export type Changes = ReadonlyArray<Change>

export const theDocument: Scope = { side: "document", where: "", what: "" }

export const change = (rule: string, scope: Scope, base: Node, head: Node, became: string): Change => ({
  ...{ ...scope, rule, became, path: head.path, also: [] },
  sunset: sunsetOf(base),
})

/** The last day of a deprecated node, if it has one. What is not a day is shown as it is, and never passes. */
const sunsetOf = ({ value }: Node): string | undefined =>
  isObject(value) && value.deprecated === true && value["x-sunset"] !== undefined
    ? String(value["x-sunset"])
    : undefined

/** Merges changes of one node that several operations share. Two fields of one `required` stay separate. */
export const distinct = (changes: Changes): Changes => {
  const found = new Map<string, Change>()
  for (const one of changes) {
    const key = JSON.stringify([one.rule, one.side, one.what, one.became, one.path])
    const first = found.get(key)
    const isNew = first !== undefined && first.where !== one.where && !first.also.includes(one.where)
    if (first === undefined) found.set(key, one)
    else if (isNew) found.set(key, { ...first, also: [...first.also, one.where] })
  }
  return [...found.values()]
}

/** A value in a sentence. */
export const shown = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value))

export const fromTo = (before: unknown, after: unknown) => `from ${shown(before)} to ${shown(after)}`

/** The keys of both, each once. */
export const keysOf = (base: Node, head: Node): ReadonlyArray<string> => [...new Set([...base.keys, ...head.keys])]

/** Keys for people: no program can depend on them. */
const words = /^(title|summary|description|externalDocs|tags|license|contact|termsOfService|\$comment|examples?|x-.*)$/

/** Changes of the keys that are not compared otherwise. One that is not known here may break anybody. */
export const besides = (known: ReadonlyArray<string>, scope: Scope, base: Node, head: Node): Changes => [
  ...deprecationChange(scope, base, head),
  ...keysOf(base, head)
    .filter((key) => ![...known, "deprecated", "x-sunset"].includes(key))
    .map((key) => ({ key, before: base.at(key), after: head.at(key) }))
    .filter(({ before, after }) => !isDeepStrictEqual(before.raw, after.raw))
    .map(({ key, before, after }) => {
      if (key !== "x-evidence")
        return change(
          words.test(key) ? "words changed" : "something else changed",
          scope,
          before,
          after,
          `${key} changed`,
        )
      return change("evidence changed", scope, before, after, `x-evidence ${fromTo(before.value, after.value)}`)
    }),
]

/** A last day is a part of the deprecation. */
const deprecationChange = (scope: Scope, base: Node, head: Node): Changes => {
  const [was, is] = [sunsetOf(base), sunsetOf(head)]
  const isDeprecated = head.at("deprecated").value === true
  if (was === is && (base.at("deprecated").value === true) === isDeprecated) return []
  const became = isDeprecated ? `deprecated${is === undefined ? "" : ` until ${is}`}` : "not deprecated"
  const changed = change("deprecation changed", scope, base.at("deprecated"), head.at("deprecated"), became)
  return [{ ...changed, sunset: is }]
}
