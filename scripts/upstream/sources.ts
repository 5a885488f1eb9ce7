/** What `SOURCES.md` says of the vendors' pages: their addresses, and what rests on each. */
import { readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { root } from "../../contracts/spec/specs.ts"

/** A claim, and its line. */
export interface Line {
  readonly file: string
  readonly line: number
  readonly text: string
}

export interface Page {
  readonly provider: string
  /** Its name in the sources: `exchange`, `error codes`. */
  readonly name: string
  readonly url: string
  /** Where its text is kept. */
  readonly file: string
  /** Its place in the sources. */
  readonly named: string
  /** The claims whose source is this page. */
  readonly claims: ReadonlyArray<Line>
}

/** The links of each provider's paragraph `Pages: …`, in order. */
export const publishedPages = async (folder: string): Promise<ReadonlyArray<Page>> => {
  const file = relative(root, join(folder, "SOURCES.md"))
  const texts = (await readFile(join(folder, "SOURCES.md"), "utf8")).split("\n")
  const lines = texts.map((text, index): Line => ({ file, line: index + 1, text }))
  const titles = lines.filter(({ text }) => text.startsWith("## "))
  return titles.flatMap(({ line: start, text: title }, index) => {
    const provider = title.slice(3).toLowerCase()
    const section = lines.slice(start, titles[index + 1]?.line)
    const from = section.findIndex(({ text }) => text.startsWith("Pages:"))
    const paragraph =
      from < 0
        ? []
        : section.slice(
            from,
            section.findIndex(({ text }, at) => at > from && text === ""),
          )
    return paragraph.flatMap(({ line, text }) =>
      [...text.matchAll(/\[([^\]]+)\]\((https:[^)\s]+)\)/g)].map(({ 1: name = "", 2: url = "", index: at }) => ({
        provider,
        name,
        url,
        file: join(folder, "published", `${provider}-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.txt`),
        named: `${file}:${line}:${at + 1}`,
        claims: section.flatMap((row) => claimFrom(row, name)),
      })),
    )
  })
}

/** The claim of a row `| claim | in the spec | source | evidence |` whose source is the page, or all pages. */
const claimFrom = ({ text, ...place }: Line, page: string): ReadonlyArray<Line> => {
  const [, claim, , source = "", evidence] = text.split(/(?<!\\)\|/).map((cell) => cell.trim())
  if (claim === undefined || evidence === undefined) return []
  const rests = /\bpages?\b/.test(source) || source.toLowerCase().includes(page.toLowerCase())
  return rests ? [{ ...place, text: claim }] : []
}

/** The claims that name what a diff changes, else all that rest on the page. */
export const claimsOn = ({ claims }: Page, diff: string): ReadonlyArray<Line> => {
  const wordsBehind = (sign: string) =>
    new Set(diff.split("\n").flatMap((line) => (line.startsWith(sign) ? (line.match(/[\w/]+/g) ?? []) : [])))
  const [was, is] = [wordsBehind("-"), wordsBehind("+")]
  const isChanged = (word: string) => was.has(word) !== is.has(word)
  // Code and numbers: other words are anywhere.
  const named = claims.filter(({ text }) =>
    text.match(/`[^`]+`|\d+/g)?.some((code) => code.match(/[\w/]+/g)?.some(isChanged)),
  )
  return named.length > 0 ? named : claims
}
