import { forgetEvidence } from "../evidence/kept.ts"

/** Evidence of an earlier run says nothing about this one. */
export default forgetEvidence
