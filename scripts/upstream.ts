/** `npm run upstream`: names the published facts that differ from the recorded ones. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { endOnSignals, paint, progress, readOptions, refuse, seconds } from "./terminal.ts"
import { publishedPages } from "./upstream/pages.ts"
import { type Read, type Recorded, readPages } from "./upstream/read.ts"
import { lineOf, markdownOf, reportOf, unreadLine, unrecordedLine } from "./upstream/report.ts"

const help = `
Usage: npm run upstream [-- --provider <name>] [-- --base-url <url>] [-- --issue <file>] [-- --record]

Fetches the pages that specs/SOURCES.md names, reads their OpenAPI documents, tables and examples, and names each fact
that differs from specs/published.json: the page, both facts, and the place in our specs. Writes reports/upstream.md
and reports/upstream.json. If a page's HTML seems to differ, its Markdown is fetched too.

  --provider <name> the pages of this provider only; again for several
  --base-url <url>  fetch every page's path from there instead of from its own host
  --issue <file>    write the difference there as the text of an issue, if there is one
  --record          write specs/published.json anew from the pages; nothing if a page cannot be read. With
                    --provider the record of the others stays as it is
  --specs <folder>  where the specs, SOURCES.md and published.json are, by default specs

Exit codes: 0 nothing differs, 1 something does, or a page could not be read or is not recorded yet, 2 a wrong option.
`

const {
  provider: wanted,
  "base-url": baseUrl,
  issue,
  record,
  specs,
} = readOptions(help, {
  provider: { type: "string", multiple: true },
  "base-url": { type: "string" },
  issue: { type: "string" },
  record: { type: "boolean" },
  specs: { type: "string", default: "specs" },
})
if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? "")) {
  refuse(help, `--base-url takes an http or https URL, not "${baseUrl}".`)
}
if (issue === "") refuse(help, "--issue takes the name of a file.")
endOnSignals()

const folder = resolve(root, specs)
const recordedFile = join(folder, "published.json")
const began = performance.now()
const line = progress()
const named = await publishedPages(folder)
const isWanted = ({ provider }: { readonly provider: string }) => wanted?.includes(provider) ?? true
const pages = named.filter(isWanted)
for (const provider of wanted ?? []) {
  if (named.some((page) => page.provider === provider)) continue
  const known = [...new Set(named.map((page) => page.provider))].join(", ")
  refuse(
    help,
    `specs/SOURCES.md names no pages of "${provider}": its section takes a paragraph "Pages: [name](https://…)." There are pages of ${known}.`,
  )
}
const recorded: Recorded = JSON.parse(
  await readFile(recordedFile, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause
    return "{}"
  }),
)
let count = 0
const reads = await readPages(pages, recorded, {
  baseUrl,
  onRead: ({ page }) => line.show(`${++count} of ${pages.length} pages, ${page.provider} ${page.name}`),
})
line.clear()

const report = reportOf(reads)
for (const change of report.changes) process.stdout.write(`${paint("yellow", lineOf(change))}\n`)
for (const read of reads) {
  if (read.isUnrecorded && record !== true) process.stdout.write(`${paint("yellow", unrecordedLine(read))}\n`)
  if (read.unread !== undefined) process.stderr.write(`${paint("red", unreadLine(read), process.stderr)}\n`)
}

const write = async (file: string, text: string) => {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
await write(join(root, "reports/upstream.json"), `${JSON.stringify(report, undefined, 2)}\n`)
await write(join(root, "reports/upstream.md"), markdownOf(report))
if (issue !== undefined) {
  if (report.changes.length > 0) await write(issue, markdownOf(report))
  else await rm(issue, { force: true })
}

/** A fact that a rendering lost keeps its recorded value. */
const recordOf = ({ page, facts = {} }: Read) =>
  Object.fromEntries(
    Object.entries(facts).map(([subject, value]) => [subject, value || (recorded[page.url]?.[subject] ?? "")]),
  )
const unreadable = reads.filter(({ facts }) => facts === undefined)
const isRecorded = record === true && unreadable.length === 0
if (isRecorded) {
  const records = named.flatMap(({ url }) => {
    const read = reads.find(({ page }) => page.url === url)
    const facts = read === undefined ? recorded[url] : recordOf(read)
    return facts === undefined ? [] : [[url, facts] as const]
  })
  await write(recordedFile, `${JSON.stringify(Object.fromEntries(records), undefined, 2)}\n`)
  process.stdout.write(`specs/published.json has the ${report.facts} facts of ${report.pages} pages\n`)
} else if (record === true) {
  process.stderr.write(`Nothing was recorded: ${unreadable.length} of ${pages.length} pages could not be read.\n`)
}
process.stdout.write(
  `${report.facts} facts on ${report.pages} of ${pages.length} pages, ${report.changes.length} differ (${seconds(began)})\n`,
)
const isSame = report.changes.length + report.unread.length + report.unrecorded.length === 0
process.exitCode = isRecorded || isSame ? 0 : 1
