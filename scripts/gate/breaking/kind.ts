/** Kinds of things in a spec, which one comparison finds removed, added, renamed, required or changed. */
import { isDeepStrictEqual } from "node:util"
import { isObject, type Json } from "../../../contracts/spec/json.ts"
import { type Changes, change, type Scope } from "./change.ts"
import type { Node } from "./node.ts"

/** Things that have a name: parameters, answers, fields. */
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
