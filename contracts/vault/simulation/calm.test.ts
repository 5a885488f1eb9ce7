/** Processes that use a vault in virtual time. Half of the profiles; the other half is in `wild.test.ts`, beside this. */
import { testHistories } from "./histories.ts"

testHistories((index) => index % 2 === 0)
