/** Changes between two versions of a schema: its fields and its valid values. */
import { isDeepStrictEqual } from "node:util"
import { isObject, items, type Json } from "../../../contracts/spec/specs.ts"
import { besides, type Changes, change, fromTo, keysOf, pairUp, type Scope, shown } from "./change.ts"
import type { Node } from "./node.ts"
import type { Rule } from "./rules.ts"
import { type Compared, compareKeyword, isAssertion, listOf } from "./values.ts"

/** Keywords that are compared here, not as assertions about one value. */
const own = ["properties", "required", "items", "allOf", "anyOf", "oneOf", "default", "x-one-time"]

/** Schemas under comparison, so that a recursive one is compared once. */
type Trail = ReadonlyArray<string>

export const schemaChanges = (scope: Scope, base: Node, head: Node, trail: Trail = []): Changes => {
  const key = JSON.stringify([base.path, head.path])
  if (trail.includes(key)) return []
  const at = { ...scope, what: nameOf(head) ?? scope.what }
  const inside = [...trail, key]
  if (!isObject(asObject(base)) || !isObject(asObject(head))) {
    return isDeepStrictEqual(base.value, head.value)
      ? []
      : [change("values replaced", at, base, head, fromTo(base.value, head.value))]
  }
  const below = (key: string | number, what: string): Changes =>
    schemaChanges({ ...at, what, isOpen: false }, base.at(key), head.at(key), inside)
  const properties = fieldChanges(at, base, head, inside)
  const elements = isBoth("items", base, head) ? below("items", `${at.what}[]`) : []
  const further = isBoth("additionalProperties", base, head) ? below("additionalProperties", `${at.what}{}`) : []
  return [
    ...properties,
    ...elements,
    ...further,
    ...["allOf", "anyOf", "oneOf"].flatMap((union) => memberChanges(union, at, base, head, inside)),
    ...valueChanges(at, base, head),
    ...markChanges(at, base, head),
    ...besides([...own, ...keysOf(base, head).filter(isAssertion)], at, base, head),
  ]
}

/** `true` is the empty schema. */
const asObject = ({ value }: Node): Json | undefined => (value === true ? {} : value)

/** Whether both sides have a schema under a key. */
const isBoth = (key: string, base: Node, head: Node) => isObject(base.at(key).value) && isObject(head.at(key).value)

/** The name of a schema among the document's components. */
const nameOf = ({ path: [first, second, name, ...rest] }: Node): string | undefined =>
  first === "components" && second === "schemas" && rest.length === 0 ? String(name) : undefined

const fieldChanges = (at: Scope, base: Node, head: Node, trail: Trail): Changes => {
  const [before, after] = [base.at("properties"), head.at("properties")]
  const isRequired = ({ value }: Node, name: string) => isObject(value) && items(value.required).includes(name)
  const { kept, renamed, removed, added } = pairUp(
    before.keys,
    after.keys,
    (gone, came) =>
      isDeepStrictEqual(before.at(gone).raw, after.at(came).raw) && isRequired(base, gone) === isRequired(head, came),
  )
  const field = (name: string): Scope => ({ ...at, what: at.what === "" ? name : `${at.what}.${name}`, isOpen: false })
  const all = (rule: Rule, names: ReadonlyArray<string>, became: string) =>
    names.map((name) => change(rule, field(name), before.at(name), after.at(name), became))
  const requiredOf = (node: Node) => items(node.at("required").value).map(String)
  const handled = [...removed, ...renamed.flat()]
  const demanded = requiredOf(head).filter((name) => !isRequired(base, name) && !handled.includes(name))
  const released = requiredOf(base).filter((name) => !isRequired(head, name) && !handled.includes(name))
  const isDemandedAnew = (name: string) => at.side === "request" && demanded.includes(name)
  const requirement = (rule: Rule, names: ReadonlyArray<string>, became: string) =>
    names.map((name) => change(rule, field(name), base.at("required"), head.at("required"), became))
  return [
    ...kept.flatMap((name) => schemaChanges(field(name), before.at(name), after.at(name), trail)),
    ...renamed.map(([old, name]) =>
      change("property renamed", field(old), before.at(old), after.at(name), `renamed to ${name}`),
    ),
    ...all("property removed", removed, "removed"),
    ...all(
      "property added",
      added.filter((name) => !isDemandedAnew(name)),
      "added",
    ),
    ...requirement(
      "property required",
      demanded.filter((name) => isDemandedAnew(name) || !added.includes(name)),
      "required",
    ),
    ...requirement("property optional", released, "no longer required"),
  ]
}

