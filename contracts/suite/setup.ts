import { forgetEvidence } from "../evidence/kept.ts"

/** Evidence of an earlier run proves nothing about this one. */
export default forgetEvidence
