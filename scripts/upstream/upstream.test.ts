import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { readPages } from "./compare.ts"
import { markdownOf } from "./report.ts"
import { publishedPages } from "./sources.ts"
import { linesOf } from "./text.ts"

const fixtures = join(import.meta.dirname, "fixtures")
const markdown = readFileSync(join(fixtures, "exchange.md"), "utf8")
const kept = readFileSync(join(fixtures, "published/studio-exchange.txt"), "utf8")

interface Served {
  readonly status?: number
  readonly location?: string
  readonly body?: string
  /** The connection stays open and silent. */
  readonly isSilent?: boolean
}

const [exchange, life, tokens] = ["/api/exchange", "/guides/life", "/api/tokens"]

/** The vendors' pages on loopback: as they are kept, but for those that are given. */
const serve = async (other: Readonly<Record<string, Served>>) => {
  const asked: Array<string> = []
  const pages: Readonly<Record<string, Served>> = {
    [exchange]: { body: markdown },
    [life]: { body: "<p>Access lives <b>7 days</b>.</p>" },
    [tokens]: { body: "POST /v1/tokens" },
    ...other,
  }
  const server = createServer(({ url = "" }, response) => {
    asked.push(url)
    const { status = 200, location, body = "", isSilent } = pages[url] ?? { status: 404 }
    if (isSilent !== true) response.writeHead(status, location === undefined ? {} : { location }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { asked, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : undefined}` }
}

const scratch = () => {
  const folder = mkdtempSync(join(tmpdir(), "upstream-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const read = async (other: Readonly<Record<string, Served>>, timeout = 20_000) => {
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

const sources = "scripts/upstream/fixtures/SOURCES.md"
const changed = (was: string, is: string): Served => ({ body: markdown.replaceAll(was, is) })

test.each<readonly [string, Served, RegExp, ReadonlyArray<string>]>([
  [
    "renames a field",
    changed("temp\\_token", "token"),
    /^-.*temp_token.*\n\+.*token/m,
    [`${sources}:10`, "scripts/upstream/fixtures/studio.yaml:3"],
  ],
  ["has another status", changed("400", "401"), /^-A refusal is 400\.\n\+A refusal is 401\.$/m, [`${sources}:11`]],
  [
    "changes words of no claim",
    changed("Yours", "Theirs"),
    /^-secret Yours & nobody else's\.\n\+secret Theirs & nobody else's\.$/m,
    [`${sources}:10`, `${sources}:11`],
  ],
  ["is gone", { status: 404 }, /^The page is gone: it answers 404\.$/, [`${sources}:10`, `${sources}:11`]],
  ["is gone for good", { status: 410 }, /^The page is gone: it answers 410\.$/, [`${sources}:10`, `${sources}:11`]],
  [
    "has moved",
    { status: 308, location: "https://elsewhere.example/" },
    /^The page has moved to another host, elsewhere\.example, and was not followed there\.$/,
    [`${sources}:10`, `${sources}:11`],
  ],
])("a page that %s is a change, with the lines that rest on it", async (_what, served, what, places) => {
  const { differing } = await read({ [exchange]: served })
  expect(differing.map(({ name }) => name)).toEqual(["exchange"])
  expect(differing[0]?.what).toMatch(what)
  expect(differing[0]?.restingOnIt.map(({ file, line }) => `${file}:${line}`)).toEqual(places)
  expect(markdownOf(differing)).toContain(`What rests on it:\n- \`${places[0]}\` `)
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
  const upstream = async (
    { pages = {}, without = "" }: { readonly pages?: Readonly<Record<string, Served>>; readonly without?: string },
    ...options: ReadonlyArray<string>
  ) => {
    const specs = join(scratch(), "specs")
    cpSync(fixtures, specs, { recursive: true })
    // Of a page that is no longer named.
    cpSync(join(specs, "SOURCES.md"), join(specs, "published/bank-gone.txt"))
    if (without !== "") rmSync(join(specs, without), { recursive: true })
    const { url, asked } = await serve(pages)
    const command = [process.execPath, "scripts/upstream.ts", "--specs", specs, "--base-url", url, ...options]
    const { code, stdout, stderr } = await run(command)
    const textOf = (page: string) => readFileSync(join(specs, "published", `${page}.txt`), "utf8")
    const names = () => (existsSync(join(specs, "published")) ? readdirSync(join(specs, "published")) : [])
    return { code, stdout, stderr, asked, textOf, names }
  }
  const named = readdirSync(join(fixtures, "published"))

  test("exits 0 when nothing differs", async () => {
    const { code, stdout } = await upstream({})
    expect(stdout).toMatch(/^3 of 3 pages read, 0 differ/)
    expect(code).toBe(0)
  })

  test("exits 1 when something differs, and writes the reports", async () => {
    const { code, stdout } = await upstream({ pages: { [life]: { body: "Access lives 6 days." } } })
    const report = readFileSync(join(root, "reports/upstream.md"), "utf8")
    expect(report).toContain("\n@@ -1 +1 @@\n-Access lives 7 days.\n+Access lives 6 days.\n```\n")
    expect(report).toMatch(/What rests on it:\n- `.*SOURCES\.md:12` Access lives 7 days\n/)
    expect(stdout).toContain(report)
    expect(code).toBe(1)
    expect(JSON.parse(readFileSync(join(root, "reports/upstream.json"), "utf8"))).toMatchObject({
      changes: [{ provider: "studio", name: "token life" }],
      unread: [],
    })
  })

  test("exits 1 for a page that is not recorded yet, and says how to record it", async () => {
    const { code, stdout } = await upstream({ without: "published/bank-tokens.txt" })
    expect(stdout).toContain("is not recorded yet: `npm run upstream -- --record --provider bank`.")
    expect(code).toBe(1)
  })

  test("records the pages of one provider, keeps the text of the others, and drops that of pages no longer named", async () => {
    const pages = { [exchange]: { body: "Other" }, [tokens]: { body: "PUT it" } }
    const { code, asked, names, textOf } = await upstream({ pages }, "--record", "--provider", "bank")
    expect({ code, asked, names: names() }).toEqual({ code: 0, asked: [tokens], names: named })
    expect([textOf("bank-tokens"), textOf("studio-exchange")]).toEqual(["PUT it\n", kept])
  })

  test("records everything when nothing is kept", async () => {
    const { code, names, textOf } = await upstream({ without: "published" }, "--record")
    expect({ code, names: names(), text: textOf("studio-exchange") }).toEqual({ code: 0, names: named, text: kept })
  })

  test.each([503, 404])("records nothing when a page answers %i", async (status) => {
    const pages = { [exchange]: { body: "Other" }, [tokens]: { status } }
    const { code, stderr, textOf } = await upstream({ pages }, "--record")
    expect(stderr).toContain("Nothing was recorded: 1 of 3 pages could not be read.")
    expect({ code, text: textOf("studio-exchange") }).toEqual({ code: 1, text: kept })
  })

  test.each([[["--base-url", "nonsense"]], [["--bas-url", "http://127.0.0.1"]], [["--provider", "acme"]]])(
    "exits 2 for %s, and requests nothing",
    async (options) => {
      const { code, stdout, stderr, asked } = await upstream({}, ...options)
      expect({ code, stdout, asked }).toEqual({ code: 2, stdout: "", asked: [] })
      expect(stderr).toContain("Usage: npm run upstream")
    },
  )
})
