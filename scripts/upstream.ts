/** `npm run upstream`: shows how the vendors' pages differ from the text that is kept of them. */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { endOnSignals, progress, readOptions, refuse, seconds } from "./terminal.ts"
import { readPages } from "./upstream/compare.ts"
import { markdownOf, reportOf, textOf } from "./upstream/report.ts"
import { publishedPages } from "./upstream/sources.ts"

const help = `
Usage: npm run upstream [-- --provider <name>] [-- --base-url <url>] [-- --issue <file>] [-- --record]

Fetches the pages that specs/SOURCES.md names and compares the words of each with the text kept in specs/published/.
A difference is shown as a diff, with the claims of SOURCES.md and the lines of the spec that rest on it. Writes
reports/upstream.md, reports/upstream.json and, of each page, reports/upstream/<page>.txt.

  --provider <name> the pages of this provider only; again for several
  --base-url <url>  fetch every page's path from there instead of from its own host
  --issue <file>    write the difference there as the text of an issue, if there is one
  --record          keep what the pages say now; nothing if a page cannot be read. With --provider the text of the
                    others stays as it is
  --specs <folder>  where the specs, SOURCES.md and published/ are, by default specs

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

const began = performance.now()
const all = await publishedPages(resolve(root, specs))
const pages = all.filter(({ provider }) => wanted?.includes(provider) ?? true)
for (const provider of wanted ?? []) {
  if (pages.some((page) => page.provider === provider)) continue
  const known = [...new Set(all.map((page) => page.provider))].join(", ")
  refuse(
    help,
    `specs/SOURCES.md names no pages of "${provider}": its section takes a paragraph "Pages: [name](https://…)." There are pages of ${known}.`,
  )
}

const line = progress()
let count = 0
const reads = await readPages(pages, { baseUrl, folder: join(root, "reports/upstream") }, ({ page }) =>
  line.show(`${++count} of ${pages.length} pages, ${page.provider} ${page.name}`),
)
line.clear()

const write = async (file: string, text: string) => {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
const report = reportOf(reads)
const text = textOf(record === true ? { ...report, unrecorded: [] } : report)
if (text !== "") process.stdout.write(`${text}\n`)
await write(join(root, "reports/upstream.json"), `${JSON.stringify(report, undefined, 2)}\n`)
await write(join(root, "reports/upstream.md"), markdownOf(report))
if (issue !== undefined) {
  if (report.changes.length > 0) await write(issue, markdownOf(report))
  else await rm(issue, { force: true })
}

const unreadable = reads.filter((read) => read.text === undefined)
const isRecorded = record === true && unreadable.length === 0
if (isRecorded) {
  for (const { page, text } of reads) if (text !== undefined) await write(page.file, text)
  const folder = join(resolve(root, specs), "published")
  const isNamed = (file: string) => all.some((page) => page.file === join(folder, file))
  const unnamed = (await readdir(folder)).filter((file) => !isNamed(file))
  await Promise.all(unnamed.map((file) => rm(join(folder, file))))
  process.stdout.write(`${specs}/published/ has the text of ${reads.length} pages\n`)
} else if (record === true) {
  process.stderr.write(`Nothing was recorded: ${unreadable.length} of ${pages.length} pages could not be read.\n`)
}
process.stdout.write(
  `${report.pages} of ${pages.length} pages read, ${report.changes.length} differ (${seconds(began)})\n`,
)
const isSame = report.changes.length + report.unread.length + report.unrecorded.length === 0
process.exitCode = isRecorded || isSame ? 0 : 1
