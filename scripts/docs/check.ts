/** Opens every page of the site in Chromium, at the width of a phone and of a desktop, and follows every link. */
import { existsSync, globSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { chromium, type Page } from "@playwright/test"

export interface Finding {
  readonly path: string
  readonly reason: string
}

/** There is no browser. */
export class NoBrowser extends Error {}

const widths = [375, 1280]

/** Pages that are open at the same time. */
const workers = 3

/** The longest that a page may take to be inspected, in milliseconds: a script in it could go on for ever. */
const patience = 120_000

/** The site is served from its folder under this name, which no network has. */
const origin = "https://docs.invalid"

export const browserOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // The pages are our own, and containers run as root. Other hosts do not resolve, since the site must work offline.
  args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"],
}

export const check = async (folder: string, screens: string, tell: (what: string) => void = () => {}) => {
  const { executablePath } = browserOptions
  if (!existsSync(executablePath))
    throw new NoBrowser(
      `There is no Chromium at ${executablePath}. Install it (Debian: apt-get install chromium), or name one in CHROMIUM.`,
    )
  const files = new Set(globSync("**/*.*", { cwd: folder }).map((file) => `/${file}`))
  const pages = [...files].filter((file) => file.endsWith(".html")).sort()
  const findings: Array<Finding> = []
  const seen = new Map<string, Seen>()

  await using browser = await chromium.launch(browserOptions)
  const work = async (own: ReadonlyArray<string>) => {
    await using context = await browser.newContext()
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
      const late = setTimeout(patience, undefined, { ref: false }).then(() => {
        throw new Error(`it did not come to rest within ${patience / 1000} s`)
      })
      try {
        const { reasons, ...rest } = await Promise.race([visit(tab, path, screens), late])
        seen.set(path, rest)
        reasons.map(find)
      } catch (cause) {
        find(`could not be opened: ${cause instanceof Error ? cause.message : cause}`)
      }
      if (seen.size % 10 === 0) tell(`${seen.size} of ${pages.length} pages …`)
    }
  }
  const share = (worker: number) => work(pages.filter((_, index) => index % workers === worker))
  await Promise.all(Array.from({ length: workers }, (_, worker) => share(worker)))
  const links = [...seen.values()].reduce((sum, { links }) => sum + links.length, 0)
  return { pages: pages.length, links, findings: [...findings, ...brokenLinks(seen, files)] }
}

/** What a page leads to, and what can be led to on it. */
interface Seen {
  /** Absolute, as the browser resolves them. */
  readonly links: ReadonlyArray<string>
  readonly anchors: ReadonlyArray<string>
}

const visit = async (tab: Page, path: string, screens: string) => {
  await tab.goto(`${origin}${path}`)
  const reasons: Array<string> = []
  for (const width of widths) {
    await tab.setViewportSize({ width, height: 800 })
    for (const reason of await tab.evaluate(look)) reasons.push(`${reason} (${width} px)`)
    // For a person to look at.
    if (path === "/index.html") await tab.screenshot({ path: join(screens, `start-${width}.png`), fullPage: true })
  }
  const seen: Seen = await tab.evaluate(() => ({
    links: [...new Set([...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href))],
    anchors: [...document.querySelectorAll("[id]")].map(({ id }) => id),
  }))
  return { ...seen, reasons }
}

/** Runs in the page: scrolls through it, since Redoc renders a part once it is seen, and names what is wrong. */
const look = async (): Promise<ReadonlyArray<string>> => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const { documentElement: page } = document
  for (let top = 0; document.querySelector("#redoc") !== null && top < page.scrollHeight; top += innerHeight / 2) {
    scrollTo({ top, behavior: "instant" })
    await frame()
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 200 }))
  }
  await frame()
  const names = [...document.querySelectorAll(".title-name")]
  return [
    ...(page.scrollWidth > page.clientWidth ? [`scrolls sideways: ${page.scrollWidth} px wide`] : []),
    ...names.filter((name) => name.getClientRects().length > 1).map((name) => `breaks its title: ${name.textContent}`),
  ]
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
