/** Opens one page in a browser at one width, and returns its problems and links. */
import type { BrowserContext } from "@playwright/test"
import type { Finding, Linked } from "./links.ts"

export interface Visit extends Linked {
  readonly findings: ReadonlyArray<Finding>
}

/** Longest wait for a page that keeps changing. */
const patience = 10_000

export const visit = async (context: BrowserContext, origin: string, path: string): Promise<Visit> => {
  const reasons = new Set<string>()
  const page = await context.newPage()
  page.on("console", (message) => {
    if (message.type() === "error") reasons.add(`console error: ${message.text()}`)
  })
  page.on("pageerror", ({ message }) => reasons.add(`page error: ${message}`))
  page.on("requestfailed", (request) => reasons.add(`${request.url()} failed: ${request.failure()?.errorText}`))
  page.on("response", (response) => {
    if (response.status() >= 400) reasons.add(`${response.url()} answered ${response.status()}`)
  })
  page.on("request", (request) => {
    const { origin: host, protocol } = new URL(request.url())
    if (host !== origin && protocol !== "data:") reasons.add(`asks another host: ${request.url()}`)
  })
  try {
    await page.goto(`${origin}${path}`, { timeout: patience })
    const seen = await page.evaluate(look, patience)
    for (const reason of seen.reasons) reasons.add(reason)
    const { links, anchors } = seen
    return { path, links, anchors, findings: [...reasons].map((reason) => ({ path, reason })) }
  } catch (cause) {
    const reason = `could not be opened: ${cause instanceof Error ? cause.message : cause}`
    return { path, links: [], anchors: [], findings: [...reasons, reason].map((reason) => ({ path, reason })) }
  } finally {
    await page.close()
  }
}

/** Runs in the page: scrolls through it, since parts may render only then, and inspects it once it is stable. */
const look = async (patience: number) => {
  const until = performance.now() + patience
  let changes = 0
  new MutationObserver(() => {
    changes += 1
  }).observe(document, { subtree: true, childList: true, attributes: true })
  const settle = async () => {
    for (let quiet = 0; quiet < 3 && performance.now() < until; ) {
      const before = changes
      await new Promise((resolve) => setTimeout(resolve, 80))
      await new Promise((resolve) => requestIdleCallback(resolve))
      quiet = changes === before ? quiet + 1 : 0
    }
  }
  const { documentElement } = document
  await settle()
  for (let top = 0; top < documentElement.scrollHeight && performance.now() < until; top += innerHeight) {
    scrollTo({ top, behavior: "instant" })
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  }
  await settle()

  const reasons: Array<string> = []
  const { scrollWidth, clientWidth, lang } = documentElement
  if (scrollWidth > clientWidth) {
    reasons.push(`scrolls sideways: ${scrollWidth} px wide in ${clientWidth}`)
  }
  if (document.title.trim() === "") reasons.push("has no title")
  if (lang === "") reasons.push("does not say its language")
  if (document.querySelector('meta[name="viewport"]') === null) reasons.push("has no viewport: a phone would shrink it")
  if (document.querySelector("h1") === null) reasons.push("has no h1")
  return {
    reasons,
    links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href),
    anchors: [...document.querySelectorAll("[id]")].map(({ id }) => id),
  }
}
