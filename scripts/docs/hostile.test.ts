/** A spec whose texts are HTML: its page shows them, and nothing of them runs. */
import { existsSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium } from "@playwright/test"
import { afterAll, expect, it } from "vitest"
import { parse } from "yaml"
import { browserOptions } from "./check.ts"
import { dressed } from "./page.ts"
import { buildSpecPage } from "./spec-page.ts"

const folder = await mkdtemp(join(tmpdir(), "docs-"))
afterAll(() => rm(folder, { recursive: true }))
const file = join(import.meta.dirname, "fixtures/hostile.yaml")
const spec = { provider: "hostile", file, document: parse(await readFile(file, "utf8")) }
await buildSpecPage(spec, ["hostile"], folder)
const page = await readFile(join(folder, "hostile.html"), "utf8")
const rendered = page.slice(0, page.indexOf('<script type="module">'))

it.each([
  /<(iframe|base|form)/i,
  /<meta[^>]*refresh/i,
  /<style>body \{ display: none/i,
  /<script>(?!try\{var m=localStorage)/i,
  /<[^>]*\son[a-z]+\s*=/i,
  /<a [^>]*href="\s*(javascript|data):/i,
])("what a description says is not on the page as HTML: %s", (found) => {
  expect(rendered.replaceAll(/\s[\w-]+="[^"]*&lt;[^"]*"/g, "")).not.toMatch(found)
})

it("text, code and links of a description are still there", () => {
  expect(rendered).toContain("Visible before.")
  expect(rendered).toMatch(/<code>&lt;\u2060access&gt;<\/code> and <code>a &lt; b<\/code>/)
  expect(rendered).toContain('<a href="https://docs.example/"')
})

it("a page runs its own scripts only, and asks no other host; one script too many is an error", () => {
  const [, policy] =
    /^<!DOCTYPE html>\s*<html lang="en">\s*<head><meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(
      page,
    ) ?? []
  expect(policy?.replaceAll(/sha256-[\w+/=]{44}/g, "…").split(/ *; */)).toEqual([
    "default-src 'none'",
    "script-src '…' '…'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ])
  const other = "<head></head><body><script>hit()</script></body>"
  expect(() => dressed(other, { providers: [], scripts: 0 })).toThrow("A page has 1 inline scripts instead of 0.")
})

it.skipIf(!existsSync(browserOptions.executablePath))(
  "in a browser no text of it runs, loads or leads away",
  async () => {
    await using browser = await chromium.launch(browserOptions)
    const tab = await browser.newPage()
    await tab.addInitScript("window.hits = 0; window.hit = () => { window.hits += 1 }")
    const address = `file://${join(folder, "hostile.html")}`
    for (const route of ["", "#/tokens", "#/tokens/exchangetoken"]) {
      await tab.goto("about:blank")
      await tab.goto(`${address}${route}`)
      await tab.getByRole("heading", { name: "Exchange" }).or(tab.getByText("Visible before.")).first().waitFor()
      await tab.waitForLoadState("networkidle")
      expect(tab.url()).toContain(address)
      const found = await tab.evaluate(() => ({
        hits: Reflect.get(window, "hits"),
        base: document.baseURI.replace(/#.*/, ""),
        scripts: document.scripts.length,
        elements: [
          ...document.querySelectorAll("iframe, meta[http-equiv=refresh], base, form, object, embed, [onload]"),
        ],
        links: [...document.links].filter(({ protocol }) => !/^(file|https|mailto):$/.test(protocol)),
      }))
      expect(found).toEqual({ hits: 0, base: address, scripts: 2, elements: [], links: [] })
    }
  },
)
