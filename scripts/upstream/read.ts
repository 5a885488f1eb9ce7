/** Reads the published pages, and compares each with its recorded facts. */
import { type Change, changeOf, differences } from "./difference.ts"
import { type Facts, factsOf } from "./facts.ts"
import { fetchPage } from "./fetch.ts"
import type { Page } from "./pages.ts"

/** The recorded facts of each page, by its address. */
export type Recorded = Readonly<Record<string, Facts>>

export interface Read {
  readonly page: Page
  /** Absent where the page could not be read. */
  readonly facts?: Facts
  readonly changes: ReadonlyArray<Change>
  /** Why the page could not be read; this may be temporary. */
  readonly unread?: string
  /** No facts of the page are recorded. */
  readonly isUnrecorded?: true
}

export interface Reading {
  /** Takes the place of every page's host. */
  readonly baseUrl?: string | undefined
  /** Longest wait for one page, in milliseconds. */
  readonly timeout?: number
  readonly onRead?: (read: Read) => void
}

/** All providers in parallel, the pages of each in turn: no host gets two requests at a time. */
export const readPages = async (
  pages: ReadonlyArray<Page>,
  recorded: Recorded,
  { onRead, ...reading }: Reading = {},
): Promise<ReadonlyArray<Read>> => {
  const read = new Map<Page, Read>()
  const ofProvider = Object.values(Object.groupBy(pages, ({ provider }) => provider))
  await Promise.all(
    ofProvider.map(async (own = []) => {
      for (const page of own) {
        const one = await readPage(page, recorded[page.url], reading)
        read.set(page, one)
        onRead?.(one)
      }
    }),
  )
  return pages.flatMap((page) => read.get(page) ?? [])
}

const readPage = async (page: Page, record: Facts | undefined, { baseUrl, timeout }: Reading): Promise<Read> => {
  const address = addressOf(page.url, baseUrl)
  const about = { provider: page.provider, path: page.operation?.path }
  const recorded = record ?? {}
  const known = Object.keys(recorded).length
  const isNow = (published: string) => changeOf(page, { subject: "page", recorded: `${known} facts`, published })

  const fetched = await fetchPage(address, timeout)
  if (fetched.kind === "unread") return { page, changes: [], unread: fetched.because }
  if (fetched.kind !== "read") return { page, changes: [isNow(`${fetched.kind}: it ${fetched.because}`)] }
  let facts = factsOf(fetched.text, about)
  let changes = differences(page, recorded, facts)
  // A site's HTML may have fewer facts than its Markdown, so a difference is checked against the Markdown.
  if (changes.length > 0 && fetched.isHtml && !address.endsWith(".md")) {
    const markdown = await fetchPage(`${address}.md`, timeout)
    const factsOfMarkdown = markdown.kind === "read" ? factsOf(markdown.text, about) : {}
    if (Object.keys(factsOfMarkdown).length > 0) {
      facts = factsOfMarkdown
      changes = differences(page, recorded, facts)
    }
  }
  if (known > 0 && Object.keys(facts).length === 0) {
    return { page, changes: [isNow("unreadable: it shows no document, table or example that this check can read")] }
  }
  return record === undefined ? { page, facts, changes: [], isUnrecorded: true } : { page, facts, changes }
}

/** The page's path, under the given base. */
const addressOf = (url: string, baseUrl: string | undefined): string => {
  if (baseUrl === undefined) return url
  const { pathname, search } = new URL(url)
  return `${baseUrl.replace(/\/$/, "")}${pathname}${search}`
}
