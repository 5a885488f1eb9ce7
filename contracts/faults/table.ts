/** Every fault: what the server does, and the outcome of each operation, which is one of those in `expected.ts`. */
import type { Fault } from "./table/fault.ts"
import { granted } from "./table/granted.ts"
import { refused } from "./table/refused.ts"
import { unanswered } from "./table/unanswered.ts"

export const faults: ReadonlyArray<Fault> = [...unanswered, ...granted, ...refused]
