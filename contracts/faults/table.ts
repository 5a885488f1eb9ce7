/** Every fault: what the server does, and the outcome of each operation from `expected.ts`. */
import type { FaultOperation } from "./operations.ts"
import { done } from "./table/done.ts"
import type { Fault } from "./table/fault.ts"
import { granted } from "./table/granted.ts"
import { refused } from "./table/refused.ts"
import { unanswered } from "./table/unanswered.ts"

export const faults: ReadonlyArray<Fault> = [...unanswered, ...granted, ...done, ...refused]

/** The faults that can happen to an operation. */
export const faultsOf = (operation: FaultOperation): ReadonlyArray<Fault> =>
  faults.filter(({ of: isOf = () => true }) => isOf(operation))
