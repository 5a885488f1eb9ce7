/**
 * A page as lines of plain words. HTML, Markdown, and a rendering on one line give the same lines, so that only a
 * change of words is a difference. Every pass looks at each character once: a page may be hostile, and of 2 MB.
 */

/** Elements whose content is not the page's own text. */
const skipped = /^<(script|style|svg|noscript|template|nav|footer)[\s/>]/

/** The end of what begins at `from`, or the end of the page. */
const after = (page: string, from: number, end: string): number => {
  const found = page.indexOf(end, from)
  return found < 0 ? page.length : found + end.length
}

/** Elements within a word or a sentence. */
const inline = /^<\/?(a|b|i|em|strong|code|span|mark|small|su[bp])[\s>]/

const withoutTags = (page: string): string => {
  const lower = page.toLowerCase()
  const texts: Array<string> = []
  const tags = /<[a-z/!?]/g
  let at = 0
  for (let tag = tags.exec(lower); tag !== null; tag = tags.exec(lower)) {
    const start = lower.slice(tag.index, tag.index + 12)
    texts.push(page.slice(at, tag.index), inline.test(start) ? "" : " ")
    const [, name] = skipped.exec(start) ?? []
    if (start.startsWith("<!--")) at = after(page, tag.index, "-->")
    else at = after(page, name === undefined ? tag.index : after(lower, tag.index, `</${name}`), ">")
    tags.lastIndex = at
  }
  return [...texts, page.slice(at)].join("")
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : " "
  })

/** A page is untrusted: of its characters only those are left that can do nothing to a terminal. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e\s]+/g, "")

/** Without the marks of Markdown, and without what changes by itself. */
const unmarked = (text: string): string =>
  text
    .replace(/\b(?:last )?(?:updated|modified) (?:about )?\w{1,9} \w{1,9} ago\b/gi, " ")
    .replace(/\\(?=[_*])|[`*]+/g, "")
    .replace(/\||\{%|%\}/g, " ")

/** A key (`type:`, `"code":`) and a heading begin a line; a sentence ends one. A word too long for a line is a line. */
export const linesOf = (page: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of unmarked(printable(withoutTags(decoded(withoutTags(printable(page)))))).split(/\s+/)) {
    if (word === "" || /^[-:#=]+$/.test(word)) continue
    const isStart = /^[^\s]{1,60}:$/.test(word) || /[.!?;{},]$/.test(line) || line.length + word.length > 110
    if (isStart && line !== "") {
      lines.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return line === "" ? lines : [...lines, line]
}
