/**
 * Each keyword of each request's schema, satisfied and violated. Ajv checks a case first; then it is sent raw, and the
 * target accepts it or refuses it for that keyword.
 */
import { violates } from "../evidence/shown.ts"
import { type Violation, violationsIn, violationsOf } from "../prism.ts"
import { deriveCases, type KeywordCases } from "../spec/cases.ts"
import { type BodyFault, bodyFaultsOf, type Claim, claimOf } from "../spec/claim.ts"
import { judgeOf } from "../spec/judge.ts"
import { isViolable, type KeywordName } from "../spec/keywords.ts"
import { phraseOf } from "../spec/sentence.ts"
import { answerTo, type Content, type Json, readSpecs, type Spec, type SpecOperation } from "../spec/specs.ts"
import { asRead, placeOf, type WireRequest, written } from "../spec/wire.ts"
import type { Target } from "../target.ts"
import { type Answered, expect, onTargetsOf, showing, test as suite } from "./test.ts"

interface Asked extends Answered {
  /** The target's violations of the request. */
  readonly refusals: ReadonlyArray<Violation>
}

type Ask = (operation: SpecOperation, request: WireRequest) => Promise<Asked>

const test = suite.extend<{ readonly ask: Ask }>({
  ask: async ({ send }, use) => {
    await use(async (operation, request) => {
      // Every valid request is granted; an invalid one is still refused.
      const granted = operation.answers.find(({ status }) => /^2\d\d$/.test(status))
      const headers = { ...request.headers, ...(granted && { prefer: `code=${granted.status}` }) }
      const answer = await send(operation, { ...request, headers })
      const violations = [...violationsOf(answer.headers), ...violationsIn(answer.body)]
      return { ...answer, refusals: violations.filter(({ location }) => location[0] === "request") }
    })
  },
})

for (const spec of await readSpecs()) {
  test.describe(spec.provider, onTargetsOf(spec.provider), () => {
    for (const operation of spec.operations) {
      test.describe(operation.operationId, () => {
        const { schema, examples } = operation.request
        for (const example of examples) exampleTest(spec, operation, example)
        const [example = null, ...others] = examples.map(({ value }) => value)
        for (const cases of deriveCases(spec, schema, example, ...others)) {
          satisfiedTest(spec, operation, cases)
          if (isViolable(operation, cases)) violatedTest(spec, operation, cases)
        }
        if (operation.body?.required) bodyTests(spec, operation, written(operation, example))
      })
    }
  })
}

function exampleTest(spec: Spec, operation: SpecOperation, { name, value }: Content["examples"][number]) {
  const claim = claimOf(operation, { kind: "request", name })
  test(phraseOf(claim), showing(claim), async ({ ask }) => {
    expect(judgeOf(spec)(operation.request.schema, value).errors).toEqual([])
    await expectAcceptance(ask, operation, value)
  })
}

function satisfiedTest(spec: Spec, operation: SpecOperation, { satisfied, ...cases }: KeywordCases) {
  const claim = keywordClaim(operation, cases, "satisfied")
  test(phraseOf(claim), showing(claim), async ({ ask }) => {
    const valid = satisfied.filter((value) => judgeOf(spec)(operation.request.schema, value).valid)
    expect(valid.length, "no derived body satisfies it: show the field in an example of the request").toBeGreaterThan(0)
    for (const value of valid) await expectAcceptance(ask, operation, value)
  })
}

function violatedTest(spec: Spec, operation: SpecOperation, { violated, ...cases }: KeywordCases) {
  const claim = keywordClaim(operation, cases, "violated")
  test(phraseOf(claim), showing(claim), async ({ ask, target }) => {
    const invalid = violated
      .map((value) => ({
        value,
        errors: judgeOf(spec)(operation.request.schema, asRead(spec, operation, value)).errors,
      }))
      .filter(({ errors }) => violates({ valid: false, errors }, cases))
      .sort((one, other) => one.errors.length - other.errors.length)
    expect(invalid.length, "no derived request violates this keyword").toBeGreaterThan(0)
    const answer = await ask(operation, written(operation, invalid[0]?.value ?? null))
    expectRefusal(spec, operation, answer, target)
    // Prism asks for credentials by a status alone.
    if (isCredential(operation, cases)) expect(answer.status).toBe(401)
    else {
      const isNamed = answer.refusals.some((refusal) => isAbout(operation, refusal, cases))
      expect({ isNamed, refusals: answer.refusals }, "what was refused instead").toMatchObject({ isNamed: true })
    }
  })
}

/** Bodies that are rejected before any keyword is checked. */
function bodyTests(spec: Spec, operation: SpecOperation, whole: WireRequest) {
  const typed = { ...whole, headers: { ...whole.headers, "content-type": "text/plain" } }
  const faults: { readonly [Fault in BodyFault]?: readonly [WireRequest, string | number] } = {
    missing: [{ ...whole, body: undefined }, "required"],
    null: [{ ...whole, body: "null" }, "required"],
    "media type": [typed, 415],
  }
  for (const name of bodyFaultsOf(operation)) {
    const [request, code] = faults[name] ?? []
    if (request === undefined) continue
    const claim = claimOf(operation, { kind: "body", name })
    test(phraseOf(claim), showing(claim), async ({ ask, target }) => {
      const answer = await ask(operation, request)
      expectRefusal(spec, operation, answer, target)
      expect(answer.refusals).toContainEqual(expect.objectContaining({ code, location: ["request"] }))
    })
  }
  if (!bodyFaultsOf(operation).includes("malformed")) return
  const claim = claimOf(operation, { kind: "body", name: "malformed" })
  test(phraseOf(claim), showing(claim), async ({ ask, target }) => {
    const { status, body, refusals } = await ask(operation, { ...whole, body: whole.body?.slice(0, -1) })
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

async function expectAcceptance(ask: Ask, operation: SpecOperation, value: Json): Promise<void> {
  const { status, refusals } = await ask(operation, written(operation, value))
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
function isAbout(
  operation: SpecOperation,
  { code, location, message }: Violation,
  { at, keyword, field }: KeywordName,
) {
  const place = placeOf(operation, field ?? at[0])
  const asNamed = (text: string | number) => (place === "header" ? String(text).toLowerCase() : text)
  return (
    code === keyword &&
    location.slice(0, at.length + 2).join(".") === ["request", place, ...at.map(asNamed)].join(".") &&
    (field === undefined || message.includes(`'${asNamed(field)}'`))
  )
}

function isCredential(operation: SpecOperation, { at, field }: KeywordName): boolean {
  return ["authorization", "key"].includes(placeOf(operation, field ?? at[0]))
}
