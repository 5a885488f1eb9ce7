/** Tables in Markdown that are aligned as plain text too. */
import { stripVTControlCharacters } from "node:util"

/** A table whose first column is text. The others are figures, set to the right, unless `figures` says otherwise. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  figures: "figures" | "texts" = "figures",
): string => {
  const isFigure = (column: number) => column > 0 && figures === "figures"
  const widths = head.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? "")].map(width)),
  )
  const line = (cells: ReadonlyArray<string>) =>
    `| ${widths.map((room, column) => pad(cells[column] ?? "", room, isFigure(column))).join(" | ")} |`
  const rule = `| ${widths.map((room, column) => (isFigure(column) ? `${"-".repeat(room - 1)}:` : "-".repeat(room))).join(" | ")} |`
  return [line(head), rule, ...rows.map(line)].join("\n")
}

/** Colours take no room. */
const width = (text: string) => [...stripVTControlCharacters(text)].length

const pad = (text: string, room: number, isFigure: boolean) => {
  const space = " ".repeat(room - width(text))
  return isFigure ? space + text : text + space
}
