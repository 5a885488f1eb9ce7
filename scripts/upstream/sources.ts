/** What `SOURCES.md` says of the vendors' pages: their addresses, and the claims that rest on each. */
import { readdir, readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { root } from "../../contracts/spec/specs.ts"

/** A line that rests on a page. */
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
  /** The claims whose source is this page, and the keys and values of the provider's spec. */
  readonly claims: ReadonlyArray<Line>
  readonly keys: ReadonlyArray<Line & { readonly key: string }>
}

/** The links of each provider's paragraph `Pages: …`, in order. */
export const publishedPages = async (folder: string): Promise<ReadonlyArray<Page>> => {
  const sources = join(folder, "SOURCES.md")
  const file = relative(root, sources)
  const sections = (await readFile(sources, "utf8")).split(/^(?=## )/m)
  const starts = sections.map((_, index) => sections.slice(0, index).join("").split("\n").length)
  const pages = sections.map(async (section, index) => {
    const [, title = ""] = /^## (.+)$/m.exec(section) ?? []
    const provider = title.toLowerCase()
    const lines = section.split("\n").map((text, at) => ({ file, line: (starts[index] ?? 0) + at, text }))
    const keys = await keysOf(folder, provider)
    const from = lines.findIndex(({ text }) => text.startsWith("Pages:"))
    const paragraph = from < 0 ? [] : lines.slice(from)
    return paragraph
      .slice(
        0,
        paragraph.findIndex(({ text }) => text === ""),
      )
      .flatMap(({ line, text }) =>
        [...text.matchAll(/\[([^\]]+)\]\((https:[^)\s]+)\)/g)].map(({ 1: name = "", 2: url = "", index: at }) => ({
          provider,
          name,
          url,
          file: join(folder, "published", `${provider}-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.txt`),
          named: `${file}:${line}:${at + 1}`,
          claims: lines.flatMap((row) => claimFrom(row, name)),
          keys,
        })),
      )
  })
  return (await Promise.all(pages)).flat()
}

/** The claim of a row `| claim | in the spec | source | evidence |` whose source is the page, or all pages. */
const claimFrom = ({ text, ...place }: Line, page: string): ReadonlyArray<Line> => {
  const [, claim, , source = "", evidence] = text.split(/(?<!\\)\|/).map((cell) => cell.trim())
  if (claim === undefined || evidence === undefined) return []
  const rests = /\bpages?\b/.test(source) || source.toLowerCase().includes(page.toLowerCase())
  return rests ? [{ ...place, text: claim }] : []
}

/** Each key, list item and path of a provider's spec. */
const keysOf = async (folder: string, provider: string) => {
  const name = (await readdir(folder)).find((one) => /\.ya?ml$/.test(one) && one.startsWith(`${provider}.`))
  if (name === undefined) return []
  const file = relative(root, join(folder, name))
  const lines = (await readFile(join(folder, name), "utf8")).split("\n")
  return lines.flatMap((text, index) => {
    const [, key] = /^\s*(?:- )?["']?([^\s"']+?)["']?:?$/.exec(text) ?? []
    return key === undefined ? [] : [{ file, line: index + 1, text: text.trim(), key }]
  })
}
