/** Compares a page with its kept text: a plain diff, and the lines that rest on what changed. */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { fetchPage } from "./fetch.ts"
import type { Line, Page } from "./sources.ts"
import { linesOf } from "./text.ts"

export interface Read {
  readonly page: Page
  /** The page's text; absent where it could not be read. */
  readonly text?: string
  /** What differs from the kept text, as a diff or a sentence, and what rests on it. */
  readonly change?: { readonly what: string; readonly restingOnIt: ReadonlyArray<Line> }
  /** Why the page could not be read; this may be temporary. */
  readonly unread?: string
  /** No text of the page is kept yet. */
  readonly isUnrecorded?: true
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
  onRead: (read: Read) => void = () => {},
): Promise<ReadonlyArray<Read>> => {
  const reads = new Map<Page, Read>()
  await Promise.all(
    Object.values(Object.groupBy(pages, ({ provider }) => provider)).map(async (own = []) => {
      for (const page of own) {
        const read = await readPage(page, reading)
        reads.set(page, read)
        onRead(read)
      }
    }),
  )
  return pages.flatMap((page) => reads.get(page) ?? [])
}

const readPage = async (page: Page, { baseUrl, timeout, folder }: Reading): Promise<Read> => {
  const { pathname, search } = new URL(page.url)
  const address = baseUrl === undefined ? page.url : `${baseUrl.replace(/\/$/, "")}${pathname}${search}`
  const fetched = await fetchPage(address, timeout)
  if (fetched.kind === "unread") return { page, unread: fetched.because }
  if (fetched.kind !== "read")
    return { page, change: { what: `The page is ${fetched.kind}: it ${fetched.because}.`, restingOnIt: page.claims } }

  const text = `${linesOf(fetched.text).join("\n")}\n`
  const fresh = join(folder, basename(page.file))
  await mkdir(dirname(fresh), { recursive: true })
  await writeFile(fresh, text)
  const kept = (await readFile(page.file, "utf8").catch(() => undefined))?.replaceAll("\r\n", "\n")
  if (kept === undefined) return { page, text, isUnrecorded: true }
  if (kept === text) return { page, text }
  const what = await diff(page.file, fresh)
  return { page, text, change: { what, restingOnIt: linesThatRestOn(page, what) } }
}

/** The most lines of a diff that a terminal or an issue shows. */
const mostLines = 80

const diff = async (kept: string, fresh: string): Promise<string> => {
  const { stdout, stderr } = await run(["git", "diff", "--no-index", "--no-ext-diff", "--unified=2", kept, fresh])
  const lines = stdout.trimEnd().split("\n")
  const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@")))
  if (stderr !== "" && stdout === "") throw new Error(`git diff failed: ${stderr.trim()}`)
  const more = hunks.length - mostLines
  return [
    ...hunks.slice(0, mostLines),
    ...(more > 0 ? [`… and ${more} more lines: ${relative(root, fresh)}`] : []),
  ].join("\n")
}

/** The claims that name what changed, else all that rest on the page; and the lines of the spec that are its keys. */
const linesThatRestOn = ({ claims, keys }: Page, change: string): ReadonlyArray<Line> => {
  const wordsBehind = (sign: string) =>
    new Set(change.split("\n").flatMap((line) => (line.startsWith(sign) ? (line.match(/[\w/]+/g) ?? []) : [])))
  const [was, is] = [wordsBehind("-"), wordsBehind("+")]
  const changed = new Set([...was, ...is].filter((word) => !was.has(word) || !is.has(word)))
  // Code and numbers: other words are anywhere.
  const named = claims.filter(({ text }) =>
    (text.match(/`[^`]+`|\d+/g) ?? []).some((code) => code.match(/[\w/]+/g)?.some((word) => changed.has(word))),
  )
  const inSpec = keys.filter(({ key }) => changed.has(key)).map(({ key: _, ...line }) => line)
  return [...(named.length > 0 ? named : claims), ...inSpec]
}
