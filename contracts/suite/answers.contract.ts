/**
 * Every operation × documented answer × example, forced from the target: it comes back as the spec says, and our client
 * turns it into exactly one token set or tag.
 */
import { expect, test } from "@playwright/test"
import { parsed } from "../evidence/exchange.ts"
import { expectedOutcome, fieldsOf } from "../outcome.ts"
import { violationsOf } from "../prism.ts"
import { contractFile, hasClient, operationContract, outcomeOf } from "../providers.ts"
import { cellName, isAskable } from "../spec/claims.ts"
import { headerValue, judgeOf } from "../spec/judge.ts"
import { momentOf } from "../spec/moment.ts"
import { readSpecs } from "../spec/specs.ts"
import { expectEqual } from "./expect.ts"
import { present, send } from "./send.ts"
import { urlOf } from "./target.ts"

for (const spec of await readSpecs()) {
  const judge = judgeOf(spec)
  for (const operation of spec.operations) {
    const { provider, operationId } = operation
    const request = operation.body?.contents[0]
    const body = request?.examples[0]?.value ?? null

    for (const { status, headers, contents } of operation.answers) {
      for (const { mediaType, schema, examples } of contents) {
        for (const example of examples) {
          const prefer = { prefer: `code=${status}, example=${example.name}` }
          const documented = cellName.example(operation, status, example.name)
          test(documented, async () => {
            expect(judge(schema, example.value).errors).toEqual([])
            if (!isAskable(status)) return
            const answer = await send(operation, `${urlOf(provider)}${operation.path}`, {
              method: operation.method.toUpperCase(),
              headers: { ...prefer, "content-type": request?.mediaType ?? "application/json", accept: mediaType },
              body: request === undefined ? null : JSON.stringify(body),
            })
            expect(violationsOf(answer.headers)).toEqual([])
            expect(answer.status).toBe(Number(status))
            expect(answer.headers.get("content-type")).toContain(mediaType)
            for (const header of headers) {
              const value = answer.headers.get(header.name)
              expect(value, `header ${header.name}`).not.toBeNull()
              expect(judge(header.schema, headerValue(value, header.schema)).errors, `header ${header.name}`).toEqual(
                [],
              )
              if (!hasClient(provider)) continue
              const stated = operationContract(operation)?.headers?.[status]?.[header.name]
              expect(value, `${contractFile(provider)}, ${operationId}, header ${header.name} of ${status}`).toBe(
                stated,
              )
            }
            expectEqual(answer.body, example.value)
          })

          if (!hasClient(provider)) continue
          const outcome = outcomeOf(operation, status, example.name)
          const row = `${contractFile(provider)}, ${operationId}, ${status} ${example.name}`
          const title = cellName.outcome(operation, status, example.name)
          test(`${title}: ${outcome?._tag ?? outcome?.provider}`, async () => {
            if (outcome === undefined) throw new Error(`${row} is not stated: say what the answer means to a caller.`)
            const redeemed = await present(operation, body, {
              baseUrl: urlOf(provider),
              now: momentOf(body, example.value),
              headers: prefer,
            })
            // Once, or again where the answer allows it; the same each time.
            expect(redeemed.exchanges.length).toBeGreaterThan(0)
            for (const { request, answer } of redeemed.exchanges) {
              expect(violationsOf(answer?.headers ?? new Headers())).toEqual([])
              expectEqual(parsed(request.body), body)
            }
            const answer = { status: Number(status), body: example.value }
            expectEqual(fieldsOf(redeemed.outcome), expectedOutcome(row, outcome, operation, answer))
          })
        }
      }
    }
  }
}
