/** Names in a bundle that a worker does not know. */
import { parseSync, Visitor } from "rolldown/utils"

const foreign = ["process", "Buffer", "require", "module", "global", "setImmediate", "__dirname", "__filename"]

/**
 * Uses of Node's globals that would throw where they do not exist. `typeof process` would not, nor would
 * `globalThis.process?.env`. A use behind a condition is found all the same, since nothing here needs one. The code must
 * be minified: then no name of its own is that long.
 */
export const foreignNames = (code: string): ReadonlyArray<string> => {
  const { program } = parseSync("bundle.js", code)
  /** Where names stand that refer to nothing: properties, keys, what `typeof` asks for. */
  const harmless = new Set<number>()
  const found = new Map<number, string>()
  new Visitor({
    MemberExpression: ({ object, property, computed, optional }) => {
      if (!computed) harmless.add(property.start)
      // Reading `globalThis.process` is harmless, reading on from there is only with `?.`.
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
    Identifier: ({ name, start }) => {
      found.set(start, name)
    },
  }).visit(program)
  return [...found]
    .filter(([start, name]) => foreign.includes(name) && !harmless.has(start))
    .map(([start]) => code.slice(Math.max(0, start - 40), start + 60).replace(/\s+/g, " "))
}
