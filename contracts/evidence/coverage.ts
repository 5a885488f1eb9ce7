/**
 * Every cell that a run must show, on each target, and which of them the last run has shown. What is stated in a table
 * and no longer stands in its source is a cell that nothing can show: so whatever is taken away is missed by name.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { clientOperations, contractFile, contracts, failuresOf, hasClient, operationContract } from "../providers.ts"
import { citedExchanges, recordedExchanges, sourcesFile } from "../recorded.ts"
import { anyTestOf, type Cell, cellName, cellsOfSpec, pathOf } from "../spec/claims.ts"
import { readFlows } from "../spec/flows.ts"
import { type Place, readSpecs, root, type Spec } from "../spec/specs.ts"
import { flowsFile } from "../suite/flows.ts"
import { type Target, targets } from "../suite/target.ts"
import { type Evidence, readEvidence } from "./kept.ts"
import type { MaskedExchange } from "./masked.ts"

/** A cell on one target, and the exchanges that prove it. */
export interface CoveredCell extends Cell {
  readonly target: Target
  readonly isCovered: boolean
  readonly exchanges: ReadonlyArray<MaskedExchange>
}

type OnTarget = Cell & { readonly target: Target }

/** A file by itself. */
const startOf = (file: string): Place => ({ file, line: 1, column: 1 })

const specCells = (specs: ReadonlyArray<Spec>): ReadonlyArray<OnTarget> =>
  specs.flatMap((spec) => {
    const keys = (table: { readonly [status: string]: object } = {}) =>
      Object.entries(table).flatMap(([status, row]) => Object.keys(row).map((name) => `${status} ${name}`))
    const cells = cellsOfSpec(spec, (operation) => {
      const stated = operationContract(operation)
      return stated && { requests: stated.requests ?? [], answers: keys(stated.answers), headers: keys(stated.headers) }
    })
    // A spec without a client is mocked, and not simulated.
    return targets
      .filter((target) => target === "mock" || hasClient(spec.provider))
      .flatMap((target) => cells.map((cell) => ({ ...cell, target })))
  })

const failureCells = (specs: ReadonlyArray<Spec>): ReadonlyArray<OnTarget> =>
  clientOperations.flatMap((one) => {
    const spec = specs.find(({ provider }) => provider === one.provider)
    const operation = spec?.operations.find(({ operationId }) => operationId === one.operationId)
    return failuresOf(one).map((tag) => ({
      provider: one.provider,
      operation: one.operationId,
      group: "error" as const,
      name: cellName.failure(one, tag),
      test: anyTestOf(one),
      place:
        operation === undefined || spec === undefined
          ? startOf(contractFile(one.provider))
          : spec.place(pathOf(operation)),
      advice: `No answer of ${contractFile(one.provider)} and no fault of contracts/suite/failures.contract.ts has come to it.`,
      target: "simulator" as const,
    }))
  })

const recordedCells = (): ReadonlyArray<OnTarget> => {
  const recorded = new Map(recordedExchanges().map((one) => [one.name, one]))
  const cited = citedExchanges()
  return [...new Set([...recorded.keys(), ...cited.keys()])].map((name) => {
    const [provider = "", operation = ""] = name.split("-")
    const file = `contracts/recorded/${name}.json`
    const line = cited.get(name)
    return {
      provider: recorded.get(name)?.provider ?? provider,
      operation: recorded.get(name)?.operationId ?? operation,
      group: "recorded" as const,
      name: cellName.recorded(name),
      test: cellName.recorded(name),
      place: line === undefined ? startOf(file) : { file: sourcesFile, line, column: 1 },
      advice: !recorded.has(name)
        ? `${sourcesFile} cites ${file}, which is gone: restore it.`
        : line === undefined
          ? `Cite it in ${sourcesFile}, beside the claim that it proves.`
          : "Give it its test back in recorded.contract.ts.",
      target: "mock" as const,
    }
  })
}

