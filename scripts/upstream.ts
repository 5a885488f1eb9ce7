/** `npm run upstream`: shows how the vendors' pages differ from the text that is kept of them. */
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { basename, join, resolve } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { endOnSignals, progress, readOptions, refuse, seconds } from "./terminal.ts"
import { readPages } from "./upstream/compare.ts"
import { markdownOf } from "./upstream/report.ts"
import { publishedPages } from "./upstream/sources.ts"

const help = `
Usage: npm run upstream [-- --provider <name>] [-- --base-url <url>] [-- --record]

Fetches the pages that specs/SOURCES.md names and compares the words of each with the text kept in specs/published/.
A difference is shown as a diff, with the lines of SOURCES.md that rest on it. Writes reports/upstream.md,
reports/upstream.json and, of each page, reports/upstream/<page>.txt.

  --provider <name> the pages of this provider only; again for several
  --base-url <url>  fetch every page's path from there instead of from its own host
  --record          keep what the pages say now; nothing if a page cannot be read. With --provider the text of the
                    others stays as it is
  --specs <folder>  where the specs, SOURCES.md and published/ are, by default specs

Exit codes: 0 nothing differs, 1 something does, or a page could not be read or is not recorded yet, 2 a wrong option.
`

const { "base-url": baseUrl, ...options } = readOptions(help, {
  provider: { type: "string", multiple: true },
  "base-url": { type: "string" },
  record: { type: "boolean", default: false },
  specs: { type: "string", default: "specs" },
})
if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? ""))
  refuse(help, `--base-url takes an http or https URL, not "${baseUrl}".`)
endOnSignals()

const began = performance.now()
const specs = resolve(root, options.specs)
const all = await publishedPages(specs)
const known = [...new Set(all.map(({ provider }) => provider))]
const { provider: wanted = known } = options
for (const provider of wanted.filter((one) => !known.includes(one)))
  refuse(
    help,
    `specs/SOURCES.md names no pages of "${provider}": its section takes a paragraph "Pages: [name](https://…)." There are pages of ${known.join(", ")}.`,
  )
const pages = all.filter(({ provider }) => wanted.includes(provider))

const reports = join(root, "reports")
const line = progress()
let count = 0
const reads = await readPages(pages, { baseUrl, folder: join(reports, "upstream") }, ({ provider, name }) =>
  line.show(`${++count} of ${pages.length} pages, ${provider} ${name}`),
)
line.clear()

const of = (...kinds: ReadonlyArray<string>) => reads.filter(({ kind }) => kinds.includes(kind))
const [changes, unread, unrecorded] = [of("changed", "away"), of("unread"), of("unrecorded")]
const report = markdownOf(options.record ? reads.filter(({ kind }) => kind !== "unrecorded") : reads)
await writeFile(join(reports, "upstream.json"), `${JSON.stringify({ changes, unread, unrecorded }, undefined, 2)}\n`)
await writeFile(join(reports, "upstream.md"), report)
const isSame = of("same").length === reads.length
if (!isSame) process.stdout.write(`${report}\n`)

const unreadable = of("away", "unread")
const isRecorded = options.record && unreadable.length === 0
if (isRecorded) {
  const published = join(specs, "published")
  await mkdir(published, { recursive: true })
  for (const { file } of pages) await copyFile(join(reports, "upstream", basename(file)), file)
  const isNamed = (name: string) => all.some(({ file }) => basename(file) === name)
  for (const name of await readdir(published)) if (!isNamed(name)) await rm(join(published, name))
  process.stdout.write(`${options.specs}/published/ has the text of ${reads.length} pages\n`)
} else if (options.record)
  process.stderr.write(`Nothing was recorded: ${unreadable.length} of ${pages.length} pages could not be read.\n`)
process.stdout.write(
  `${pages.length - unread.length} of ${pages.length} pages read, ${changes.length} differ (${seconds(began)})\n`,
)
process.exitCode = isRecorded || isSame ? 0 : 1
