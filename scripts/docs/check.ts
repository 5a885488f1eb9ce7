/** Opens every page of the site in Chromium, at the width of a phone and of a desktop. */
import { existsSync } from "node:fs"
import { mkdir, readdir } from "node:fs/promises"
import { join } from "node:path"
import { type Browser, chromium } from "@playwright/test"
import { type Finding, followLinks } from "./links.ts"
import { serve } from "./serve.ts"
import { type Visit, visit } from "./visit.ts"

export interface Checked {
  readonly pages: number
  readonly links: number
  readonly findings: ReadonlyArray<Finding>
}

/** There is no browser. */
export class NoBrowser extends Error {}

const widths = [360, 1280]

/** Pages that are open at the same time. */
const workers = 4

export const check = async (folder: string, screens: string, tell: (what: string) => void): Promise<Checked> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = files
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `/${join(parentPath, name).slice(folder.length + 1)}`)
    .sort()
  const pages = paths.filter((path) => path.endsWith(".html"))
  await using browser = await launch()
  await using site = await serve(folder)

  const visits: Array<Visit> = []
  for (const width of widths) {
    await using context = await browser.newContext({ viewport: { width, height: 800 } })
    const queue = [...pages]
    const work = async () => {
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
        const { findings, ...seen } = await visit(context, site.url, path)
        visits.push({ ...seen, findings: findings.map(({ reason }) => ({ path, reason: `${reason} (${width} px)` })) })
        tell(`${visits.length} of ${pages.length * widths.length} pages …`)
      }
    }
    await Promise.all(Array.from({ length: workers }, work))
  }
  await photograph(browser, site.url, screens)

  const together = pages.map((path) => {
    const seen = visits.filter((one) => one.path === path)
    return { path, links: seen.flatMap(({ links }) => links), anchors: seen.flatMap(({ anchors }) => anchors) }
  })
  return {
    pages: pages.length,
    links: together.reduce((sum, { links }) => sum + new Set(links).size, 0),
    findings: [...visits.flatMap(({ findings }) => findings), ...followLinks(site.url, together, new Set(paths))],
  }
}

export const browserOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // The pages are our own, and containers run as root. Other hosts do not resolve, since the site must work offline.
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
}

const launch = async (): Promise<Browser> => {
  const { executablePath } = browserOptions
  if (existsSync(executablePath)) return chromium.launch(browserOptions)
  throw new NoBrowser(
    `There is no Chromium at ${executablePath}. Install it (Debian: apt-get install chromium), or name one in CHROMIUM.`,
  )
}

/** The start page, for a person to look at. */
const photograph = async (browser: Browser, url: string, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  for (const width of widths) {
    for (const colorScheme of ["light", "dark"] as const) {
      await using context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
      const page = await context.newPage()
      await page.goto(`${url}/index.html`)
      await page.screenshot({ path: join(folder, `start-${width}-${colorScheme}.png`), fullPage: true })
    }
  }
}
