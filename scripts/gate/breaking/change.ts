/** A change between two versions of a spec: what happened, to what, and where. */
import { isDeepStrictEqual } from "node:util"
import type { Node, Path } from "./node.ts"
import type { Rule } from "./rules.ts"
import { sunsetOf } from "./sunset.ts"

/** Who is affected: senders of the request, readers of the answer, or every user of the document. */
export type Side = "request" | "answer" | "document"

/** The position of the comparison in the document. */
export interface Scope {
  readonly side: Side
  /** `exchangeToken request`, `exchangeToken 200`; nothing for the document itself. */
  readonly where: string
  /** `ExchangeSucceeded.accessToken`, `header retry-after`. */
  readonly what: string
  /** Within an open list of values. */
  readonly isOpen: boolean
}

export interface Change extends Scope {
  readonly rule: Rule
  /** The result, as the end of a sentence: `removed`, `minLength from 1 to 5`. */
  readonly became: string
  /** Its path on both sides; for a missing node the path that it would have. */
  readonly base: Path
  readonly head: Path
  /** Other operations that use the same node. */
  readonly also: ReadonlyArray<string>
  /** The last day of what was removed, or is deprecated now. */
  readonly sunset?: string | undefined
}

export type Changes = ReadonlyArray<Change>

export const theDocument: Scope = { side: "document", where: "", what: "", isOpen: false }

export const change = (rule: Rule, scope: Scope, base: Node, head: Node, became: string): Change => ({
  ...scope,
  rule,
  became,
  base: base.path,
  head: head.path,
  also: [],
  sunset: sunsetOf(base),
})

/** Merges changes of one node that several operations share. Two fields of one `required` stay separate. */
export const distinct = (changes: Changes): Changes => {
  const found = new Map<string, Change>()
  for (const one of changes) {
    const key = JSON.stringify([one.rule, one.side, one.what, one.became, one.base, one.head])
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

/** Keys for people: no program can depend on them. */
const words = [
  ...["title", "summary", "description", "externalDocs", "tags", "license", "contact", "termsOfService", "$comment"],
  ...["example", "examples"],
]

const isWords = (key: string) => words.includes(key) || key.startsWith("x-")

/**
 * Changes of the keys that are not compared otherwise. Keys for people are reported as words; an unknown key may break
 * anybody.
 */
export const besides = (known: ReadonlyArray<string>, scope: Scope, base: Node, head: Node): Changes => [
  ...deprecationChange(scope, base, head),
  ...keysOf(base, head)
    .filter((key) => ![...known, "deprecated", "x-sunset"].includes(key))
    .filter((key) => !isDeepStrictEqual(base.at(key).raw, head.at(key).raw))
    .map((key) => {
      const [before, after] = [base.at(key), head.at(key)]
      const changed = (rule: Rule, became: string) => change(rule, scope, before, after, became)
      if (key === "x-evidence") return changed("evidence changed", `x-evidence ${fromTo(before.value, after.value)}`)
      return changed(isWords(key) ? "words changed" : "something else changed", `${key} changed`)
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

/** The keys of both, each once. */
export const keysOf = (base: Node, head: Node): ReadonlyArray<string> => [...new Set([...base.keys, ...head.keys])]

/** Which names were kept, removed, added, or renamed: the same thing under a new name. */
export const pairUp = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
  isSame: (gone: string, came: string) => boolean,
) => {
  const gone = before.filter((name) => !after.includes(name))
  const came = after.filter((name) => !before.includes(name))
  const renamed = gone.flatMap((old): ReadonlyArray<readonly [string, string]> => {
    const [match, ...others] = came.filter((name) => isSame(old, name))
    const isOnly = match !== undefined && others.length === 0 && gone.filter((name) => isSame(name, match)).length === 1
    return isOnly ? [[old, match]] : []
  })
  return {
    kept: before.filter((name) => after.includes(name)),
    renamed,
    removed: gone.filter((name) => !renamed.some(([old]) => old === name)),
    added: came.filter((name) => !renamed.some(([, match]) => match === name)),
  }
}
