/** The rule that an operation documents how it refuses a request that its schema rejects. */
import { keywordsOf } from "../../contracts/spec/keywords.ts"
import { type Context, type Node, nodesIn } from "./context.ts"

/** Statuses and ranges that document the refusal of a malformed request. */
const refusals = ["400", "422", "4XX", "default"]

export const refusalIsDocumented = () => ({
  Operation({ requestBody, responses }: Node, { location, report, resolve }: Context) {
    const follow = { resolve: (node: Node[string] | undefined) => resolve(node).node ?? {} }
    const body = follow.resolve(requestBody)
    const keywords = nodesIn(body.content).flatMap(([, { schema }]) => keywordsOf(follow, follow.resolve(schema)))
    const reason = body.required === true ? "its body is required" : keywords[0]?.keyword
    if (reason === undefined || nodesIn(responses).some(([status]) => refusals.includes(status))) return
    const message = `A request can be refused (${reason}), and no answer says how: document a 400 or a 422.`
    report({ message, location: location.child("responses").key() })
  },
})
