/** Every fault: what the server does, and the outcome of each operation from `expected.ts`. */
import type { Fault } from "./table/fault.ts"
import { granted } from "./table/granted.ts"
import { refused } from "./table/refused.ts"
import { unanswered } from "./table/unanswered.ts"

export const faults: ReadonlyArray<Fault> = [...unanswered, ...granted, ...refused]