/** The parts of an `allOf`, or the alternatives of an `anyOf` or `oneOf`, in any order. */
const memberChanges = (union: string, at: Scope, base: Node, head: Node, trail: Trail): Changes => {
  const [before, after] = [membersOf(base.at(union)), membersOf(head.at(union))]
  // A missing `allOf` equals an empty one; a missing `anyOf` does not.
  if (union !== "allOf" && (before.length === 0 || after.length === 0)) return []
  const pairs: Array<readonly [Node, Node]> = []
  const isLeft = (node: Node) => !pairs.some((pair) => pair.includes(node))
  // Pairs equal members first, then the changed ones by position.
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
  const open = openTypes(before).filter((type) => openTypes(after).includes(type))
  const isListed = (node: Node) => union !== "allOf" && open.includes(typeOf(node)) && listOf(node.value) !== undefined
  const changed = (rule: Rule, one: Node, other: Node, became: string) =>
    change(isListed(one) || isListed(other) ? "open list changed" : rule, at, one, other, became)
  const [removed, added]: readonly [Rule, Rule] =
    union === "allOf" ? ["part removed", "part added"] : ["alternative removed", "alternative added"]
  const isShape = (node: Node) => isObject(node.at("properties").value)
  return [
    ...pairs.flatMap(([one, other]) =>
      schemaChanges({ ...at, what: at.what, isOpen: isListed(one) && isListed(other) }, one, other, trail),
    ),
    ...before
      .filter(isLeft)
      .map((gone) =>
        changed(
          union !== "allOf" && !isShape(gone) ? "values narrowed" : removed,
          gone,
          head.at(union),
          `${union} without ${titleOf(gone)}`,
        ),
      ),
    ...after.filter(isLeft).map((came) => changed(added, base.at(union), came, `${union} with ${titleOf(came)}`)),
  ]
}

const membersOf = (list: Node): ReadonlyArray<Node> => items(list.value).map((_, index) => list.at(index))

const titleOf = (member: Node) => nameOf(member) ?? shown(member.raw)

const typeOf = (node: Node) => String(node.at("type").value)

/** A schema that accepts every value of its type. */
const isBare = (node: Node) =>
  node.at("type").value !== undefined && !node.keys.some((key) => key !== "type" && isAssertion(key))

/** The types that accept any value, which makes the lists of the other alternatives open. */
const openTypes = (members: ReadonlyArray<Node>) => members.filter(isBare).map(typeOf)

/** Keywords that list the valid values. */
const valueChanges = (at: Scope, base: Node, head: Node): Changes =>
  keysOf(base, head)
    .filter((keyword) => isAssertion(keyword) && !(keyword === "const" && keysOf(base, head).includes("enum")))
    .flatMap((keyword) => {
      const compared = compareKeyword(keyword, base.value, head.value)
      if (compared === undefined) return []
      return [change(ruleOf(compared.became, at), at, base.at(keyword), head.at(keyword), compared.text)]
    })

/** An open list accepts any value, but the generated types name the listed ones. */
const ruleOf = (became: Compared["became"], { isOpen }: Scope): Rule => {
  if (became === "shortened" || (isOpen && became === "replaced")) return "list shortened"
  return isOpen ? "open list changed" : `values ${became}`
}

/** Marks that change the client: secret, one-time, default. */
const markChanges = (at: Scope, base: Node, head: Node): Changes => {
  const marked = (rule: Rule, key: string, became: string) => [change(rule, at, base.at(key), head.at(key), became)]
  const isSecret = (node: Node) => node.at("format").value === "password"
  const isOther = (key: string) => !isDeepStrictEqual(base.at(key).raw, head.at(key).raw)
  const came = (key: string) => `${key} ${fromTo(base.at(key).raw, head.at(key).raw)}`
  return [
    ...(isSecret(head) && !isSecret(base) ? marked("secret marked", "format", "marked as a secret") : []),
    ...(isSecret(base) && !isSecret(head) ? marked("secret unmarked", "format", "no longer marked as a secret") : []),
    ...(isOther("x-one-time") ? marked("one-time changed", "x-one-time", came("x-one-time")) : []),
    ...(isOther("default") ? marked(defaultRule(base, head), "default", came("default")) : []),
  ]
}

/** A default says what a missing field means. Where nothing said so before, nobody could rely on another. */
const defaultRule = (base: Node, head: Node): Rule =>
  base.at("default").raw === undefined && head.at("default").raw !== undefined ? "default added" : "default changed"
