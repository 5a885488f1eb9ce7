/** Finds names in a bundle that a worker does not have. */
import { type ESTree, parseSync, Visitor } from "rolldown/utils"

const foreign = ["process", "Buffer", "require", "module", "global", "setImmediate", "__dirname", "__filename"]

/**
 * Uses of Node's globals that would throw without them. `typeof process` would not, nor would
 * `globalThis.process?.env`, nor what follows `typeof process == "object" &&`. A use behind any other condition is
 * reported. The code must be minified, so that its own names are shorter.
 */
export const foreignNames = (code: string): ReadonlyArray<string> => {
  const { program } = parseSync("bundle.js", code)
  /** Positions of names that are not references: properties, keys, operands of `typeof`. */
  const harmless = new Set<number>()
  const found = new Map<number, string>()
  const guarded: Array<{ readonly names: ReadonlyArray<string>; readonly start: number; readonly end: number }> = []
  new Visitor({
    MemberExpression: ({ object, property, computed, optional }) => {
      if (!computed) harmless.add(property.start)
      // Reading `globalThis.process` is harmless; reading a property of it needs `?.`.
      if (optional || object.type !== "MemberExpression" || object.property.type !== "Identifier") return
      if (object.object.type === "Identifier" && object.object.name === "globalThis") {
        found.set(object.end, object.property.name)
      }
    },
    Property: ({ key, computed, shorthand }) => {
      if (!computed && !shorthand) harmless.add(key.start)
    },
    MethodDefinition: ({ key, computed }) => {
      if (!computed) harmless.add(key.start)
    },
    PropertyDefinition: ({ key, computed }) => {
      if (!computed) harmless.add(key.start)
    },
    UnaryExpression: ({ operator, argument }) => {
      if (operator === "typeof") harmless.add(argument.start)
    },
    LogicalExpression: ({ operator, left, right: { start, end } }) => {
      if (operator === "&&") guarded.push({ names: provenBy(left), start, end })
    },
    Identifier: ({ name, start }) => {
      found.set(start, name)
    },
  }).visit(program)
  return [...found]
    .filter(([start, name]) => foreign.includes(name) && !harmless.has(start))
    .filter(([at, name]) => !guarded.some(({ names, start, end }) => names.includes(name) && at >= start && at < end))
    .map(([start]) => code.slice(Math.max(0, start - 40), start + 60).replace(/\s+/g, " "))
}

/** The globals that a condition guards with `typeof name == "object"`. */
const provenBy = (condition: ESTree.Expression): ReadonlyArray<string> => {
  if (condition.type === "LogicalExpression" && condition.operator === "&&") {
    return [...provenBy(condition.left), ...provenBy(condition.right)]
  }
  if (condition.type !== "BinaryExpression" || !["==", "==="].includes(condition.operator)) return []
  const { left, right } = condition
  const isObject =
    (right.type === "Literal" && right.value === "object") ||
    (right.type === "TemplateLiteral" && right.quasis[0]?.value.cooked === "object")
  const isTypeOf = left.type === "UnaryExpression" && left.operator === "typeof"
  return isObject && isTypeOf && left.argument.type === "Identifier" ? [left.argument.name] : []
}
