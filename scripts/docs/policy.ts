/** What a browser may do on a page of the site: run the scripts that this build wrote, and ask no other host. */
import { createHash } from "node:crypto"

/**
 * The meta tag for the head of a page. `scripts` are the texts of its inline scripts; `files` is `'self'` where the
 * page has scripts, styles and pictures in files of the site.
 */
export const policyTag = (scripts: ReadonlyArray<string>, files = ""): string => {
  const hashes = scripts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`)
  const policy = [
    "default-src 'none'",
    `script-src ${[...hashes, files].join(" ").trim() || "'none'"}`,
    // Redoc and TypeDoc style their elements by attributes.
    `style-src 'unsafe-inline' ${files}`,
    `img-src data: ${files}`,
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return `<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">`
}
