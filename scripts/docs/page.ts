/** The parts that all pages share: the icon, and a bar with links to every part. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Html, html, raw } from "./html.ts"

/** For tools that copy files. */
export const iconFile = join(import.meta.dirname, "icon.svg")
export const apiStyleFile = join(import.meta.dirname, "api.css")

const dataUri = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg.trim())}`

export const icon = dataUri(await readFile(iconFile, "utf8"))

/** The style of the bar, for pages that have a style of their own. */
export const barStyle = await readFile(join(import.meta.dirname, "bar.css"), "utf8")

/** The style of the start page, and of the cards on it. */
export const startStyle = (
  await Promise.all(["style.css", "flow-card.css"].map((name) => readFile(join(import.meta.dirname, name), "utf8")))
).join("\n")

/** Links to every part of the site. `up` leads from the page to the site's root: `""`, `"../"`. */
export const bar = (providers: ReadonlyArray<string>, up = ""): Html => html`
<nav class="site-bar" aria-label="Documentation">
  <a href="${up}index.html">token-exchange</a>
  ${providers.map((provider) => html`<a href="${up}${provider}.html">${provider}</a> `)}
  <a href="${up}api/index.html">TypeScript API</a>
</nav>`

/** An inline picture, which a page need not fetch. */
export const wordPicture = (text: string): string =>
  dataUri(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${text.length * 8}" height="16"><text y="12" fill="#2467f2" font-family="sans-serif" font-size="12">${text}</text></svg>`,
  )

export const styleTag = (css: string): Html => html`<style>${raw(css)}</style>`
