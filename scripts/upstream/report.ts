/** The result for a terminal, an issue and a program. */
import { relative } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import type { Read } from "./compare.ts"
import type { Line, Page } from "./sources.ts"

export interface Report {
  readonly changes: ReadonlyArray<About & { readonly what: string; readonly restingOnIt: ReadonlyArray<Line> }>
  readonly unread: ReadonlyArray<About & { readonly because: string }>
  readonly unrecorded: ReadonlyArray<About>
  /** How many pages were read. */
  readonly pages: number
}

interface About {
  readonly provider: string
  readonly page: string
  readonly url: string
  /** The place of the page in the sources. */
  readonly named: string
  readonly file: string
}

export const reportOf = (reads: ReadonlyArray<Read>): Report => {
  const about = ({ provider, name, url, named, file }: Page): About => ({
    provider,
    page: name,
    url,
    named,
    file: relative(root, file),
  })
  return {
    changes: reads.flatMap(({ page, change }) => (change === undefined ? [] : [{ ...about(page), ...change }])),
    unread: reads.flatMap(({ page, unread }) => (unread === undefined ? [] : [{ ...about(page), because: unread }])),
    unrecorded: reads.flatMap(({ page, isUnrecorded }) => (isUnrecorded ? [about(page)] : [])),
    pages: reads.filter(({ unread }) => unread === undefined).length,
  }
}

const lineText = ({ file, line, text }: Line) => `${file}:${line} ${text}`

const recording = ({ provider }: About) => `npm run upstream -- --record --provider ${provider}`

/** A paragraph for each difference, and a line for each page that could not be compared. */
export const textOf = ({ changes, unread, unrecorded }: Report): string =>
  [
    ...changes.map(({ provider, page, url, file, what, restingOnIt }) =>
      [
        `${provider} ${page}: differs from ${file}; ${url}`,
        what,
        ...restingOnIt.map((line) => `  rests on it: ${lineText(line)}`),
        "",
      ].join("\n"),
    ),
    ...unread.map(
      ({ provider, page, because, named, url }) => `${provider} ${page}: was not read, it ${because}; ${named}; ${url}`,
    ),
    ...unrecorded.map(
      (one) => `${one.provider} ${one.page}: not recorded yet, so not compared: ${recording(one)}; ${one.named}`,
    ),
  ].join("\n")

/** A page's words are in a code block only, so that they can neither mention users nor create links. */
export const markdownOf = ({ changes, unread, unrecorded, pages }: Report): string =>
  [
    "# Published pages",
    "",
    changes.length === 0
      ? `Nothing differs from the kept text: ${pages} pages.`
      : `${changes.length} of the vendors' pages differ from the text that is kept of them. For each: change the spec, its sources and the recorded exchanges if it changes what callers see; then \`npm run upstream -- --record\` keeps what the pages say now.`,
    ...changes.flatMap(({ provider, page, url, file, what, restingOnIt }) => [
      "",
      `## [${provider} ${page}](${url})`,
      "",
      `\`${file}\``,
      "",
      "```diff",
      what,
      "```",
      "",
      ...(restingOnIt.length === 0 ? [] : ["What rests on it:", ""]),
      ...restingOnIt.map(({ file, line, text }) => `- \`${file}:${line}\` ${text}`),
    ]),
    ...(unread.length === 0 ? [] : ["", "Not read, so not compared:", ""]),
    ...unread.map(({ provider, page, url, because }) => `- [${provider} ${page}](${url}) ${because}`),
    ...(unrecorded.length === 0 ? [] : ["", "Not recorded yet, so not compared:", ""]),
    ...unrecorded.map((one) => `- [${one.provider} ${one.page}](${one.url}): \`${recording(one)}\``),
    "",
  ].join("\n")
