/** Changes between two versions of a schema: its fields and its valid values. */
import { isDeepStrictEqual } from "node:util"
import { isObject, items } from "../../../contracts/spec/json.ts"
import { besides, type Changes, change, fromTo, keysOf, type Scope, shown } from "./change.ts"
import { all, type Kind } from "./kind.ts"
import type { Node } from "./node.ts"
import { compareKeyword, isAssertion, listOf } from "./values.ts"

/** Keywords that are compared here, not as assertions about one value; `x-operation-id` names an operation (`spec.ts`). */
const own = ["properties", "required", "items", "allOf", "anyOf", "oneOf", "default", "x-one-time", "x-operation-id"]

/** Schemas under comparison, so that a recursive one is compared once. */
type Trail = ReadonlyArray<string>

export const schemaChanges = (scope: Scope, base: Node, head: Node, trail: Trail = []): Changes => {
  const key = JSON.stringify([base.path, head.path])
  if (trail.includes(key)) return []
  const at = { ...scope, what: nameOf(head) ?? scope.what }
  if (![base, head].every(({ value }) => value === true || isObject(value))) {
    const isSame = isDeepStrictEqual(base.value, head.value)
    return isSame ? [] : [change("values replaced", at, base, head, fromTo(base.value, head.value))]
  }
  const inside = [...trail, key]
  const below = (key: string, sign: string) => {
    const [before, after] = [base.at(key), head.at(key)]
    if (!isObject(before.value) || !isObject(after.value)) return []
    return schemaChanges({ ...at, what: `${at.what}${sign}`, isOpen: false }, before, after, inside)
  }
  return [
    ...all(property(inside), at, base, head),
    ...below("items", "[]"),
    ...below("additionalProperties", "{}"),
    ...["allOf", "anyOf", "oneOf"].flatMap((union) => memberChanges(union, at, base, head, inside)),
    ...valueChanges(at, base, head),
    ...markChanges(at, base, head),
    ...besides([...own, ...keysOf(base, head).filter(isAssertion)], at, base, head),
  ]
}

/** The name of a schema among the document's components. */
const nameOf = ({ path: [first, second, name, ...rest] }: Node): string | undefined =>
  first === "components" && second === "schemas" && rest.length === 0 ? String(name) : undefined

const requiredOf = (schema: Node) => items(schema.at("required").value).map(String)

const property = (trail: Trail): Kind => ({
  name: "property",
  scope: (around, name) => ({
    ...around,
    what: around.what === "" ? name : `${around.what}.${name}`,
    isOpen: false,
  }),
  names: (schema) => [...schema.at("properties").keys, ...requiredOf(schema)],
  find: (schema, name) => schema.at("properties").at(name),
  required: (schema) => schema.at("required"),
  identity: (schema, name) => {
    const { raw } = schema.at("properties").at(name)
    return raw === undefined ? undefined : [raw, requiredOf(schema).includes(name)]
  },
  within: (own, base, head) => schemaChanges(own, base, head, trail),
})

/** The parts of an `allOf`, or the alternatives of an `anyOf` or `oneOf`, in any order. */
const memberChanges = (union: string, at: Scope, base: Node, head: Node, trail: Trail): Changes => {
  const [before, after] = [membersOf(base.at(union)), membersOf(head.at(union))]
  const isAll = union === "allOf"
  // A missing `allOf` equals an empty one; a missing `anyOf` does not.
  if (!isAll && (before.length === 0 || after.length === 0)) return []
  const pairs: Array<readonly [Node, Node]> = []
  const isLeft = (node: Node) => !pairs.some((pair) => pair.includes(node))
  // Pairs equal members first, then those of one name, then the changed ones by position.
  for (const isPair of [
    (one: Node, other: Node) => isDeepStrictEqual(one.raw, other.raw),
    (one: Node, other: Node) => one.path.at(-1) === other.path.at(-1),
    (one: Node, other: Node) => before.indexOf(one) === after.indexOf(other),
  ]) {
    for (const one of before.filter(isLeft)) {
      const other = after.filter(isLeft).find((candidate) => isPair(one, candidate))
      if (other !== undefined) pairs.push([one, other])
    }
  }
  const openBefore = openTypes(before)
  const open = openTypes(after).filter((type) => openBefore.includes(type))
  const isListed = (node: Node) => !isAll && open.includes(typeOf(node)) && listOf(node.value) !== undefined
  const changed = (rule: string, member: Node, other: Node, how: "with" | "without") =>
    change(
      isListed(member) ? "open list changed" : rule,
      at,
      base,
      other,
      `${union} ${how} ${nameOf(member) ?? shown(member.raw)}`,
    )
  const removed = (gone: Node) =>
    isAll ? "part removed" : isObject(gone.at("properties").value) ? "alternative removed" : "values narrowed"
  return [
    ...pairs.flatMap((pair) => schemaChanges({ ...at, isOpen: pair.every(isListed) }, ...pair, trail)),
    ...before.filter(isLeft).map((gone) => changed(removed(gone), gone, head.at(union), "without")),
    ...after.filter(isLeft).map((came) => changed(isAll ? "part added" : "alternative added", came, came, "with")),
  ]
}

const membersOf = (list: Node): ReadonlyArray<Node> => items(list.value).map((_, index) => list.at(index))

const typeOf = (node: Node) => String(node.at("type").value)

/** The types of which any value is valid, which makes the lists of the other alternatives open. */
const openTypes = (members: ReadonlyArray<Node>) =>
  members
    .filter(({ keys }) => keys.includes("type") && !keys.some((key) => key !== "type" && isAssertion(key)))
    .map(typeOf)

/** Keywords that list the valid values. An open list accepts any, but the generated types name the listed ones. */
const valueChanges = (at: Scope, base: Node, head: Node): Changes => {
  const keywords = keysOf(base, head)
  return keywords
    .filter((keyword) => isAssertion(keyword) && !(keyword === "const" && keywords.includes("enum")))
    .flatMap((keyword) => {
      const { became, text } = compareKeyword(keyword, base.value, head.value) ?? {}
      if (became === undefined || text === undefined) return []
      const isShorter = became === "shortened" || (at.isOpen && became === "replaced")
      const rule = isShorter ? "list shortened" : at.isOpen ? "open list changed" : `values ${became}`
      return [change(rule, at, base.at(keyword), head.at(keyword), text)]
    })
}

/** Marks that change the client: secret, one-time, default. */
const markChanges = (at: Scope, base: Node, head: Node): Changes => {
  const changed = (rule: string, key: string, became?: string) => {
    const [before, after] = [base.at(key), head.at(key)]
    return change(rule, at, before, after, became ?? `${key} ${fromTo(before.raw, after.raw)}`)
  }
  const isOther = (key: string) => !isDeepStrictEqual(base.at(key).raw, head.at(key).raw)
  const [was, is] = [base, head].map((node) => node.at("format").value === "password")
  // Where nothing said what a missing field means, nobody could rely on it.
  const isFirst = base.at("default").raw === undefined
  return [
    ...(is && !was ? [changed("secret marked", "format", "marked as a secret")] : []),
    ...(was && !is ? [changed("secret unmarked", "format", "no longer marked as a secret")] : []),
    ...(isOther("x-one-time") ? [changed("one-time changed", "x-one-time")] : []),
    ...(isOther("default") ? [changed(isFirst ? "default added" : "default changed", "default")] : []),
  ]
}
