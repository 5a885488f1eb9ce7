/** The message and place of a failing test, shortened for a reader. */
import { isAbsolute, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"
import { type Place, root } from "../../../contracts/spec/specs.ts"

/** Limits of a comparison: lines, and characters per line. */
const enough = 12
const wide = 300

const cut = (line: string) => (line.length > wide ? `${line.slice(0, wide).toWellFormed()} …` : line)

const isFrame = (line: string) => /^\s+at /.test(line)

const linesOf = (message: string) => stripVTControlCharacters(message).trim().split("\n")

/** An error message without its stack and the repository's path. */
export const withoutStack = (message: string): string =>
  linesOf(message)
    .filter((line) => !isFrame(line))
    .join("\n")
    .replaceAll(`${root}/`, "")

/** A line with an expected or differing value, not only brackets or counts. */
const tells = (line: string) =>
  /^(Expected|Received|[+-]\s)/.test(line) && /\w/.test(line) && !/^[+-] (Expected|Received)\s+[+-] \d+$/.test(line)

/** The first line of a message and the differences of a comparison, without colours and stack. */
export const briefMessage = (message: string): string => {
  const lines = linesOf(message)
  const [opening = "", ...rest] = lines.slice(0, lines.findIndex(isFrame) >>> 0).map((line) => line.trimEnd())
  // After "Transform failed with 1 error:" the next line has the error.
  const first = opening.endsWith(":") ? `${opening} ${rest.find((line) => line !== "")?.trim() ?? ""}` : opening
  const telling = rest.filter(tells)
  const more = telling.length > enough ? [`and ${telling.length - enough} more lines`] : []
  return [first.replace(/ \/\/ .*$/, ""), ...telling.slice(0, enough), ...more].map(cut).join("; ")
}

/** The first frame of a stack in this repository. */
export const placeIn = (stack: string): Place | undefined =>
  linesOf(stack)
    .filter(isFrame)
    .flatMap((line) => {
      const [, where = "", row, column] = /\(?((?:file:\/\/)?\/[^()]+?):(\d+):(\d+)\)?$/.exec(line) ?? []
      return placeOf(where, Number(row), Number(column)) ?? []
    })[0]

/** A place in this repository, or nothing. `path` is absolute, or relative to `folder`. */
export const placeOf = (path: string, line: number, column: number, folder = root): Place | undefined => {
  if (path === "") return undefined
  const plain = path.startsWith("file:") ? fileURLToPath(path) : path
  const file = relative(root, isAbsolute(plain) ? plain : join(folder, plain))
  return file.startsWith("..") || file.includes("node_modules") ? undefined : { file, line, column }
}
