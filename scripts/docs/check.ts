/** Opens every page of the site in Chromium, at the width of a phone and of a desktop, and follows every link. */
import { readdirSync } from "node:fs"
import { join, relative } from "node:path"
import { chromium, type Page } from "@playwright/test"

export interface Finding {
  readonly path: string
  readonly reason: string
}

const widths = [375, 1280]

/** Pages that are open at the same time. */
const workers = 3

/** The site is served from its folder under this name, which no network has. */
const origin = "https://docs.invalid"

export const browserOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // The pages are our own, and containers run as root. Other hosts do not resolve, since the site must work offline.
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"],
}

export const check = async (folder: string, tell: (what: string) => void = () => {}) => {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = new Set(found.map(({ parentPath, name }) => `/${relative(folder, join(parentPath, name))}`))
  const pages = [...files].filter((file) => file.endsWith(".html")).sort()
  const findings: Array<Finding> = []
  const seen = new Map<string, Seen>()
  await using browser = await chromium.launch(browserOptions)
  const work = async (own: ReadonlyArray<string>) => {
    await using context = await browser.newContext({ baseURL: origin })
    await context.route("**", (route) => {
      const { origin: host, pathname } = new URL(route.request().url())
      const file = decodeURIComponent(pathname)
      return host === origin && files.has(file)
        ? route.fulfill({ path: join(folder, file) })
        : route.abort("namenotresolved")
    })
    const tab = await context.newPage()
    let path = ""
    const find = (reason: string) => findings.push({ path, reason })
    tab.on("console", (message) => message.type() === "error" && find(`console error: ${message.text()}`))
    tab.on("pageerror", ({ message }) => find(`page error: ${message}`))
    tab.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText
      // A request that was under way when the next page was opened.
      if (reason !== "net::ERR_ABORTED") find(`${request.url()} failed: ${reason}`)
    })
    for (path of own) {
      try {
        seen.set(path, await visit(tab, path, find))
      } catch (cause) {
        find(`could not be opened: ${cause instanceof Error ? cause.message : cause}`)
      }
      if (seen.size % 10 === 0) tell(`${seen.size} of ${pages.length} pages …`)
    }
  }
  const shares = Array.from({ length: workers }, (_, worker) => pages.filter((_, index) => index % workers === worker))
  await Promise.all(shares.map(work))
  const links = [...seen.values()].reduce((sum, { links }) => sum + links.length, 0)
  return { pages: pages.length, links, findings: [...findings, ...brokenLinks(seen, files)] }
}

/** What a page leads to, and what can be led to on it. */
interface Seen {
  /** Absolute, as the browser resolves them. */
  readonly links: ReadonlyArray<string>
  readonly anchors: ReadonlyArray<string>
}

const visit = async (tab: Page, path: string, find: (reason: string) => void): Promise<Seen> => {
  await tab.goto(path)
  for (const width of widths) {
    await tab.setViewportSize({ width, height: 800 })
    const needed = await tab.evaluate(widthSeen)
    if (needed > width) find(`scrolls sideways: it takes ${needed} of ${width} px`)
  }
  return tab.evaluate(() => ({
    links: [...new Set([...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href))],
    anchors: [...document.querySelectorAll("[id]")].map(({ id }) => id),
  }))
}

/** Runs in the page: scrolls through it, since Redoc renders a part once it is seen, and gives its width. */
const widthSeen = async (): Promise<number> => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const { documentElement: page } = document
  // No page is longer than a thousand screens, unless it grows without end.
  const steps = document.querySelector("#redoc") === null ? 0 : 2_000
  for (let step = 0; step < steps && (step * innerHeight) / 2 < page.scrollHeight; step++) {
    scrollTo({ top: (step * innerHeight) / 2, behavior: "instant" })
    await frame()
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 200 }))
  }
  await frame()
  return page.scrollWidth
}

/** A link to another host is not followed; it must be https. */
export const brokenLinks = (pages: ReadonlyMap<string, Seen>, files: ReadonlySet<string>): ReadonlyArray<Finding> => {
  const anchors = new Map([...pages].map(([path, { anchors }]) => [path, new Set(anchors)]))
  const reasonsAgainst = (link: string): ReadonlyArray<string> => {
    const { origin: host, protocol, pathname, hash } = new URL(link)
    if (host !== origin) return protocol === "https:" ? [] : [`${link} is not https`]
    const path = decodeURIComponent(pathname).replace(/\/$/, "/index.html")
    if (!files.has(path)) return [`${path} does not exist`]
    // `#/route#id` is a place of a page that routes by hash: the id, or else the route.
    const [route = "", id = route.replace(/^\//, "")] = decodeURIComponent(hash)
      .slice(1)
      .split(/(?<=^\/[^#]*)#/)
    return id === "" || anchors.get(path)?.has(id) ? [] : [`${path} has no anchor #${id}`]
  }
  return [...pages].flatMap(([path, { links }]) =>
    [...new Set(links.flatMap(reasonsAgainst))].map((reason) => ({ path, reason })),
  )
}
