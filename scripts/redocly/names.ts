/** The rule that names which become names in code can, each its own. Any other could be code itself. */
import { identifierOf, isNameable } from "../generate/names.ts"
import { type Context, type Location, type Node, nodesIn } from "./context.ts"

export const namesAreIdentifiers = () => {
  const operations = new Map<string, string>()
  const check = (name: string, location: Location, context: Context) => {
    if (isNameable(name)) return
    const message =
      "This name becomes a name in code: use a letter, then letters and digits, in words with single hyphens."
    context.report({ message, location })
  }
  return {
    Operation({ operationId }: Node, context: Context) {
      if (operationId === undefined) return
      const location = context.location.child("operationId")
      check(String(operationId), location, context)
      const name = identifierOf(String(operationId))
      const own = [name, `${name}Answers`]
      const other = own.map((one) => operations.get(one)).find((one) => one !== undefined)
      if (other !== undefined) context.report({ message: `In code this name and \`${other}\` would be one.`, location })
      for (const one of own) operations.set(one, String(operationId))
    },
    Components({ schemas }: Node, context: Context) {
      const location = context.location.child("schemas")
      for (const [name] of nodesIn(schemas)) check(name, location.child(name).key(), context)
    },
    Response({ headers }: Node, context: Context) {
      const location = context.location.child("headers")
      for (const [name] of nodesIn(headers)) check(name, location.child(name).key(), context)
    },
  }
}
