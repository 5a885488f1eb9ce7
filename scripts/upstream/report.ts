/** The result for a terminal, an issue and a program. */
import type { Place } from "../../contracts/spec/specs.ts"
import type { Change } from "./difference.ts"
import type { Read } from "./read.ts"

const changed = ({ subject, recorded, published }: Change): string => {
  if (recorded === undefined) return `${subject} is new: ${published}`
  if (published === undefined) return `${subject} is gone; recorded: ${recorded}`
  return `${subject} is now ${published}; recorded: ${recorded}`
}

const at = ({ file, line, column }: Place) => `${file}:${line}:${column}`

/** `acme exchange: request field temp_token is now string, optional; recorded: …`, its place and its page. */
export const lineOf = (change: Change): string =>
  `${change.provider} ${change.page}: ${changed(change)}; ${at(change.place)}; ${change.url}`

export const unreadLine = ({ page, unread }: Read): string =>
  `${page.provider} ${page.name}: the page was not read, it ${unread}; ${at(page.named)}; ${page.url}`

/** What to do about a page that is not recorded. */
export const unrecordedLine = ({ page }: Read): string =>
  `${page.provider} ${page.name}: not recorded yet: run npm run upstream -- --record --provider ${page.provider}; ${at(page.named)}; ${page.url}`

export interface Report {
  readonly changes: ReadonlyArray<Change>
  readonly unread: ReadonlyArray<{
    readonly provider: string
    readonly page: string
    readonly url: string
    readonly because: string
  }>
  readonly unrecorded: ReadonlyArray<{ readonly provider: string; readonly page: string; readonly url: string }>
  /** How many pages were read. */
  readonly pages: number
  /** How many facts they have. */
  readonly facts: number
}

export const reportOf = (reads: ReadonlyArray<Read>): Report => ({
  changes: reads.flatMap(({ changes }) => changes),
  unread: reads.flatMap(({ page: { provider, name, url }, unread }) =>
    unread === undefined ? [] : [{ provider, page: name, url, because: unread }],
  ),
  unrecorded: reads.flatMap(({ page: { provider, name, url }, isUnrecorded }) =>
    isUnrecorded ? [{ provider, page: name, url }] : [],
  ),
  pages: reads.filter(({ unread }) => unread === undefined).length,
  facts: reads.reduce((sum, { facts = {} }) => sum + Object.keys(facts).length, 0),
})

/** Code spans, so that a vendor's page can neither mention users nor create links. */
export const markdownOf = ({ changes, unread, unrecorded, pages, facts }: Report): string => {
  const cell = (text = "") => (text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``)
  const rows = changes.map(
    ({ provider, page, url, subject, recorded, published, place }) =>
      `| [${provider} ${page}](${url}) | ${cell(subject)} | ${cell(recorded)} | ${cell(published)} | ${cell(at(place))} |`,
  )
  return [
    "# Published facts",
    "",
    changes.length === 0
      ? `Nothing differs from what was recorded: ${facts} facts on ${pages} pages.`
      : `What the vendors publish differs from what was recorded (\`specs/published.json\`): ${changes.length} of their facts.`,
    ...(rows.length === 0
      ? []
      : [
          "",
          "| page | fact | recorded | published | in our specs |",
          "| --- | --- | --- | --- | --- |",
          ...rows,
          "",
          "For each: change the spec, its sources and the recorded exchanges if the fact changes what callers see; then",
          "`npm run upstream -- --record` records what the pages say now.",
        ]),
    ...(unread.length === 0 ? [] : ["", "Not read, so not compared:", ""]),
    ...unread.map(({ provider, page, url, because }) => `- [${provider} ${page}](${url}) ${because}`),
    ...(unrecorded.length === 0 ? [] : ["", "Not recorded yet, so not compared:", ""]),
    ...unrecorded.map(
      ({ provider, page, url }) =>
        `- [${provider} ${page}](${url}): \`npm run upstream -- --record --provider ${provider}\``,
    ),
    "",
  ].join("\n")
}
