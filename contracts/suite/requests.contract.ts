/**
 * Each keyword of each request's schema, satisfied and violated. Ajv checks a case first; then it is sent raw, and the
 * target accepts it or refuses it for that keyword.
 */
import { violates } from "../evidence/shown.ts"
import { type Violation, violationsOf } from "../prism.ts"
import { deriveCases, type KeywordCases } from "../spec/cases.ts"
import { type BodyFault, type Claim, claimOf } from "../spec/claim.ts"
import { judgeOf } from "../spec/judge.ts"
import type { KeywordName } from "../spec/keywords.ts"
import { isJson } from "../spec/requirements.ts"
import { phraseOf } from "../spec/sentence.ts"
import { answerTo, type Content, type Json, readSpecs, type Spec, type SpecOperation } from "../spec/specs.ts"
import type { Target } from "../target.ts"
import { type Answered, expect, onTargetsOf, showing, test as suite } from "./test.ts"

interface Asked extends Answered {
  /** The target's violations of the request. */
  readonly refusals: ReadonlyArray<Violation>
}

type Ask = (operation: SpecOperation, body: string | undefined, contentType: string) => Promise<Asked>

const test = suite.extend<{ readonly ask: Ask }>({
  ask: async ({ send }, use) => {
    await use(async (operation, body, contentType) => {
      // Every valid request is granted; an invalid one is still refused.
      const granted = operation.answers.find(({ status }) => /^2\d\d$/.test(status))
      const headers = granted && { prefer: `code=${granted.status}` }
      const answer = await send(operation, { body, contentType, ...(headers && { headers }) })
      return { ...answer, refusals: violationsOf(answer.headers).filter(({ location }) => location[0] === "request") }
    })
  },
})

for (const spec of await readSpecs()) {
  test.describe(spec.provider, onTargetsOf(spec.provider), () => {
    for (const operation of spec.operations) {
      test.describe(operation.operationId, () => {
        for (const content of operation.body?.contents ?? []) {
          if (!isJson(content.mediaType)) continue
          for (const example of content.examples) exampleTest(spec, operation, content, example)
          const [example = null, ...others] = content.examples.map(({ value }) => value)
          for (const cases of deriveCases(spec, content.schema, example, ...others)) {
            satisfiedTest(spec, operation, content, cases)
            violatedTest(spec, operation, content, cases)
          }
          if (operation.body?.required) bodyTests(spec, operation, content, JSON.stringify(example))
        }
      })
    }
  })
}

function exampleTest(
  spec: Spec,
  operation: SpecOperation,
  content: Content,
  { name, value }: Content["examples"][number],
) {
  const claim = claimOf(operation, { kind: "request", name })
  test(phraseOf(claim), showing(claim), async ({ ask }) => {
    expect(judgeOf(spec)(content.schema, value).errors).toEqual([])
    await expectAcceptance(ask, operation, content, value)
  })
}

function satisfiedTest(spec: Spec, operation: SpecOperation, content: Content, { satisfied, ...cases }: KeywordCases) {
  const claim = keywordClaim(operation, cases, "satisfied")
  test(phraseOf(claim), showing(claim), async ({ ask }) => {
    const valid = satisfied.filter((body) => judgeOf(spec)(content.schema, body).valid)
    expect(valid.length, "no derived body satisfies it: show the field in an example of the request").toBeGreaterThan(0)
    for (const body of valid) await expectAcceptance(ask, operation, content, body)
  })
}

function violatedTest(spec: Spec, operation: SpecOperation, content: Content, { violated, ...cases }: KeywordCases) {
  const claim = keywordClaim(operation, cases, "violated")
  test(phraseOf(claim), showing(claim), async ({ ask, target }) => {
    const invalid = violated
      .map((body) => ({ body, errors: judgeOf(spec)(content.schema, body).errors }))
      .filter(({ errors }) => violates({ valid: false, errors }, cases))
      .sort((one, other) => one.errors.length - other.errors.length)
    expect(invalid.length, "no derived body violates this keyword").toBeGreaterThan(0)
    const answer = await ask(operation, JSON.stringify(invalid[0]?.body), content.mediaType)
    expectRefusal(spec, operation, answer, target)
    expect(answer.refusals.filter((refusal) => isAbout(refusal, cases))).not.toEqual([])
  })
}

/** Bodies that are rejected before any keyword is checked. */
function bodyTests(spec: Spec, operation: SpecOperation, { mediaType }: Content, example: string) {
  const faults: ReadonlyArray<readonly [BodyFault, string | undefined, string, string | number]> = [
    ["missing", undefined, mediaType, "required"],
    ["null", "null", mediaType, "required"],
    ["media type", example, "text/plain", 415],
  ]
  for (const [name, body, sentAs, code] of faults) {
    const claim = claimOf(operation, { kind: "body", name })
    test(phraseOf(claim), showing(claim), async ({ ask, target }) => {
      const answer = await ask(operation, body, sentAs)
      expectRefusal(spec, operation, answer, target)
      expect(answer.refusals).toContainEqual(expect.objectContaining({ code, location: ["request"] }))
    })
  }
  const claim = claimOf(operation, { kind: "body", name: "malformed" })
  test(phraseOf(claim), showing(claim), async ({ ask, target }) => {
    const { status, body, refusals } = await ask(operation, example.slice(0, -1), mediaType)
    expect(status).toBe(400)
    const named = { code: "invalid_json" }
    // Prism has no header for it, and a body of its own.
    if (target === "mock") expect(body).toEqual({ error: expect.objectContaining(named) })
    else expect(refusals).toContainEqual(expect.objectContaining(named))
  })
}

function keywordClaim(
  operation: SpecOperation,
  { satisfied: _, violated: __, ...keyword }: KeywordName & Partial<KeywordCases>,
  how: "satisfied" | "violated",
): Claim {
  return claimOf(operation, { kind: "keyword", ...keyword, how })
}

async function expectAcceptance(ask: Ask, operation: SpecOperation, { mediaType }: Content, body: Json): Promise<void> {
  const { status, refusals } = await ask(operation, JSON.stringify(body), mediaType)
  expect(refusals).toEqual([])
  expect(status).toBeLessThan(300)
}

/** A provider may refuse under 200, with a documented body that says so. */
function expectRefusal(spec: Spec, operation: SpecOperation, { status, body }: Answered, target: Target): void {
  if (status >= 400) return
  expect(target, "only a simulator refuses below 400").toBe("simulator")
  const documented = answerTo(operation, status)?.contents[0]
  expect(judgeOf(spec)(documented?.schema ?? {}, body).errors).toEqual([])
}

/** Whether Prism names this keyword, at this place. A missing field stands in the message. */
function isAbout({ code, location, message }: Violation, { at, keyword, field }: KeywordName): boolean {
  return (
    code === keyword &&
    location.slice(0, at.length + 2).join(".") === ["request", "body", ...at].join(".") &&
    (field === undefined || message.includes(`'${field}'`))
  )
}
