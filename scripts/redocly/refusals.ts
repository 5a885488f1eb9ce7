/** The rule that an operation documents how it refuses a request that its schema rejects. */
import { annotationKeywords } from "../../contracts/spec/annotations.ts"
import { type Context, type Node, nodesIn, schemasIn } from "./context.ts"

/** Statuses and ranges that document the refusal of a malformed request. */
const refusals = ["400", "422", "4XX", "default"]

const silent = new Set<string>(["$ref", "properties", ...annotationKeywords])

export const refusalIsDocumented = () => ({
  Operation(operation: Node, context: Context) {
    const { node: body } = context.resolve(operation.requestBody)
    const schemas = nodesIn(body?.content).flatMap(([, { schema }]) => schemasIn(schema, context.location, context))
    const keywords = schemas.flatMap(({ schema }) => Object.keys(schema))
    const reason =
      body?.required === true
        ? "its body is required"
        : keywords.find((keyword) => !silent.has(keyword) && !keyword.startsWith("x-"))
    if (
      reason === undefined ||
      refusals.some((status) => nodesIn(operation.responses).some(([key]) => key === status))
    ) {
      return
    }
    context.report({
      message: `A request can be refused (${reason}), and no answer says how: document a 400 or a 422.`,
      location: context.location.child("responses").key(),
    })
  },
})
