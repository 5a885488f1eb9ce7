/** A change between two versions of a spec: what happened, to what, and where. */
import { isDeepStrictEqual } from "node:util"
import { isObject, type Json } from "../../../contracts/spec/json.ts"
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

/** A kind of things in a spec, each with a name: parameters, answers, fields. */
export interface Kind {
  /** The first words of its rules: `media type`. */
  readonly name: string
  /** The scope of the one of this name. */
  readonly scope: (around: Scope, name: string) => Scope
  /** Changes within one that stayed. */
  readonly within: (own: Scope, base: Node, head: Node, around: Scope, name: string) => Changes
  /** How its things are named and found in what is around them: by the keys, unless it is said. */
  readonly names?: (parent: Node) => ReadonlyArray<string>
  readonly find?: (parent: Node, name: string) => Node
  /** The list of the required ones, where they do not say it themselves. */
  readonly required?: (parent: Node) => Node
  /** What is the same under another name was renamed. Without this, nothing is. */
  readonly identity?: (parent: Node, name: string) => Json | undefined
}

const childOf = (parent: Node, name: string) => parent.at(name)

/** The things of a kind in two versions of what is around them: removed, added, renamed, or changed. */
export const all = (kind: Kind, around: Scope, base: Node, head: Node): Changes => {
  const { names = (node: Node) => node.keys, find = childOf, identity = () => undefined } = kind
  const [before, after] = [[...new Set(names(base))], [...new Set(names(head))]]
  const gone = before.filter((name) => !after.includes(name))
  const came = after.filter((name) => !before.includes(name))
  const isSame = (old: string, name: string) => {
    const known = identity(base, old)
    return known !== undefined && isDeepStrictEqual(known, identity(head, name))
  }
  const renamed = gone.flatMap((old): ReadonlyArray<readonly [string, string]> => {
    const [match, ...others] = came.filter((name) => isSame(old, name))
    const isOnly = match !== undefined && others.length === 0 && gone.filter((name) => isSame(name, match)).length === 1
    return isOnly ? [[old, match]] : []
  })
  return [
    ...[...new Set([...before, ...after])]
      .filter((name) => !renamed.flat().includes(name))
      .flatMap((name) => one(kind, around, base, head, name)),
    ...renamed.map(([old, name]) => {
      // What had no name gets one.
      const [how, became] = old === "" ? ["added", "named"] : ["renamed", "renamed to"]
      const own = kind.scope(around, old)
      return change(`${kind.name} ${how}`, own, find(base, old), find(head, name), `${became} ${name}`)
    }),
  ]
}

/** One thing of a kind: removed or added; required now or no longer; and what changed within. */
export const one = (kind: Kind, around: Scope, base: Node, head: Node, name: string): Changes => {
  const { find = childOf, required } = kind
  const [before, after] = [find(base, name), find(head, name)]
  const isRequired = (parent: Node, { value }: Node) =>
    required === undefined ? isObject(value) && value.required === true : listed(required(parent)).includes(name)
  const [was, is] = [isRequired(base, before), isRequired(head, after)]
  const own = kind.scope(around, name)
  const changed = (how: string, became: string, place = after) => [
    change(`${kind.name} ${how}`, own, before, place, became),
  ]
  const hasCome = before.value === undefined && after.value !== undefined
  if (before.value !== undefined && after.value === undefined) return changed("removed", "removed")
  if (hasCome && (own.side !== "request" || !is || was)) return changed("added", "added")
  if (hasCome && required === undefined) return changed("required", "added")
  const place = required?.(head)
  return [
    ...(is && !was ? changed("required", "required", place) : []),
    ...(was && !is ? changed("optional", "no longer required", place) : []),
    ...(before.value === undefined || hasCome ? [] : kind.within(own, before, after, around, name)),
  ]
}

const listed = ({ value }: Node): ReadonlyArray<string> => (Array.isArray(value) ? value.map(String) : [])
