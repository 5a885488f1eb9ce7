/** Both APIs, for tests that hold them against the same faults. */
export { Dapi } from "../../src/effect.ts"
export { createTokenExchange, type OrphanedOutcome } from "../../src/index.ts"
