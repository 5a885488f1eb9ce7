/**
 * The failures that no documented answer means. Each is provoked in the simulator, and our client fails with its tag.
 */
import type { RedemptionTag } from "../../src/policies.ts"
import { createSimulator, type Fault } from "../../src/testing.ts"
import { failuresOf, operationContract } from "../providers.ts"
import { claimOf } from "../spec/claim.ts"
import { momentOf } from "../spec/moment.ts"
import { phraseOf } from "../spec/sentence.ts"
import { readSpecs, type Spec, type SpecOperation } from "../spec/specs.ts"
import { expect, onTargetsOf, showing, test } from "./test.ts"

interface Provocation {
  readonly fault: Fault
  /** Milliseconds: less than the wait before another attempt. */
  readonly timeout?: number
}

const provocations: { readonly [Tag in RedemptionTag]?: Provocation } = {
  ConnectionFailed: { fault: "refused", timeout: 190 },
  OutcomeUnknown: { fault: "reset-after-send", timeout: 190 },
  RateLimited: { fault: "too-many-requests", timeout: 900 },
  ProviderUnavailable: { fault: "unavailable" },
  UnexpectedResponse: { fault: "not-json" },
}
const table = new Map<string, Provocation>(Object.entries(provocations))

for (const spec of await readSpecs()) {
  test.describe(spec.provider, onTargetsOf(spec.provider), () => {
    for (const operation of spec.operations) {
      test.describe(operation.operationId, () => {
        const documented = Object.values(operationContract(operation)?.answers ?? {})
          .flatMap((examples) => Object.values(examples))
          .map(({ _tag }) => _tag)
        for (const tag of failuresOf(operation).filter((one) => !documented.includes(one))) {
          failureTest(spec, operation, tag)
        }
      })
    }
  })
}

function failureTest({ provider, servers }: Spec, operation: SpecOperation, tag: string): void {
  const claim = claimOf(operation, { kind: "failure", name: tag })
  test(phraseOf(claim), showing(claim), async ({ present }) => {
    const provocation = table.get(tag)
    if (provocation === undefined) {
      throw new Error(`contracts/suite/failures.contract.ts does not say what provokes ${tag}.`)
    }
    const wire = operation.request.examples[0]?.value ?? null
    const now = momentOf(wire)
    const simulator = createSimulator({ now })
    const { failNext } = Object(Reflect.get(simulator, provider))
    // Another attempt fails in the same way.
    for (let attempt = 0; attempt < 3; attempt += 1) failNext(provocation.fault)
    const { outcome } = await present(operation, wire, {
      ...provocation,
      baseUrl: servers[0]?.url ?? "",
      now,
      fetch: simulator.fetch,
    })
    expect("_tag" in outcome && outcome._tag).toBe(tag)
  })
}
