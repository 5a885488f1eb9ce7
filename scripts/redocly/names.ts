/** The rule that names which become names in code can, each its own. Any other could be code itself. */
import { items } from "../../contracts/spec/json.ts"
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
  /** An operation, and the names that it takes in code. */
  const claim = (operationId: string, location: Location, context: Context) => {
    check(operationId, location, context)
    const name = identifierOf(operationId)
    const own = [name, `${name}Answers`]
    const other = own.map((one) => operations.get(one)).find((one) => one !== undefined)
    if (other !== undefined) context.report({ message: `In code this name and \`${other}\` would be one.`, location })
    for (const one of own) operations.set(one, operationId)
  }
  const marked = new Map<Node, Location>()
  const used = new Set<Node>()
  return {
    Root: {
      leave(_: Node, { report }: Context) {
        const message =
          "`x-operation-id` names an alternative of a request: put it into a schema of the body's `oneOf`."
        for (const [node, location] of marked) if (!used.has(node)) report({ message, location })
      },
    },
    Schema(schema: Node, { location }: Context) {
      if ("x-operation-id" in schema) marked.set(schema, location.child("x-operation-id").key())
    },
    Operation({ operationId }: Node, context: Context) {
      if (operationId !== undefined) claim(String(operationId), context.location.child("operationId"), context)
    },
    RequestBody({ content }: Node, context: Context) {
      for (const [mediaType, { schema }] of nodesIn(content)) {
        const location = context.location.child("content").child(mediaType).child("schema")
        const branches = items(context.resolve(schema).node?.oneOf).map((branch) => context.resolve(branch).node ?? {})
        const named = branches.filter((branch) => "x-operation-id" in branch)
        for (const branch of named) {
          used.add(branch)
          claim(String(branch["x-operation-id"]), location, context)
        }
        const message = "Some alternatives have an `x-operation-id`: name all of them, or none."
        if (named.length > 0 && named.length < branches.length) context.report({ message, location })
      }
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
