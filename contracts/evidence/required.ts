/**
 * Every claim that a run must show, on each target. A row of a record whose source is gone remains a claim, which
 * nothing can show: so everything that is removed is reported by name.
 */
import {
  clientOperations,
  contractFile,
  contracts,
  failuresOf,
  hasClient,
  operationContract,
  outcomeName,
} from "../providers.ts"
import { citedExchanges, nameOf, recordedExchanges, sourcesFile } from "../recorded.ts"
import { claimOf, stepClaim } from "../spec/claim.ts"
import { flowsFile, readFlows } from "../spec/flows.ts"
import { pathOf, type Requirement, requirementsOf, type Stated } from "../spec/requirements.ts"
import { findOperation, type Place, readSpecs, type Spec, type SpecOperation } from "../spec/specs.ts"
import { type Target, targets } from "../target.ts"

/** A claim on one target. */
export interface TargetRequirement extends Requirement {
  readonly target: Target
  /** A recorded exchange that no source cites counts as not shown. */
  readonly isUncited?: boolean
}

/** Everything that a run must show. */
export const readRequirements = async (): Promise<ReadonlyArray<TargetRequirement>> => {
  const specs = await readSpecs()
  return [...specs.flatMap(onTargets), ...failures(specs), ...recordings(specs), ...(await steps()), ...scenes(specs)]
}

/** The top of a file. */
const startOf = (file: string): Place => ({ file, line: 1, column: 1 })

/** A spec without a client has a mock and no simulator. */
const onTargets = (spec: Spec): ReadonlyArray<TargetRequirement> => {
  const required = requirementsOf(spec, statedOf)
  return targets
    .filter((target) => target === "mock" || hasClient(spec.provider))
    .flatMap((target) => required.map((one) => ({ ...one, target })))
}

/** The rows that a provider's record states about an operation; nothing if the provider has no client. */
const statedOf = (operation: SpecOperation): Stated | undefined => {
  const stated = operationContract(operation)
  if (stated === undefined) return undefined
  const { requests = [], answers = {}, headers = {} } = stated
  return {
    file: contractFile(operation.provider),
    requests,
    answers: rowsOf(answers).map(({ value, ...row }) => ({ ...row, outcome: outcomeName(value) })),
    headers: rowsOf(headers),
  }
}

const rowsOf = <Value>(table: { readonly [status: string]: { readonly [name: string]: Value } }) =>
  Object.entries(table).flatMap(([status, rows]) =>
    Object.entries(rows).map(([name, value]) => ({ status, name, value })),
  )

const failures = (specs: ReadonlyArray<Spec>): ReadonlyArray<TargetRequirement> =>
  clientOperations.flatMap((one) => {
    const found = findOperation(specs, one)
    const file = contractFile(one.provider)
    return failuresOf(one).map((name) => ({
      claim: claimOf(one, { kind: "failure", name }),
      place: found === undefined ? startOf(file) : found.spec.place(pathOf(found.operation)),
      advice: `No answer of ${file} and no fault of contracts/suite/failures.contract.ts comes to it.`,
      target: "simulator",
    }))
  })

/** Recorded exchanges are read by a spec, whatever the target: the mock stands for it. */
const recordings = (specs: ReadonlyArray<Spec>): ReadonlyArray<TargetRequirement> => {
  const recorded = new Map(recordedExchanges().map((one) => [one.file, one]))
  const cited = citedExchanges()
  const operations = specs.flatMap(({ operations }) => operations)
  return [...new Set([...recorded.keys(), ...cited.keys()])].map((file) => {
    const line = cited.get(file)
    const owner =
      recorded.get(file) ??
      operations.find((one) => file.startsWith(`contracts/recorded/${one.provider}-${one.operationId}-`)) ??
      nobody
    return {
      claim: claimOf(owner, { kind: "recorded", name: nameOf(file, owner) }),
      place: line === undefined ? startOf(file) : { file: sourcesFile, line, column: 1 },
      advice: !recorded.has(file)
        ? `${sourcesFile} cites ${file}, which is gone: restore it.`
        : line === undefined
          ? `Cite ${file} in ${sourcesFile}, beside the claim that it supports.`
          : "Nothing in contracts/suite/recorded.contract.ts has shown it: its test is gone, or fails.",
      ...(line === undefined && { isUncited: true }),
      target: "mock",
    }
  })
}

/** The provider and operation in the name of a file whose operation no spec has. */
const nobody = { provider: "unknown", operationId: "unknown" }

const steps = async (): Promise<ReadonlyArray<TargetRequirement>> => {
  const written = (await readFlows()).flatMap(({ workflowId, steps }) => steps.map((step) => ({ ...step, workflowId })))
  const stated = [...contracts].flatMap(([provider, { flows }]) =>
    Object.entries(flows).flatMap(([workflowId, answers]) =>
      Object.entries(answers).map(([stepId, answer]) => ({ provider, workflowId, stepId, answer })),
    ),
  )
  const isSame = (one: StepName) => (other: StepName) =>
    one.provider === other.provider && one.workflowId === other.workflowId && one.stepId === other.stepId
  const required: ReadonlyArray<Requirement> = [
    ...written.map((step) => {
      const answer = stated.find(isSame(step))?.answer
      const advice =
        answer === undefined
          ? `State in ${contractFile(step.provider)} which answer the step comes to.`
          : "Nothing in contracts/suite/flows.contract.ts has shown it: its test is gone, or fails."
      return { claim: stepClaim(step.workflowId, step, answer), place: step.place, advice }
    }),
    ...stated
      .filter((row) => !written.some(isSame(row)))
      .map(({ answer, ...row }) => ({
        claim: stepClaim(row.workflowId, { ...row, operationId: nobody.operationId }, answer),
        place: startOf(contractFile(row.provider)),
        advice: `${contractFile(row.provider)} states it, and ${flowsFile} no longer has it: restore it there, or remove the line.`,
      })),
  ]
  return targets.flatMap((target) =>
    required.filter(({ claim }) => target === "mock" || hasClient(claim.provider)).map((one) => ({ ...one, target })),
  )
}

interface StepName {
  readonly provider: string
  readonly workflowId: string
  readonly stepId: string
}

const scenes = (specs: ReadonlyArray<Spec>): ReadonlyArray<TargetRequirement> =>
  [...contracts].flatMap(([provider, contract]) =>
    Object.entries(contract.scenes).map(([name, { operation }]) => ({
      claim: { provider, operation, kind: "scene", name },
      place: startOf(contractFile(provider)),
      advice: specs.some((spec) => spec.provider === provider)
        ? "Nothing in contracts/suite/simulator.contract.ts has shown it: its test is gone, or fails."
        : `There is no specs/${provider}.yaml.`,
      target: "simulator",
    })),
  )
