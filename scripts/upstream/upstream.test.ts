import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { serveLoopback } from "../../contracts/loopback.ts"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { readPages } from "./compare.ts"
import { markdownOf } from "./report.ts"
import { publishedPages } from "./sources.ts"
import { linesOf } from "./text.ts"

const fixtures = join(import.meta.dirname, "fixtures")
const markdown = readFileSync(join(fixtures, "exchange.md"), "utf8")
const sources = "scripts/upstream/fixtures/SOURCES.md"
const kept = readFileSync(join(fixtures, "published/studio-exchange.txt"), "utf8")

interface Served {
  readonly status?: number
  readonly location?: string
  readonly body?: string
  /** The connection stays open and silent. */
  readonly isSilent?: boolean
}

type Site = Readonly<Record<string, Served>>

const [exchange, life, tokens] = ["/api/exchange", "/guides/life", "/api/tokens"]

/** The vendors' pages on loopback: as they are kept, but for those that are given. */
const serve = async (other: Site) => {
  const asked: Array<string> = []
  const kept: Site = {
    [exchange]: { body: markdown },
    [life]: { body: "<p>Access lives <b>7 days</b>.</p>" },
    [tokens]: { body: "POST /v1/tokens" },
  }
  const server = await serveLoopback((response, _, { url = "" }) => {
    asked.push(url)
    const { status = 200, location, body = "", isSilent } = { ...kept, ...other }[url] ?? { status: 404 }
    if (isSilent !== true) response.writeHead(status, location === undefined ? {} : { location }).end(body)
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { asked, url: server.url }
}

const scratch = () => {
  const folder = mkdtempSync(join(tmpdir(), "upstream-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const read = async (other: Site, timeout = 20_000) => {
  const { url, asked } = await serve(other)
  const reads = await readPages(await publishedPages(fixtures), { baseUrl: url, folder: scratch(), timeout })
  return { asked, reads, differing: reads.filter(({ kind }) => kind !== "same") }
}

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

test("pages that say the same differ in nothing, each is requested once, a redirect within the host is followed", async () => {
  const moved = { [exchange]: { status: 301, location: "/moved" }, "/moved": { body: markdown } }
  const { differing, asked } = await read(moved)
  expect(differing).toEqual([])
  expect([...asked].sort()).toEqual([exchange, tokens, life, "/moved"].sort())
})

const changed = (was: string, is: string): Served => ({ body: markdown.replaceAll(was, is) })
const isGone = /^The page is gone: it answers 4(04|10)\.$/
const hasMoved = /^The page has moved to another host, elsewhere\.example, and was not followed there\.$/

test.each<readonly [string, Served, RegExp, ReadonlyArray<number>]>([
  ["renames a field", changed("temp\\_token", "token"), /^-.*temp_token.*\n\+.*token/m, [10]],
  ["has another status", changed("400", "401"), /^-A refusal is 400\.\n\+A refusal is 401\.$/m, [11]],
  ["changes words of no claim", changed("Yours", "Theirs"), /^-secret Yours & .*\n\+secret Theirs & /m, [10, 11]],
  ["is gone", { status: 404 }, isGone, [10, 11]],
  ["is gone for good", { status: 410 }, isGone, [10, 11]],
  ["has moved", { status: 308, location: "https://elsewhere.example/" }, hasMoved, [10, 11]],
])("a page that %s is a change, with the claims that rest on it", async (_what, served, what, lines) => {
  const { differing } = await read({ [exchange]: served })
  expect(differing.map(({ name }) => name)).toEqual(["exchange"])
  expect(differing[0]?.what).toMatch(what)
  expect(differing[0]?.restingOnIt.map(({ line }) => line)).toEqual(lines)
  expect(markdownOf(differing)).toContain(`What rests on it:\n- \`${sources}:${lines[0]}\` `)
})

test.each<readonly [Served, string]>([
  [{ status: 503 }, "answers 503"],
  [{ status: 403 }, "answers 403"],
  [{ body: "x".repeat(2 * 1024 * 1024 + 1) }, "is larger than 2 MiB"],
  [{ status: 302, location: exchange }, "redirects more than 3 times"],
  [{ isSilent: true }, "was not there within 0.5 s"],
])("a page that cannot be read may be back tomorrow, and the others are compared: %j", async (served, because) => {
  const { differing } = await read({ [exchange]: served, [tokens]: { body: "PUT /v1/tokens" } }, 500)
  expect(differing.map(({ kind }) => kind)).toEqual(["unread", "changed"])
  expect(markdownOf(differing)).toContain(
    `[studio exchange](https://docs.studio.test/api/exchange), \`${sources}:5:8\`, was not read: it ${because}.`,
  )
  expect(differing[1]?.what).toMatch(/\n-POST \/v1\/tokens\n\+PUT \/v1\/tokens$/)
})

test("a page's words can neither leave their code block nor change a terminal's colours or direction", async () => {
  const body = `${markdown}\n\`\`\`\n@someone \u001b[31m \u202e &#96;&#96;&#96; &#27;`
  const { differing } = await read({ [exchange]: { body } })
  const added = differing[0]?.what.split("\n").filter((line) => line.startsWith("+"))
  expect(added).toEqual(["+@someone [31m"])
  expect(markdownOf(differing).match(/```/g)).toHaveLength(2)
})

/** Text that a regular expression or a search could go through again from each of its characters. */
const repeated = "<§<a §<script§<script>§<!--§<nav §&§&#1§&a§`§|§a:§\\§updated a §{%§&lt;script§-".split("§")

test.each(repeated)("a page of 2 MB is read through once: %s, again and again", (piece) => {
  expect(linesOf(piece.repeat(2_000_000 / piece.length)).join("").length).toBeLessThanOrEqual(2_000_000)
})

describe("npm run upstream", () => {
  /** Runs it with a copy of the fixtures, and says what is kept then. */
  const upstream = async (pages: Site, without: string, ...options: ReadonlyArray<string>) => {
    const specs = join(scratch(), "specs")
    cpSync(fixtures, specs, { recursive: true })
    // Of a page that is no longer named.
    cpSync(join(specs, "SOURCES.md"), join(specs, "published/bank-gone.txt"))
    if (without !== "") rmSync(join(specs, "published", without), { recursive: true })
    const { url, asked } = await serve(pages)
    const command = [process.execPath, "scripts/upstream.ts", "--specs", specs, "--base-url", url, ...options]
    const { code, stdout, stderr } = await run(command)
    const textOf = (page: string) => readFileSync(join(specs, "published", `${page}.txt`), "utf8")
    return { code, stdout, stderr, asked, textOf, names: readdirSync(join(specs, "published")) }
  }
  const named = readdirSync(join(fixtures, "published"))
  const other = { [exchange]: { body: "Other" } }

  test.each<readonly [string, Site, string, number, string | RegExp]>([
    ["nothing differs", {}, "", 0, /^3 of 3 pages read, 0 differ/],
    ["a page differs", { [life]: { body: "Six days." } }, "", 1, "-Access lives 7 days.\n+Six days.\n```\n"],
    [
      "none is recorded yet",
      {},
      "bank-tokens.txt",
      1,
      ", is not recorded yet: `npm run upstream -- --record --provider bank`.",
    ],
  ])("when %s, exit code and report say so", async (_what, pages, without, exit, text) => {
    const { code, stdout } = await upstream(pages, without)
    expect(code).toBe(exit)
    expect(stdout).toMatch(text)
    const { changes } = JSON.parse(readFileSync(join(root, "reports/upstream.json"), "utf8"))
    expect(changes).toHaveLength(Object.keys(pages).length)
    if (exit === 1) expect(stdout).toContain(readFileSync(join(root, "reports/upstream.md"), "utf8"))
  })

  test("records the pages of one provider, keeps the text of the others, and drops that of pages no longer named", async () => {
    const pages = { ...other, [tokens]: { body: "PUT it" } }
    const { code, asked, names, textOf } = await upstream(pages, "", "--record", "--provider", "bank")
    expect({ code, asked, names }).toEqual({ code: 0, asked: [tokens], names: named })
    expect([textOf("bank-tokens"), textOf("studio-exchange")]).toEqual(["PUT it\n", kept])
  })

  test("records everything when nothing is kept", async () => {
    const { code, names, textOf } = await upstream({}, ".", "--record")
    expect({ code, names, text: textOf("studio-exchange") }).toEqual({ code: 0, names: named, text: kept })
  })

  test.each([503, 404])("records nothing when a page answers %i", async (status) => {
    const { code, stderr, textOf } = await upstream({ ...other, [tokens]: { status } }, "", "--record")
    expect(stderr).toContain("Nothing was recorded: 1 of 3 pages could not be read.")
    expect({ code, text: textOf("studio-exchange") }).toEqual({ code: 1, text: kept })
  })

  test.each([[["--base-url", "nonsense"]], [["--bas-url", "http://127.0.0.1"]], [["--provider", "acme"]]])(
    "exits 2 for %s, and requests nothing",
    async (options) => {
      const { code, stdout, stderr, asked } = await upstream({}, "", ...options)
      expect({ code, stdout, asked }).toEqual({ code: 2, stdout: "", asked: [] })
      expect(stderr).toContain("Usage: npm run upstream")
    },
  )
})
