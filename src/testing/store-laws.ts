/** The laws that the store of a vault must hold. They need no test runner. */
import { age } from "./store-laws/age.ts"
import { comparing } from "./store-laws/comparing.ts"
import { keys } from "./store-laws/keys.ts"
import type { StoreLaw } from "./store-laws/law.ts"
import { values } from "./store-laws/values.ts"

export type { StoreLaw } from "./store-laws/law.ts"

/**
 * Every law of a store. Hand each a function that opens the store: a law calls it twice or more, and takes all that
 * were opened for handles of the same rows; close them yourself. It uses keys of its own and removes them at its end, so that a store may
 * hold other rows and laws may run at the same time. A broken law rejects and says what it expected and what it saw.
 *
 * @example
 * for (const { name, check } of storeLaws) test(name, () => check(openMyStore))
 */
export const storeLaws: ReadonlyArray<StoreLaw> = [...values, ...comparing, ...keys, ...age]
