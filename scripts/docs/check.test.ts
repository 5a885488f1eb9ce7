import { existsSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { brokenLinks, browserOptions, check } from "./check.ts"

const files = new Set(["/index.html", "/dapi.html", "/api/index.html", "/api/style.css"])

const good = ["/", "/index.html#flows", "/index.html#", "/api/", "/api/style.css", "/dapi.html#t%3Da&b", "/dapi.html#/"]
const routed = ["/dapi.html#/other/exchange", "/dapi.html#/other/exchange#other/exchange/request"]

it.each([
  [[...good, ...routed, "https://example.com/not-followed"], []],
  [["/gone.html", "/gone.html"], ["/gone.html does not exist"]],
  [["/gone/"], ["/gone/index.html does not exist"]],
  [["/index.html#gone"], ["/index.html has no anchor #gone"]],
  [["/dapi.html#/other/gone"], ["/dapi.html has no anchor #other/gone"]],
  [["/dapi.html#/other/exchange#gone"], ["/dapi.html has no anchor #gone"]],
  [["http://example.com/"], ["http://example.com/ is not https"]],
])("of the links %j those are broken: %j", (links, reasons) => {
  const pages = new Map([
    ["/index.html", { links: links.map((link) => new URL(link, "https://docs.invalid").href), anchors: ["flows"] }],
    ["/dapi.html", { links: [], anchors: ["other/exchange", "other/exchange/request", "t=a&b"] }],
  ])
  expect(brokenLinks(pages, files)).toEqual(reasons.map((reason) => ({ path: "/index.html", reason })))
})

const broken = `<!doctype html><html lang="en"><title>Broken</title>
<p style="width: 900px"><a href="gone.html">Gone</a> <img src="https://elsewhere.example/pixel.png"></p>
<script>console.error("it went wrong"); setTimeout(() => { throw new Error("thrown") })</script>`

it.skipIf(!existsSync(browserOptions.executablePath))(
  "a page is opened at both widths, and each problem named",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docs-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, "broken.html"), broken)
    const { findings } = await check(folder)
    expect(new Set(findings.map(({ path, reason }) => `${path} ${reason}`))).toEqual(
      new Set([
        "/broken.html console error: it went wrong",
        "/broken.html page error: thrown",
        "/broken.html https://elsewhere.example/pixel.png failed: net::ERR_NAME_NOT_RESOLVED",
        "/broken.html console error: Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
        expect.stringMatching(/^\/broken.html scrolls sideways: it takes 9\d\d of 375 px$/),
        "/broken.html /gone.html does not exist",
      ]),
    )
  },
)
