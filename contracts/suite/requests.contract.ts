/**
 * Each keyword of each request's schema, satisfied and violated. Ajv proves a case first; then it is sent raw, and
 * the target accepts it, or refuses it for that very reason.
 */
import { expect, test } from "@playwright/test"
import { violates } from "../evidence/shown.ts"
import { type Violation, violationsOf } from "../prism.ts"
import { deriveCases } from "../spec/cases.ts"
import { bodyFaults, cellName, isJson } from "../spec/claims.ts"
import { judgeOf } from "../spec/judge.ts"
import { wordsOf } from "../spec/keywords.ts"
import { type Json, type Operation, readSpecs, type Spec } from "../spec/specs.ts"
import { type Answered, send } from "./send.ts"
import { target, urlOf } from "./target.ts"

const ask = async (operation: Operation, body: string | undefined, mediaType: string) => {
  // What the spec accepts is granted, whatever it presents; what it refuses is refused all the same.
  const granted = operation.answers.find(({ status }) => /^2\d\d$/.test(status))
  const answer = await send(operation, `${urlOf(operation.provider)}${operation.path}`, {
    method: operation.method.toUpperCase(),
    headers: { "content-type": mediaType, ...(granted && { prefer: `code=${granted.status}` }) },
    body: body ?? null,
  })
  return { ...answer, refusals: violationsOf(answer.headers).filter(({ location }) => location[0] === "request") }
}

/** Dapi says no under 200, too: then the body says so, and is documented. */
const expectRefusal = (spec: Spec, operation: Operation, { status, body }: Answered) => {
  if (status >= 400) return
  expect(target(), "only a simulator refuses below 400").toBe("simulator")
  const documented = operation.answers.find((answer) => answer.status === String(status))?.contents[0]
  expect(judgeOf(spec)(documented?.schema ?? {}, body).errors).toEqual([])
}

for (const spec of await readSpecs()) {
  const judge = judgeOf(spec)
  for (const operation of spec.operations) {
    for (const { mediaType, schema, examples } of operation.body?.contents ?? []) {
      if (!isJson(mediaType)) continue
      const accepted = async (body: Json) => {
        const { status, refusals } = await ask(operation, JSON.stringify(body), mediaType)
        expect(refusals).toEqual([])
        expect(status).toBeLessThan(300)
      }

      for (const { name, value } of examples) {
        const title = cellName.request(operation, name)
        test(title, async () => {
          expect(judge(schema, value).errors).toEqual([])
          await accepted(value)
        })
      }

      for (const { keyword, at, satisfied, violated } of deriveCases(spec, schema, examples[0]?.value ?? null)) {
        const good = cellName.keyword(operation, at, keyword, "satisfied")
        test(good, async () => {
          const proven = satisfied.filter((body) => judge(schema, body).valid)
          expect(proven.length, "no derived body satisfies the schema").toBeGreaterThan(0)
          for (const body of proven) await accepted(body)
        })

        const bad = cellName.keyword(operation, at, keyword, "violated")
        test(bad, async () => {
          const [name, field] = wordsOf(keyword)
          const proven = violated
            .map((body) => ({ body, errors: judge(schema, body).errors }))
            .filter(({ errors }) => violates({ valid: false, errors }, at, keyword))
            .sort((one, other) => one.errors.length - other.errors.length)
          expect(proven.length, "no derived body violates this keyword").toBeGreaterThan(0)
          const answer = await ask(operation, JSON.stringify(proven[0]?.body), mediaType)
          expectRefusal(spec, operation, answer)
          expect(answer.refusals.filter((refusal) => isAbout(refusal, at, name, field))).not.toEqual([])
        })
      }

      if (!operation.body?.required) continue
      const example = JSON.stringify(examples[0]?.value)
      const faults: ReadonlyArray<readonly [string, string | undefined, string, string | number]> = [
        [bodyFaults.missing, undefined, mediaType, "required"],
        [bodyFaults.null, "null", mediaType, "required"],
        [bodyFaults.mediaType, example, "text/plain", 415],
      ]
      for (const [how, body, sentAs, code] of faults) {
        const title = cellName.body(operation, how)
        test(title, async () => {
          const answer = await ask(operation, body, sentAs)
          expectRefusal(spec, operation, answer)
          expect(answer.refusals).toContainEqual(expect.objectContaining({ code, location: ["request"] }))
        })
      }
      const malformed = cellName.body(operation, bodyFaults.malformed)
      test(malformed, async () => {
        const { status, body, refusals } = await ask(operation, example.slice(0, -1), mediaType)
        expect(status).toBe(400)
        const saying = { code: "invalid_json" }
        // Prism has no header for it, and a body of its own.
        if (target() === "mock") expect(body).toEqual({ error: expect.objectContaining(saying) })
        else expect(refusals).toContainEqual(expect.objectContaining(saying))
      })
    }
  }
}

/** Whether Prism names this keyword, at this place. A missing field stands in the message. */
const isAbout = (
  { code, location, message }: Violation,
  at: ReadonlyArray<string | number>,
  keyword: string | undefined,
  field: string | undefined,
): boolean =>
  code === keyword &&
  location.slice(0, at.length + 2).join(".") === ["request", "body", ...at].join(".") &&
  (field === undefined || message.includes(`'${field}'`))
