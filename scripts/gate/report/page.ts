import type { GateReport } from "./report.ts"
export const page = (_: GateReport): string => ""
