/** What all pages share: the icon, links to every part, and what a browser may do on them. */
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Html, html, raw } from "./html.ts"

/** An inline picture, which a page need not fetch. */
export const picture = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg.trim())}`

export const icon = picture(await readFile(join(import.meta.dirname, "icon.svg"), "utf8"))

export const styleTag = (css: string): Html => html`<style>${raw(css)}</style>`

export interface Dress {
  readonly providers: ReadonlyArray<string>
  /** How many inline scripts the page has. One more would be somebody's. */
  readonly scripts: number
  /** Leads from the page to the site's root: `""`, `"../"`. */
  readonly up?: string
  /** Where scripts, styles and pictures in files may come from. */
  readonly files?: "'self'"
}

/**
 * A page with links to every part of the site, and with a policy: it runs its own scripts only, and asks no other
 * host.
 */
export const dressed = (page: string, { providers, scripts, up = "", files }: Dress): string => {
  const hashes = [...page.matchAll(/<script(?: type="module")?>(.*?)<\/script>/gs)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  )
  if (hashes.length !== scripts) throw new Error(`A page has ${hashes.length} inline scripts instead of ${scripts}.`)
  const policy = [
    "default-src 'none'",
    `script-src ${[...hashes, files].join(" ").trim() || "'none'"}`,
    // Redoc and TypeDoc style their elements by attributes.
    `style-src 'unsafe-inline' ${files ?? ""}`,
    `img-src data: ${files ?? ""}`,
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const parts = [["index", "token-exchange"], ["api/index", "Guides and API"], ...providers.map((name) => [name, name])]
  const links = parts.map(
    ([file = "", text = ""]) => html`<a href="${up}${file}.html" style="color: #1d4ed8">${text}</a> `,
  )
  const bar = html`<nav aria-label="Documentation" style="display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem;
    padding: 0.75rem 1rem; background: #eef1f6; font: 14px system-ui, sans-serif">${links}</nav>`
  return page
    .replace("<head>", () => `<head><meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">`)
    .replace("</head>", () => html`<link rel="icon" href="${icon}"></head>`.html)
    .replace(/<body[^>]*>/, (body) => `${body}${bar.html}`)
}
