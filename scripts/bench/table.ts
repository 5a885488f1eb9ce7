/** The report's tables and figures, in Markdown. */
import type { Spread } from "./spread.ts"

/** A table whose first column is text and whose others are figures. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = head.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? "")].map(width)),
  )
  const line = (cells: ReadonlyArray<string>) =>
    `| ${widths.map((room, column) => pad(cells[column] ?? "", room, column > 0)).join(" | ")} |`
  const rule = `| ${widths.map((room, column) => (column > 0 ? `${"-".repeat(room - 1)}:` : "-".repeat(room))).join(" | ")} |`
  return [line(head), rule, ...rows.map(line)].join("\n")
}

const width = (text: string) => [...text].length

const pad = (text: string, room: number, isFigure: boolean) => {
  const space = " ".repeat(room - width(text))
  return isFigure ? space + text : text + space
}

/** `2.31 (2.25–2.40)`: the median, and between which values the middle half of the rounds lies. */
export const withSpread = ({ median, low, high }: Spread, digits = 2): string =>
  `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`

/** `44.8`, from bytes; a kilobyte has 1,000. */
export const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)

/** Whether a target of ours holds in this run, as one line of a list. */
export const target = (claim: string, holds: boolean, found: string): string =>
  `- ${holds ? "holds" : "**does not hold**"}: ${claim}. Found: ${found}.`
