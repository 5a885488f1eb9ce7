/**
 * Every operation × documented answer × example, forced from the target: the answer matches the spec, and our client
 * turns it into exactly one token set or tag.
 */
import { expectedOutcome, fieldsOf } from "../outcome.ts"
import { violationsOf } from "../prism.ts"
import { contractFile, hasClient, operationContract, outcomeName, outcomeOf, tagOf } from "../providers.ts"
import { type Claim, claimOf, outcomeClaim, resultClaim } from "../spec/claim.ts"
import { headerValue, judgeOf } from "../spec/judge.ts"
import { momentOf } from "../spec/moment.ts"
import { phraseOf } from "../spec/sentence.ts"
import {
  askedAs,
  type DocumentedAnswer,
  type Json,
  readSpecs,
  type ShownAnswer,
  type Spec,
  type SpecOperation,
  shownIn,
} from "../spec/specs.ts"
import { readBack, written } from "../spec/wire.ts"
import { expectEqual } from "./expect.ts"
import { expect, onTargetsOf, showing, test } from "./test.ts"

for (const spec of await readSpecs()) {
  test.describe(spec.provider, onTargetsOf(spec.provider), () => {
    for (const operation of spec.operations) {
      test.describe(operation.operationId, () => {
        for (const answer of operation.answers) {
          for (const shown of shownIn(answer)) {
            answerTest(spec, operation, answer, shown)
            if (hasClient(spec.provider)) outcomeTest(spec, operation, answer, shown)
          }
        }
      })
    }
  })
}

function answerTest(spec: Spec, operation: SpecOperation, documented: DocumentedAnswer, shown: ShownAnswer): void {
  const judge = judgeOf(spec)
  const { provider, operationId } = operation
  const { status, headers } = documented
  const wire = written(operation, shownRequest(operation))
  const claim = claimOf(operation, { kind: "answer", status, name: shown.name })
  const { content, value } = shown
  const headerClaims = headers.map(({ name }): Claim => claimOf(operation, { kind: "header", status, name }))
  test(phraseOf(claim), showing(claim, ...headerClaims), async ({ send }) => {
    if (content !== undefined) expect(judge(content.schema, value ?? null).errors).toEqual([])
    const asked = askedAs(operation, status)
    if (asked === undefined) return
    const asking = { prefer: preferOf(asked, shown), ...(content && { accept: content.mediaType }) }
    const answer = await send(operation, { ...wire, headers: { ...wire.headers, ...asking } })
    await test.step("compare status, media type and body with the example", () => {
      expect(violationsOf(answer.headers)).toEqual([])
      expect(answer.status).toBe(asked)
      if (content !== undefined) expect(answer.headers.get("content-type")).toContain(content.mediaType)
      expectEqual(answer.body, value ?? "")
    })
    for (const { name, schema } of headers) {
      await test.step(`compare the header ${name}`, () => {
        const value = answer.headers.get(name)
        expect(value, `header ${name}`).not.toBeNull()
        expect(judge(schema, headerValue(value, schema)).errors, `header ${name}`).toEqual([])
        if (!hasClient(provider)) return
        const stated = operationContract(operation)?.headers?.[status]?.[name]
        expect(value, `${contractFile(provider)}, ${operationId}, header ${name} of ${status}`).toBe(stated)
      })
    }
  })
}

function outcomeTest(spec: Spec, operation: SpecOperation, { status }: DocumentedAnswer, shown: ShownAnswer): void {
  const { provider, operationId } = operation
  const stated = outcomeOf(operation, status, shown.name)
  const row = `${contractFile(provider)}, ${operationId}, ${status} ${shown.name}`
  const claim = outcomeClaim(operation, { status, name: shown.name, outcome: stated && outcomeName(stated) })
  const made = resultClaim(operation, stated && tagOf(stated))
  test(phraseOf(claim), showing(claim, made), async ({ present }) => {
    if (stated === undefined) throw new Error(`${row} is missing: state what the answer means to a caller.`)
    const asked = askedAs(operation, status)
    if (asked === undefined) return
    const wire = shownRequest(operation)
    const redeemed = await present(operation, wire, {
      now: momentOf(wire, shown.value ?? null),
      headers: { prefer: preferOf(asked, shown) },
    })
    await test.step("compare each exchange with the spec", () => {
      // There are several when the answer allows a retry; all are the same.
      const said = "_tag" in redeemed.outcome ? redeemed.outcome.message : "tokens"
      expect(redeemed.exchanges.length, `the client sent no request, and said: ${said}`).toBeGreaterThan(0)
      for (const { request, answer } of redeemed.exchanges) {
        expect(violationsOf(answer?.headers ?? new Headers())).toEqual([])
        expectEqual(readBack(spec, operation, request), wire)
      }
    })
    await test.step(`compare the outcome with ${row}`, () => {
      const answer = { status: asked, body: shown.value }
      expectEqual(fieldsOf(redeemed.outcome), expectedOutcome(row, stated, operation, answer))
    })
  })
}

/** The first documented request of an operation. */
function shownRequest({ request }: SpecOperation): Json {
  return request.examples[0]?.value ?? null
}

/** How a mock is asked for an answer. */
const preferOf = (status: number, { name, content }: ShownAnswer) =>
  `code=${status}${content === undefined ? "" : `, example=${name}`}`
