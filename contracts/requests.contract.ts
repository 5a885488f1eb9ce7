/**
 * Each keyword of each request's schema, satisfied and violated. Ajv proves a case first; then it is sent raw, and
 * the target accepts it, or refuses it for that very reason.
 */
import { expect, test } from "@playwright/test"
import { type Json, type Operation, readSpecs, type Spec } from "../scripts/specs.ts"
import { hasClient } from "./clients.ts"
import { isJson, obligation } from "./coverage.ts"
import { met } from "./evidence.ts"
import { deriveCases } from "./keywords.ts"
import { requests } from "./outcomes.ts"
import { patience, type Violation, violationsOf } from "./prism.ts"
import { judgeOf } from "./schema.ts"
import { target, urlOf } from "./target.ts"

const send = async (operation: Operation, body: string | undefined, mediaType: string) => {
  // What the spec accepts is granted, whatever it presents; what it refuses is refused all the same.
  const granted = operation.answers.find(({ status }) => /^2\d\d$/.test(status))
  const response = await fetch(`${urlOf(operation.provider)}${operation.path}`, {
    method: operation.method.toUpperCase(),
    headers: { "content-type": mediaType, ...(granted && { prefer: `code=${granted.status}` }) },
    body: body ?? null,
    signal: AbortSignal.timeout(patience),
  })
  const refusals = violationsOf(response.headers).filter(({ location }) => location[0] === "request")
  return { status: response.status, refusals, text: await response.text() }
}

/** Dapi says no under 200, too: then the body says so, and is documented. */
const expectRefusal = (spec: Spec, operation: Operation, { status, text }: Awaited<ReturnType<typeof send>>) => {
  if (status >= 400) return
  expect(target(), "only a simulator refuses below 400").toBe("simulator")
  const documented = operation.answers.find((answer) => answer.status === String(status))?.contents[0]
  expect(judgeOf(spec)(documented?.schema ?? {}, JSON.parse(text)).errors).toEqual([])
}

for (const spec of await readSpecs()) {
  const judge = judgeOf(spec)
  for (const operation of spec.operations) {
    if (hasClient(operation.provider)) {
      test(`${operation.provider} ${operation.operationId}: requests are those in the outcome table`, () => {
        const examples = operation.body?.contents.flatMap((content) => content.examples.map(({ name }) => name)) ?? []
        const stated = requests[operation.provider]?.[operation.operationId] ?? []
        expect(new Set(examples)).toEqual(new Set(stated))
      })
    }
    for (const { mediaType, schema, examples } of operation.body?.contents ?? []) {
      if (!isJson(mediaType)) continue
      const accepted = async (body: Json) => {
        const { status, refusals } = await send(operation, JSON.stringify(body), mediaType)
        expect(refusals).toEqual([])
        expect(status).toBeLessThan(300)
      }

      for (const { name, value } of examples) {
        const title = obligation.request(operation, name)
        test(title, async () => {
          expect(judge(schema, value).errors).toEqual([])
          await accepted(value)
          met(title)
        })
      }

      for (const { keyword, at, satisfied, violated } of deriveCases(spec, schema, examples[0]?.value ?? null)) {
        const good = obligation.keyword(operation, at, keyword, "satisfied")
        test(good, async () => {
          const proven = satisfied.filter((body) => judge(schema, body).valid)
          expect(proven.length, "no derived body satisfies the schema").toBeGreaterThan(0)
          for (const body of proven) await accepted(body)
          met(good)
        })

        const bad = obligation.keyword(operation, at, keyword, "violated")
        test(bad, async () => {
          const [name, field] = keyword.replace(/^(allOf\.\d+\.)+/, "").split(" ")
          const proven = violated
            .map((body) => ({ body, errors: judge(schema, body).errors }))
            .filter(({ errors }) =>
              errors.some(
                (error) =>
                  error.keyword === name &&
                  error.instancePath === pointer(at) &&
                  (field === undefined || error.params.missingProperty === field),
              ),
            )
            .sort((one, other) => one.errors.length - other.errors.length)
          expect(proven.length, "no derived body violates this keyword").toBeGreaterThan(0)
          const answer = await send(operation, JSON.stringify(proven[0]?.body), mediaType)
          expectRefusal(spec, operation, answer)
          expect(answer.refusals.filter((refusal) => isAbout(refusal, at, name, field))).not.toEqual([])
          met(bad)
        })
      }

      if (!operation.body?.required) continue
      const example = JSON.stringify(examples[0]?.value)
      const faults: ReadonlyArray<readonly [string, string | undefined, string, string | number]> = [
        ["body missing refused", undefined, mediaType, "required"],
        ["body null refused", "null", mediaType, "required"],
        ["media type refused", example, "text/plain", 415],
      ]
      for (const [how, body, sentAs, code] of faults) {
        const title = obligation.body(operation, how)
        test(title, async () => {
          const answer = await send(operation, body, sentAs)
          expectRefusal(spec, operation, answer)
          expect(answer.refusals).toContainEqual(expect.objectContaining({ code, location: ["request"] }))
          met(title)
        })
      }
      const malformed = obligation.body(operation, "body malformed refused")
      test(malformed, async () => {
        const { status, text, refusals } = await send(operation, example.slice(0, -1), mediaType)
        expect(status).toBe(400)
        const saying = { code: "invalid_json" }
        // Prism has no header for it, and a body of its own.
        if (target() === "mock") expect(JSON.parse(text)).toEqual({ error: expect.objectContaining(saying) })
        else expect(refusals).toContainEqual(expect.objectContaining(saying))
        met(malformed)
      })
    }
  }
}

const pointer = (at: ReadonlyArray<string | number>) =>
  at.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

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
