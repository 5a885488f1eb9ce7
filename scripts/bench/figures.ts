/** The report's figures, in Markdown. */
import type { Spread } from "./spread.ts"

/** `2.31 (2.25–2.40)`: the median, and the range of the middle half of the rounds. */
export const withSpread = ({ median, low, high }: Spread, digits = 2): string =>
  `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`

/** Whether a target is met in this run, as one line of a list. */
export const target = (claim: string, holds: boolean, found: string): string =>
  `- ${holds ? "holds" : "**does not hold**"}: ${claim}. Found: ${found}.`
