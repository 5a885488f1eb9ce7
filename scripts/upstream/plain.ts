/** A page as plain text: one line per table row, code between fences, no markup. */

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }

const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })

const withoutTags = (html: string, between = ""): string => html.replace(/<\/?[a-z][^>]*>/gi, between)

const rowOf = (row: string): string =>
  [...row.matchAll(/<t[dh]\b[^>]*>([\s\S]*?)<\/t[dh]>/gi)]
    .map(([, cell = ""]) => withoutTags(cell, " ").replace(/\s+/g, " ").trim())
    .join(" | ")

/** Reads HTML, Markdown, Markdown with HTML in it, and HTML that shows its Markdown. */
export const plain = (page: string): string =>
  withoutTags(
    decode(
      withoutTags(
        page
          .replace(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>/gi, "")
          .replace(/<pre\b[^>]*>([\s\S]*?)<\/pre>/gi, (_, code: string) => fenced(code))
          .replace(/<tr\b[^>]*>([\s\S]*?)<\/tr>/gi, (_, row: string) => `\n| ${rowOf(row)} |\n`)
          .replace(/<h[1-6]\b[^>]*>/gi, "\n# ")
          .replace(/<br\b[^>]*>|<\/?(h[1-6]|p|div|li|section|table|button)\b[^>]*>/gi, "\n"),
      ),
    ),
  )

const fenced = (code: string): string => (code.includes("```") ? `\n${code}\n` : `\n\`\`\`\n${code}\n\`\`\`\n`)

export interface Fence {
  readonly code: string
  /** Its offset in the text. */
  readonly at: number
}

/** The code between fences. A rendering may have lost the line ends, so the language may stand on the code's line. */
export const fences = (text: string): ReadonlyArray<Fence> =>
  [...text.matchAll(/```(?:[a-z]+)?[ \t]*\s([\s\S]*?)```/g)].map(({ 1: code = "", index }) => ({ code, at: index }))

/** The state in a page's scripts, from which the site renders the page. */
export const scripts = (page: string): ReadonlyArray<string> =>
  [...page.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/gi)].map(([, script = ""]) => script)
