/** The simulated providers' unforced answers match the specs: status, headers, body. */
import { createTokenExchange } from "../../src/index.ts"
import { createSimulator } from "../../src/testing.ts"
import { judgeAnswer } from "../evidence/answer.ts"
import { observe } from "../evidence/exchange.ts"
import { type AnyScene, contractFile, contracts } from "../providers.ts"
import type { Claim } from "../spec/claim.ts"
import { judgeOf } from "../spec/judge.ts"
import { phraseOf } from "../spec/sentence.ts"
import { readSpecs, type Spec, type SpecOperation } from "../spec/specs.ts"
import { expect, onTargetsOf, showing, test } from "./test.ts"

for (const spec of await readSpecs()) {
  const scenes = Object.entries(contracts.get(spec.provider)?.scenes ?? {})
  test.describe(spec.provider, onTargetsOf(spec.provider), () => {
    for (const [operation, those] of Map.groupBy(scenes, ([, scene]) => scene.operation)) {
      test.describe(operation, () => {
        for (const [answer, scene] of those) sceneTest(spec, answer, scene)
      })
    }
  })
}

/** A simulated provider's journal entry for a request. */
interface Journaled {
  readonly operation?: string
  readonly answer: string
}

function sceneTest(spec: Spec, answer: string, scene: AnyScene): void {
  const { provider } = spec
  const claim: Claim = { provider, operation: scene.operation, kind: "scene", name: answer }
  test(phraseOf(claim), showing(claim), async ({ keep }) => {
    const { stage, simulated, exchanges } = stageOf(spec, scene)
    await test.step("play the scene", () => scene.play(stage))
    const journal: ReadonlyArray<Journaled> = simulated.journal
    expect(journal.at(-1), `the scene "${answer}" of ${contractFile(provider)}`).toMatchObject({
      answer,
      operation: scene.operation,
    })
    expect(journal.length).toBe(exchanges.length)
    for (const [index, exchange] of exchanges.entries()) {
      const operation = operationOf(spec, journal[index]?.operation)
      if (exchange.answer === undefined) throw new Error(`${provider} gave no whole answer.`)
      const { departures, inBody } = judgeAnswer({ spec, judge: judgeOf(spec) }, operation, exchange.answer)
      expect([...departures, ...inBody]).toEqual([])
      await keep(operation, exchange, exchange === exchanges.at(-1) ? { checked: [claim] } : {})
    }
  })
}

/** A simulator of one provider, our client of it, and the exchanges between them. */
function stageOf(spec: Spec, scene: AnyScene) {
  const { provider, servers } = spec
  const simulator = createSimulator({ [provider]: scene.options ?? {} })
  const { fetch, exchanges } = observe(simulator.fetch)
  const simulated = Object(Reflect.get(simulator, provider))
  const known = Object(Reflect.get(simulator.settings, provider))
  const clientWith = (settings: object): unknown =>
    Reflect.get(createTokenExchange({ fetch, ...{ [provider]: { ...known, ...settings } } }), provider)
  const post = (body: string, contentType = "application/json") => {
    const { path, method } = operationOf(spec, scene.operation)
    const headers = { "content-type": contentType }
    return fetch(`${servers[0]?.url}${path}`, { method: method.toUpperCase(), headers, body })
  }
  // Each provider has its own types, which a provider known only by name does not have.
  const stage = { client: clientWith({}), clientWith, simulated, post } as never
  return { stage, simulated, exchanges }
}

function operationOf({ provider, operations }: Spec, operationId: string | undefined): SpecOperation {
  const operation = operations.find((one) => one.operationId === operationId)
  if (operation === undefined) throw new Error(`The spec of ${provider} has no operation ${operationId}.`)
  return operation
}
