import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { changes, edited, exchange, obtain, refresh } from "./fixtures/edits.ts"
import { type Served, serveSite, unchanged } from "./fixtures/site.ts"
import { publishedPages } from "./pages.ts"
import { type Recorded, readPages } from "./read.ts"
import { lineOf, markdownOf, type Report, reportOf, unreadLine } from "./report.ts"

/** Sample vendors: their specs, their sources and their recorded facts. */
const fixtures = join(import.meta.dirname, "fixtures")
const pages = await publishedPages(fixtures)
const recorded: Recorded = JSON.parse(readFileSync(join(fixtures, "published.json"), "utf8"))

const read = async (site: Readonly<Record<string, Served>>, timeout?: number) => {
  await using served = await serveSite(site)
  const reads = await readPages(pages, recorded, { baseUrl: served.url, ...(timeout !== undefined && { timeout }) })
  return { reads, report: reportOf(reads), asked: served.asked }
}

/** The message about a change, without its place and page. */
const sayings = ({ changes }: Report) => changes.map((change) => lineOf(change).split(/; (?:specs|scripts)\//)[0])

/** The line of our specs that a change points to. */
const linesPointedTo = ({ changes }: Report) =>
  changes.map(({ place }) =>
    readFileSync(join(fixtures, basename(place.file)), "utf8")
      .split("\n")
      [place.line - 1]?.trim(),
  )

test("pages with the recorded facts in other words differ in nothing, and each is requested once", async () => {
  const { report, asked } = await read(unchanged)
  expect(sayings(report)).toEqual([])
  expect(report.unread).toEqual([])
  expect(report.pages).toBe(pages.length)
  expect([...asked].sort()).toEqual(Object.keys(unchanged).sort())
})

describe("a changed fact is one line, with the place in the specs", () => {
  test.each(changes)("%s", async (_what, path, edit, expected, line) => {
    const { report } = await read(edited(path, edit))
    expect(sayings(report)).toEqual([expected])
    expect(linesPointedTo(report)).toEqual([line])
    expect(markdownOf(report)).toContain("| fact | recorded | published | in our specs |")
  })
})

test("a rendering without types and marks is not a change", async () => {
  const { report } = await read(
    edited("/docs/exchange-token", [/<br><code>REQUIRED<\/code>|(?<=<td>)(String|Boolean|Enum)(?=<)/, ""]),
  )
  expect(sayings(report)).toEqual([])
})

test("HTML that shows the page's Markdown is read like it", async () => {
  const shown = (unchanged["/api/tokens"]?.body ?? "").replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  const { report } = await read({ ...unchanged, "/api/tokens": { body: `<html><pre>${shown}</pre></html>` } })
  expect(sayings(report)).toEqual([])
})

test("a difference in HTML is checked against the page's Markdown", async () => {
  const site = { ...unchanged, [exchange]: { body: "<html>See the reference.</html>" } }
  const markdown = { type: "text/markdown", body: unchanged[exchange]?.body ?? "" } as const
  const { report, asked } = await read({ ...site, [`${exchange}.md`]: markdown })
  expect(sayings(report)).toEqual([])
  expect(asked.filter((path) => path.startsWith(exchange))).toEqual([exchange, `${exchange}.md`])
})

/** What a server does with one page, and the expected message. Every other page is unchanged. */
const obstacles: ReadonlyArray<readonly [what: string, served: Served, expected: string | RegExp]> = [
  ["gone", { status: 404 }, "page is now gone: it answers 404"],
  ["gone for good", { status: 410 }, "page is now gone: it answers 410"],
  [
    "unreadable",
    { body: "<html><p>Welcome to our new site.</p></html>" },
    /page is now unreadable: it shows no document/,
  ],
  [
    "moved to another host",
    { status: 308, headers: { location: "https://elsewhere.example/page" } },
    "page is now moved: it redirects to another host, elsewhere.example, and was not followed there",
  ],
]

describe("a page that cannot be compared is reported, and the others still are compared", () => {
  test.each(obstacles)("%s", async (_what, served, expected) => {
    const site = { ...edited(obtain, ["username", "login"]), [exchange]: served }
    const { report } = await read(site)
    expect(sayings(report)).toEqual([
      expect.stringMatching(expected),
      "studio obtain: request field username is now login; recorded: username",
    ])
    expect(linesPointedTo(report)).toEqual(["post:", "username:"])
  })

  /** These may be temporary, so they are not changes. */
  test.each<readonly [string, Served, string]>([
    ["the server fails", { status: 503 }, "answers 503"],
    ["the server refuses", { status: 403 }, "answers 403"],
    ["too large", { body: "x".repeat(2 * 1024 * 1024 + 1) }, "is larger than 2 MiB"],
    ["redirects in a circle", { status: 302, headers: { location: exchange } }, "redirects more than 3 times"],
    ["silent", { isSilent: true }, "was not there within 0.5 s"],
  ])("%s", async (_what, served, because) => {
    const { report, reads } = await read({ ...edited(obtain, ["username", "login"]), [exchange]: served }, 500)
    expect(report.unread).toEqual([{ provider: "studio", page: "exchange", url: pages[0]?.url, because }])
    expect(reads.filter(({ unread }) => unread !== undefined).map(unreadLine)).toEqual([
      expect.stringMatching(
        /^studio exchange: the page was not read, it .*; scripts\/upstream\/fixtures\/SOURCES\.md:\d+:\d+; https:/,
      ),
    ])
    expect(sayings(report)).toEqual(["studio obtain: request field username is now login; recorded: username"])
  })
})

test("a redirect within the host is followed", async () => {
  const site = {
    ...unchanged,
    [exchange]: { status: 301, headers: { location: "/moved" } },
    "/moved": unchanged[exchange] ?? {},
  }
  expect(sayings((await read(site)).report)).toEqual([])
})

test("injected markup of a page stays in a code span", async () => {
  const { report } = await read(edited(exchange, [/\baccess\b/, "a`@someone`\u202e"]))
  expect(sayings(report)).toEqual([
    "studio exchange: request field access is now a@someone; recorded: access",
    "studio exchange: answer 200 field access is now a@someone; recorded: access",
  ])
  expect(markdownOf(report).match(/\S*@someone\S*/g)).toEqual(["`a@someone`", "`a@someone`"])
})

describe("npm run upstream", () => {
  const upstream = (...options: ReadonlyArray<string>) =>
    run([process.execPath, "scripts/upstream.ts", "--specs", fixtures, ...options])
  const scratch = () => {
    const folder = mkdtempSync(join(tmpdir(), "upstream-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return join(folder, "issue.md")
  }

  /** The sample vendors with another record, or with none. */
  const copyOfFixtures = (record: Readonly<Record<string, unknown>> | undefined) => {
    const folder = mkdtempSync(join(tmpdir(), "upstream-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    cpSync(fixtures, folder, { recursive: true })
    rmSync(join(folder, "published.json"))
    if (record !== undefined) writeFileSync(join(folder, "published.json"), JSON.stringify(record))
    return folder
  }
  const tokens = "https://docs.bank.test/api/tokens"
  const isBank = (path: string) => (page: (typeof pages)[number]) =>
    page.provider === "bank" && new URL(page.url).pathname === path

  test("exits 0 when nothing differs, and writes no issue", async () => {
    await using site = await serveSite(unchanged)
    const issue = scratch()
    const { code, stdout } = await upstream("--base-url", site.url, "--issue", issue)
    expect(stdout).toMatch(/^\d+ facts on 10 of 10 pages, 0 differ/)
    expect(code).toBe(0)
    expect(existsSync(issue)).toBe(false)
  })

  test("exits 1 when something differs, and writes the reports and the issue", async () => {
    await using site = await serveSite(edited(refresh, [/\baccess\b/, "session"]))
    const issue = scratch()
    const { code, stdout } = await upstream("--base-url", site.url, "--issue", issue)
    expect(stdout).toContain(
      "studio refresh: request field access is now session; recorded: access; specs/studio.yaml:",
    )
    expect(code).toBe(1)
    expect(readFileSync(issue, "utf8")).toContain(
      "| `request field access` | `access` | `session` | `specs/studio.yaml:",
    )
    const report: Report = JSON.parse(readFileSync(join(root, "reports/upstream.json"), "utf8"))
    expect(report.changes).toEqual([expect.objectContaining({ provider: "studio", page: "refresh" })])
    expect(readFileSync(join(root, "reports/upstream.md"), "utf8")).toBe(readFileSync(issue, "utf8"))
  })

  test("exits 1 for a page that is not recorded yet, and says how to record it", async () => {
    await using site = await serveSite(unchanged)
    const folder = copyOfFixtures({ ...recorded, [tokens]: undefined })
    const { code, stdout } = await upstream("--base-url", site.url, "--specs", folder)
    expect(stdout.split("\n")[0]).toMatch(
      /^bank tokens: not recorded yet: run npm run upstream -- --record --provider bank; .*SOURCES\.md:\d+:\d+; https:/,
    )
    expect(stdout).toMatch(/ 10 of 10 pages, 0 differ/)
    expect(code).toBe(1)
    const report: Report = JSON.parse(readFileSync(join(root, "reports/upstream.json"), "utf8"))
    expect(report.unrecorded).toEqual([{ provider: "bank", page: "tokens", url: tokens }])
    expect(markdownOf(report)).toContain("`npm run upstream -- --record --provider bank`")
  })

  test("records the pages of one provider, and keeps the record of the others", async () => {
    await using site = await serveSite({ ...edited(refresh, [/\baccess\b/, "session"]) })
    const folder = copyOfFixtures({ ...recorded, [tokens]: { method: "GET" }, "https://gone.test": {} })
    const { code, stdout } = await upstream("--base-url", site.url, "--specs", folder, "--record", "--provider", "bank")
    expect(stdout).toContain("bank tokens: method is now POST; recorded: GET")
    expect(code).toBe(0)
    expect(site.asked.every((path) => path in unchanged && pages.some(isBank(path)))).toBe(true)
    const written: Recorded = JSON.parse(readFileSync(join(folder, "published.json"), "utf8"))
    expect(Object.keys(written)).toEqual(pages.map(({ url }) => url))
    expect(written).toEqual(recorded)
  })

  test("records everything when there is no record file", async () => {
    await using site = await serveSite(unchanged)
    const folder = copyOfFixtures(undefined)
    expect((await upstream("--base-url", site.url, "--specs", folder, "--record")).code).toBe(0)
    expect((await upstream("--base-url", site.url, "--specs", folder)).code).toBe(0)
  })

  test("records nothing when a page cannot be read", async () => {
    await using site = await serveSite({ ...unchanged, "/api/tokens": { status: 503 } })
    const folder = copyOfFixtures({})
    const { code, stderr } = await upstream("--base-url", site.url, "--specs", folder, "--record")
    expect(stderr).toContain("Nothing was recorded: 1 of 10 pages could not be read.")
    expect(code).toBe(1)
    expect(readFileSync(join(folder, "published.json"), "utf8")).toBe("{}")
  })

  test.each([
    [["--base-url", "nonsense"]],
    [["--issue", ""]],
    [["--bas-url", "http://127.0.0.1"]],
    [["--provider", "acme"]],
  ])("exits 2 for %s, and requests nothing", async (options) => {
    const { code, stdout, stderr } = await upstream(...options)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain("Usage: npm run upstream")
  })
})
