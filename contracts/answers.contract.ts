/**
 * Every operation × documented answer × example, forced from the target: it comes back as the spec says, and our client
 * turns it into exactly one token set or tag.
 */
import { expect, test } from "@playwright/test"
import { type Json, readSpecs } from "../scripts/specs.ts"
import { hasClient, plain, redeem } from "./clients.ts"
import { obligation } from "./coverage.ts"
import { met } from "./evidence.ts"
import { momentOf } from "./moment.ts"
import { expectedOutcome, outcomes } from "./outcomes.ts"
import { patience, violationsOf } from "./prism.ts"
import { judgeOf } from "./schema.ts"
import { urlOf } from "./target.ts"

for (const spec of await readSpecs()) {
  const judge = judgeOf(spec)
  for (const operation of spec.operations) {
    const { provider, operationId } = operation
    const request = operation.body?.contents[0]
    const body = request?.examples[0]?.value ?? null
    const rows = new Map(Object.entries(outcomes[provider]?.[operationId] ?? {}))

    for (const { status, headers, contents } of operation.answers) {
      for (const { mediaType, schema, examples } of contents) {
        for (const example of examples) {
          const prefer = { prefer: `code=${status}, example=${example.name}` }
          const documented = obligation.example(operation, status, example.name)
          test(documented, async () => {
            expect(judge(schema, example.value).errors).toEqual([])
            // A mock cannot be asked for `4XX` or `default`.
            if (!/^\d+$/.test(status)) return met(documented)
            const response = await fetch(`${urlOf(provider)}${operation.path}`, {
              method: operation.method.toUpperCase(),
              headers: { ...prefer, "content-type": request?.mediaType ?? "application/json", accept: mediaType },
              body: request === undefined ? null : JSON.stringify(body),
              signal: AbortSignal.timeout(patience),
            })
            expect(violationsOf(response.headers)).toEqual([])
            expect(response.status).toBe(Number(status))
            expect(response.headers.get("content-type")).toContain(mediaType)
            for (const header of headers) {
              const value = response.headers.get(header.name)
              expect(value, `header ${header.name}`).not.toBeNull()
              expect(judge(header.schema, typed(value, header.schema.type)).errors, `header ${header.name}`).toEqual([])
            }
            const text = await response.text()
            const value: Json = mediaType.includes("json") ? JSON.parse(text) : text
            expect(value).toEqual(example.value)
            met(documented)
          })

          if (!hasClient(provider)) continue
          const row = rows.get(`${status} ${example.name}`)
          rows.delete(`${status} ${example.name}`)
          const outcome = obligation.outcome(operation, status, example.name)
          test(`${outcome}: ${row?._tag ?? row?.provider}`, async () => {
            if (row === undefined) {
              throw new Error(
                `contracts/outcomes.ts has no row "${status} ${example.name}" for ${provider} ${operationId}.`,
              )
            }
            const redeemed = await redeem(operation, body, {
              baseUrl: urlOf(provider),
              now: momentOf(body, example.value),
              headers: prefer,
            })
            for (const response of redeemed.responses) expect(violationsOf(response.headers)).toEqual([])
            // Once, or again where the answer allows it; the same each time.
            expect(redeemed.requests.length).toBeGreaterThan(0)
            for (const sent of redeemed.requests) expect(sent.body).toEqual(body)
            expect(plain(redeemed.outcome)).toEqual(expectedOutcome(row, operation, Number(status), example.value))
            met(outcome)
          })
        }
      }
    }

    for (const row of hasClient(provider) ? rows.keys() : []) {
      test(`${provider} ${operationId}: ${row} has an example`, () => {
        throw new Error(`contracts/outcomes.ts has a row "${row}", and ${spec.file} no such example.`)
      })
    }
  }
}

/** A header's text as the value that its schema speaks of. */
function typed(text: string | null, type: Json | undefined): Json {
  if (type === "integer" || type === "number") return Number(text)
  return type === "boolean" ? text === "true" : text
}
