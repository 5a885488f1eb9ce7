import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { readPages } from "./compare.ts"
import { exchange, markdown, type Served, serveSite, unchanged } from "./fixtures/site.ts"
import { markdownOf, type Report, reportOf, textOf } from "./report.ts"
import { publishedPages } from "./sources.ts"
import { linesOf } from "./text.ts"

const fixtures = join(import.meta.dirname, "fixtures")
const pages = await publishedPages(fixtures)

const scratch = () => {
  const folder = mkdtempSync(join(tmpdir(), "upstream-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const read = async (site: Readonly<Record<string, Served>>, timeout = 20_000) => {
  await using served = await serveSite({ ...unchanged, ...site })
  const report = reportOf(await readPages(pages, { baseUrl: served.url, folder: scratch(), timeout }))
  return { report, asked: served.asked }
}

const kept = readFileSync(join(fixtures, "published/studio-exchange.txt"), "utf8")

test.each([
  ["Markdown", markdown],
  ["Markdown on one line", markdown.replaceAll(/\s+/g, " ")],
  [
    "HTML",
    `<!doctype html><style>p {}</style><nav>Menu</nav><h1>Exchange</h1><p><code>POST</code> https://api.studio.test/exchange</p>
     <table><tr><th>Field<th>Meaning</tr><tr><td>temp_token<td>Swapped <b>once</b>.</tr><tr><td>secret<td>Yours &amp; nobody else&#39;s.</table>
     <h2>Example</h2><pre>{ "temp_token": "tmp_1" }</pre><!-- 1 > 0 --><p>A refusal is 400. See <a href="/e">(errors)</a>.</p>
     <script>"</p>" + 1</script><footer>2026</footer>`,
  ],
  ["HTML that shows its Markdown", `<pre>${markdown.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>`],
])("a page in %s has the same lines", (_what, page) => {
  expect(`${linesOf(page).join("\n")}\n`).toBe(kept)
})

test("pages that say the same differ in nothing, and each is requested once", async () => {
  const { report, asked } = await read({})
  expect(report).toEqual({ changes: [], unread: [], unrecorded: [], pages: 3 })
  expect([...asked].sort()).toEqual(Object.keys(unchanged).sort())
})

const sources = "scripts/upstream/fixtures/SOURCES.md"

test.each([
  [
    "a renamed field",
    "temp\\_token",
    "token",
    ["-", "+"],
    [`${sources}:10`, "scripts/upstream/fixtures/studio.yaml:3"],
  ],
  ["another status", "400", "401", ["-A refusal is 400.", "+A refusal is 401."], [`${sources}:11`]],
  [
    "words of no claim",
    "Yours",
    "Theirs",
    ["-secret Yours & nobody else's.", "+secret Theirs & nobody else's."],
    [`${sources}:10`, `${sources}:11`],
  ],
])("%s is a diff, with the lines that rest on it", async (_what, was, is, lines, places) => {
  const { report } = await read({ [exchange]: { body: markdown.replaceAll(was, is) } })
  const [change, ...others] = report.changes
  expect(others).toEqual([])
  expect(change?.what.split("\n").filter((line) => /^[-+]/.test(line))).toEqual(
    lines.map((line) => expect.stringContaining(line)),
  )
  expect(change?.restingOnIt.map(({ file, line }) => `${file}:${line}`)).toEqual(places)
  expect(textOf(report)).toContain(`rests on it: ${places[0]} `)
})

test.each<readonly [string, Served, string]>([
  ["gone", { status: 404 }, "The page is gone: it answers 404."],
  ["gone for good", { status: 410 }, "The page is gone: it answers 410."],
  [
    "moved",
    { status: 308, headers: { location: "https://elsewhere.example/" } },
    "The page is moved: it redirects to another host, elsewhere.example, and was not followed there.",
  ],
])("a page that is %s is a change, with every claim that rests on it", async (_what, served, what) => {
  const { report } = await read({ [exchange]: served })
  expect(report.changes.map((change) => change.what)).toEqual([what])
  expect(report.changes[0]?.restingOnIt.map(({ line }) => line)).toEqual([10, 11])
})

test.each<readonly [string, Served, string]>([
  ["the server fails", { status: 503 }, "answers 503"],
  ["the server refuses", { status: 403 }, "answers 403"],
  ["too large", { body: "x".repeat(2 * 1024 * 1024 + 1) }, "is larger than 2 MiB"],
  ["redirects in a circle", { status: 302, headers: { location: exchange } }, "redirects more than 3 times"],
  ["silent", { isSilent: true }, "was not there within 0.5 s"],
])(
  "a page that cannot be read may be back tomorrow, and the others are compared: %s",
  async (_what, served, because) => {
    const { report } = await read({ [exchange]: served, "/api/tokens": { body: "PUT /v1/tokens" } }, 500)
    expect(report.unread).toEqual([expect.objectContaining({ page: "exchange", because, named: `${sources}:5:8` })])
    expect(report.changes.map(({ what }) => what.split("\n").slice(1))).toEqual([
      ["-POST /v1/tokens", "+PUT /v1/tokens"],
    ])
  },
)

test("a redirect within the host is followed", async () => {
  const moved = { [exchange]: { status: 301, headers: { location: "/moved" } }, "/moved": { body: markdown } }
  expect((await read(moved)).report.changes).toEqual([])
})

test("a page's words can neither leave their code block nor change a terminal's colours or direction", async () => {
  const { report } = await read({
    [exchange]: { body: `${markdown}\n\`\`\`\n@someone \u001b[31m \u202e &#96;&#96;&#96; &#27;` },
  })
  const added = report.changes[0]?.what.split("\n").filter((line) => line.startsWith("+"))
  expect(added).toEqual(["+@someone [31m"])
  expect(markdownOf(report).match(/```/g)).toHaveLength(2)
})

/** Text that a regular expression or a search could go through again from each of its characters. */
const repeated = [
  "<",
  "<a ",
  "<script",
  "<script>",
  "<!--",
  "<nav ",
  "&",
  "&#1",
  "&a",
  "`",
  "|",
  "a:",
  "\\",
  "updated a ",
  "{%",
  "&lt;script",
  "-",
]

test.each(repeated)("a page of 2 MB is read through once: %s, again and again", (piece) => {
  expect(linesOf(piece.repeat(2_000_000 / piece.length)).join("").length).toBeLessThanOrEqual(2_000_000)
})

describe("npm run upstream", () => {
  const upstream = (...options: ReadonlyArray<string>) => run([process.execPath, "scripts/upstream.ts", ...options])

  const copyOfFixtures = () => {
    const folder = scratch()
    cpSync(fixtures, folder, { recursive: true })
    return folder
  }

  test("exits 0 when nothing differs, and writes no issue", async () => {
    await using site = await serveSite(unchanged)
    const issue = join(scratch(), "issue.md")
    const { code, stdout } = await upstream("--specs", fixtures, "--base-url", site.url, "--issue", issue)
    expect(stdout).toMatch(/^3 of 3 pages read, 0 differ/)
    expect(code).toBe(0)
    expect(existsSync(issue)).toBe(false)
  })

  test("exits 1 when something differs, and writes the reports and the issue", async () => {
    await using site = await serveSite({ ...unchanged, "/guides/life": { body: "Access lives 6 days." } })
    const issue = join(scratch(), "issue.md")
    const { code, stdout } = await upstream("--specs", fixtures, "--base-url", site.url, "--issue", issue)
    expect(stdout).toContain("@@ -1 +1 @@\n-Access lives 7 days.\n+Access lives 6 days.\n")
    expect(stdout).toContain(`rests on it: ${sources}:12 Access lives 7 days`)
    expect(code).toBe(1)
    expect(readFileSync(issue, "utf8")).toContain("+Access lives 6 days.\n```\n")
    const report: Report = JSON.parse(readFileSync(join(root, "reports/upstream.json"), "utf8"))
    expect(report.changes).toEqual([expect.objectContaining({ provider: "studio", page: "token life" })])
    expect(readFileSync(join(root, "reports/upstream.md"), "utf8")).toBe(readFileSync(issue, "utf8"))
  })

  test("exits 1 for a page that is not recorded yet, and says how to record it", async () => {
    await using site = await serveSite(unchanged)
    const folder = copyOfFixtures()
    rmSync(join(folder, "published/bank-tokens.txt"))
    const { code, stdout } = await upstream("--base-url", site.url, "--specs", folder)
    expect(stdout).toContain(
      "bank tokens: not recorded yet, so not compared: npm run upstream -- --record --provider bank; ",
    )
    expect(code).toBe(1)
  })

  test("records the pages of one provider, keeps the text of the others, and drops that of pages no longer named", async () => {
    await using site = await serveSite({
      ...unchanged,
      [exchange]: { body: "Other" },
      "/api/tokens": { body: "PUT it" },
    })
    const folder = copyOfFixtures()
    cpSync(join(folder, "SOURCES.md"), join(folder, "published/bank-gone.txt"))
    const { code } = await upstream("--base-url", site.url, "--specs", folder, "--record", "--provider", "bank")
    expect(code).toBe(0)
    expect(site.asked).toEqual(["/api/tokens"])
    expect(readdirSync(join(folder, "published"))).toEqual(readdirSync(join(fixtures, "published")))
    expect(readFileSync(join(folder, "published/bank-tokens.txt"), "utf8")).toBe("PUT it\n")
    expect(readFileSync(join(folder, "published/studio-exchange.txt"), "utf8")).toBe(kept)
  })

  test("records everything when nothing is kept", async () => {
    await using site = await serveSite(unchanged)
    const folder = copyOfFixtures()
    rmSync(join(folder, "published"), { recursive: true })
    expect((await upstream("--base-url", site.url, "--specs", folder, "--record")).code).toBe(0)
    expect(readFileSync(join(folder, "published/studio-exchange.txt"), "utf8")).toBe(kept)
  })

  test("records nothing when a page cannot be read", async () => {
    await using site = await serveSite({ ...unchanged, [exchange]: { body: "Other" }, "/api/tokens": { status: 503 } })
    const folder = copyOfFixtures()
    const { code, stderr } = await upstream("--base-url", site.url, "--specs", folder, "--record")
    expect(stderr).toContain("Nothing was recorded: 1 of 3 pages could not be read.")
    expect(code).toBe(1)
    expect(readFileSync(join(folder, "published/studio-exchange.txt"), "utf8")).toBe(kept)
  })

  test.each([
    [["--base-url", "nonsense"]],
    [["--issue", ""]],
    [["--bas-url", "http://127.0.0.1"]],
    [["--provider", "acme"]],
  ])("exits 2 for %s, and requests nothing", async (options) => {
    const { code, stdout, stderr } = await upstream("--specs", fixtures, ...options)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain("Usage: npm run upstream")
  })
})
