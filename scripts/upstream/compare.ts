/** Compares pages with their kept text: a plain diff, and the claims that rest on what changed. */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { basename, join, relative } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { fetchPage } from "./fetch.ts"
import { claimsOn, type Line, type Page } from "./sources.ts"
import { linesOf } from "./text.ts"

/** A page that was read, or could not be. */
export interface Read extends Omit<Page, "claims"> {
  /** `away`: the vendor took it away. `unread`: it may be back tomorrow. `unrecorded`: no text is kept yet. */
  readonly kind: "same" | "changed" | "away" | "unread" | "unrecorded"
  /** What differs, as a diff or a sentence, or why the page could not be read. */
  readonly what: string
  readonly restingOnIt: ReadonlyArray<Line>
}

export interface Reading {
  /** Takes the place of every page's host. */
  readonly baseUrl?: string | undefined
  /** Longest wait for one page, in milliseconds. */
  readonly timeout?: number
  /** Where the text of each page is written. */
  readonly folder: string
}

/** All providers in parallel, the pages of each in turn: no host gets two requests at a time. */
export const readPages = async (
  pages: ReadonlyArray<Page>,
  reading: Reading,
  onRead: (page: Page) => void = () => {},
): Promise<ReadonlyArray<Read>> => {
  await mkdir(reading.folder, { recursive: true })
  const reads = Object.values(Object.groupBy(pages, ({ provider }) => provider)).map(async (own = []) => {
    const reads: Array<Read> = []
    for (const page of own) {
      const { claims: _, ...about } = page
      reads.push({ ...about, what: "", restingOnIt: [], ...(await readPage(page, reading)) })
      onRead(page)
    }
    return reads
  })
  return (await Promise.all(reads)).flat()
}

const readPage = async (
  page: Page,
  { baseUrl, timeout = 20_000, folder }: Reading,
): Promise<Pick<Read, "kind"> & Partial<Read>> => {
  const { pathname, search } = new URL(page.url)
  const address = baseUrl === undefined ? page.url : `${baseUrl.replace(/\/$/, "")}${pathname}${search}`
  const fetched = await fetchPage(address, timeout)
  if ("unread" in fetched) return { kind: "unread", what: fetched.unread }
  if ("away" in fetched) return { kind: "away", what: fetched.away, restingOnIt: page.claims }

  const text = `${linesOf(fetched.text).join("\n")}\n`
  const fresh = join(folder, basename(page.file))
  await writeFile(fresh, text)
  const kept = (await readFile(page.file, "utf8").catch(() => undefined))?.replaceAll("\r\n", "\n")
  if (kept === undefined) return { kind: "unrecorded" }
  if (kept === text) return { kind: "same" }
  const what = await diff(page.file, fresh)
  return { kind: "changed", what, restingOnIt: claimsOn(page, what) }
}

/** The most lines of a diff that a terminal or an issue shows. */
const mostLines = 80

const diff = async (kept: string, fresh: string): Promise<string> => {
  const { stdout, stderr } = await run(["git", "diff", "--no-index", "--no-ext-diff", "--unified=2", kept, fresh])
  if (stderr !== "" && stdout === "") throw new Error(`git diff failed: ${stderr.trim()}`)
  const lines = stdout.trimEnd().split("\n")
  const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@")))
  const more = hunks.length - mostLines
  if (more <= 0) return hunks.join("\n")
  return [...hunks.slice(0, mostLines), `… and ${more} more lines: ${relative(root, fresh)}`].join("\n")
}
