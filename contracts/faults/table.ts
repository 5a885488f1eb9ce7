/**
 * Every fault, and what each operation makes of it. `does` is what the server does; `comesTo` is one of the outcomes of
 * `expected.ts`.
 */
import type { Fault } from "./table/fault.ts"
import { granted } from "./table/granted.ts"
import { refused } from "./table/refused.ts"
import { unanswered } from "./table/unanswered.ts"

/** Every fault × every operation. */
export const faults: ReadonlyArray<Fault> = [...unanswered, ...granted, ...refused]
