/**
 * What the simulated providers answer by themselves, unforced, is what the specs document: status, headers, body.
 */
import { expect, test } from "@playwright/test"
import { createTokenExchange } from "../../src/index.ts"
import { createSimulator } from "../../src/testing.ts"
import { observe, parsed, type Received } from "../evidence/exchange.ts"
import { keep } from "../evidence/kept.ts"
import { contracts } from "../providers.ts"
import { cellName } from "../spec/claims.ts"
import { headerValue, judgeOf } from "../spec/judge.ts"
import { type Answer, type Operation, readSpecs, type Spec } from "../spec/specs.ts"

for (const spec of await readSpecs()) {
  const { provider } = spec
  for (const [answer, scene] of Object.entries(contracts.get(provider)?.scenes ?? {})) {
    const title = cellName.scene(provider, answer)
    test(title, async () => {
      const simulator = createSimulator({ [provider]: scene.options ?? {} })
      const { fetch, exchanges } = observe(simulator.fetch)
      // The settings, clients and simulated providers of a name have each its own type: here any provider is played.
      const simulated: { readonly journal: ReadonlyArray<Journaled> } = Object(Reflect.get(simulator, provider))
      const clientWith = (settings: object): unknown => {
        const known = Object(Reflect.get(simulator.settings, provider))
        return Reflect.get(createTokenExchange({ fetch, ...{ [provider]: { ...known, ...settings } } }), provider)
      }
      const post = (body: string, contentType = "application/json") => {
        const { path, method } = operationOf(spec, scene.operation)
        const init = { method: method.toUpperCase(), headers: { "content-type": contentType }, body }
        return fetch(`${spec.servers[0]}${path}`, init)
      }
      await scene.play({ client: clientWith({}), clientWith, simulated, post } as never)
      const { journal } = simulated
      expect(journal.at(-1)).toMatchObject({ answer, operation: scene.operation })
      expect(journal.length).toBe(exchanges.length)
      for (const [index, exchange] of exchanges.entries()) {
        const operation = operationOf(spec, journal[index]?.operation)
        if (exchange.answer === undefined) throw new Error(`${provider} gave no whole answer.`)
        holdDocumented(spec, operation, exchange.answer)
        keep(operation, exchange, exchange === exchanges.at(-1) ? { shows: [title] } : {})
      }
    })
  }
}

/** What a simulated provider writes down of a request. */
interface Journaled {
  readonly operation?: string
  readonly answer: string
}

function operationOf({ provider, operations }: Spec, operationId: string | undefined): Operation {
  const operation = operations.find((one) => one.operationId === operationId)
  if (operation === undefined) throw new Error(`The spec of ${provider} has no operation ${operationId}.`)
  return operation
}

function holdDocumented(spec: Spec, operation: Operation, { status, headers, body }: Received): void {
  const documented = operation.answers.find((answer) => answer.status === String(status))
  expect(documented, `status ${status} is documented`).toBeDefined()
  for (const { name, required, schema } of documented?.headers ?? []) {
    const value = headers.get(name)
    if (required) expect(value, `header ${name}`).not.toBeNull()
    if (value !== null) expect(judgeOf(spec)(schema, headerValue(value, schema)).errors).toEqual([])
  }
  const schema = contentOf(documented, headers)?.schema ?? { not: {} }
  expect(judgeOf(spec)(schema, parsed(body) ?? body).errors).toEqual([])
}

const contentOf = (answer: Answer | undefined, headers: Headers) =>
  answer?.contents.find(({ mediaType }) => headers.get("content-type")?.startsWith(mediaType))