const flowCells = async (): Promise<ReadonlyArray<OnTarget>> => {
  const flows = await readFlows()
  const lines = readFileSync(join(root, flowsFile), "utf8").split("\n")
  const placeOf = (id: string): Place => {
    const index = lines.findIndex((line) => line.trim() === `- stepId: ${id}`)
    return { file: flowsFile, line: index + 1 || 1, column: 1 }
  }
  const written = flows.flatMap((flow) => flow.steps.map((step) => ({ ...step, workflowId: flow.workflowId })))
  const stated = [...contracts.values()].flatMap(({ flows }) =>
    Object.entries(flows).flatMap(([workflowId, answers]) =>
      Object.entries(answers).map(([stepId, { status, example }]) => ({
        workflowId,
        stepId,
        answer: `${status} ${example}`,
      })),
    ),
  )
  const isSame = (one: { workflowId: string; stepId: string }) => (other: { workflowId: string; stepId: string }) =>
    one.workflowId === other.workflowId && one.stepId === other.stepId
  const cells = [
    ...stated.map((row) => ({ ...row, step: written.find(isSame(row)) })),
    ...written.filter((step) => !stated.some(isSame(step))).map((step) => ({ ...step, step, answer: undefined })),
  ].map(({ workflowId, stepId, answer, step }) => ({
    provider: step?.provider ?? workflowId.split("-")[0] ?? "",
    operation: step?.operationId ?? "",
    group: "flow" as const,
    name: cellName.step(workflowId, stepId, answer ?? "as nothing states"),
    test: cellName.flow(workflowId),
    place: placeOf(stepId),
    advice:
      step === undefined
        ? `A record of contracts/providers/ states it, and ${flowsFile} no longer has it: restore it there, or remove the line.`
        : answer === undefined
          ? "State in contracts/providers/ which answer the step comes to."
          : "Give it its test back in flows.contract.ts.",
  }))
  return targets.flatMap((target) => cells.map((cell) => ({ ...cell, target })))
}

const sceneCells = (): ReadonlyArray<OnTarget> =>
  [...contracts].flatMap(([provider, { scenes }]) =>
    Object.keys(scenes).map((answer) => ({
      provider,
      operation: "as simulated",
      group: "simulator" as const,
      name: cellName.scene(provider, answer),
      test: cellName.scene(provider, answer),
      place: startOf(contractFile(provider)),
      advice: "The simulator can answer so, and no scene of contracts/simulator.contract.ts has shown it.",
      target: "simulator" as const,
    })),
  )

/** As many exchanges of a cell as one wants to look at. */
const most = 3

/** Those that show the fewest other things say most about this one. */
const telling = (evidence: ReadonlyArray<Evidence>): ReadonlyArray<MaskedExchange> => {
  const sorted = evidence.toSorted((one, other) => one.proves.length - other.proves.length)
  const distinct = new Map(sorted.map(({ exchange }) => [JSON.stringify(exchange), exchange]))
  return [...distinct.values()].slice(0, most)
}

/** Every cell by the evidence of the last run, and when that run began; nothing where there was none. */
export const readCells = async (): Promise<
  { readonly begun: Date; readonly cells: ReadonlyArray<CoveredCell> } | undefined
> => {
  const run = readEvidence()
  if (run === undefined) return undefined
  const specs = await readSpecs()
  const required = [
    ...specCells(specs),
    ...failureCells(specs),
    ...recordedCells(),
    ...(await flowCells()),
    ...sceneCells(),
  ]
  const proving = new Map<string, Array<Evidence>>()
  for (const evidence of run.evidence) {
    for (const name of evidence.proves) {
      const key = `${evidence.target} ${name}`
      proving.set(key, [...(proving.get(key) ?? []), evidence])
    }
  }
  const cited = citedExchanges()
  const isCited = ({ group, name }: Cell) =>
    group !== "recorded" || [...cited.keys()].some((one) => cellName.recorded(one) === name)
  const cells = required.map((cell) => {
    const evidence = (proving.get(`${cell.target} ${cell.name}`) ?? []).filter(({ test }) => test.startsWith(cell.test))
    return { ...cell, isCovered: evidence.length > 0 && isCited(cell), exchanges: telling(evidence) }
  })
  return { begun: run.begun, cells }
}
