/** The facts of a page with tables and examples instead of an embedded document. */
import type { Facts } from "./facts.ts"
import { fences, plain } from "./plain.ts"

/** A part of the page by its title: the request, or an answer with its status, if stated. */
const sections: ReadonlyArray<readonly [RegExp, (status: string) => string]> = [
  [/^(?:body parameters|request body|request|parameters)\b/i, () => "request"],
  [/^(?:.*\btitle=")?([1-5]\d\d)(?::|\s*$)/, (status) => `answer ${status}`],
  [/^response\b/i, () => "answer"],
]

const sectionOf = (line: string): string | undefined => {
  const title = line.replace(/^#+\s*/, "").trim()
  if (title.includes(" | ") || title.length > 120) return undefined
  for (const [pattern, name] of sections) {
    const [found, status = ""] = title.match(pattern) ?? []
    if (found !== undefined) return name(status)
  }
  return undefined
}

export const tableFacts = (page: string): Facts => {
  // A row whose empty cell became a line end: `appSecret |` and `| Private token |`.
  const text = plain(page)
    .replace(/^(\w+) \|\n\|/gm, "$1 | |")
    .replaceAll("\\", "")
  return { ...operationFacts(text), ...fieldFacts(text), ...exampleFacts(text), ...codeFacts(text) }
}

const operationFacts = (text: string): Facts => {
  const named = text.match(/\b(GET|POST|PUT|PATCH|DELETE)\b[`\s|]*(https?:\/\/[^\s`"'<>|)]+)/)
  const alone = text.match(/^`?(https?:\/\/[^\s`"'<>|)]+)`?\s*$/m)
  const url = URL.parse(named?.[2] ?? alone?.[1] ?? "")
  if (url === null) return {}
  const method = named?.[1] ?? text.match(/--request (\w+)/)?.[1]
  return { ...(method && { method }), path: url.pathname, [`server ${url.origin}`]: "named" }
}

const fieldFacts = (text: string): Facts => {
  const found: Array<{ where: string; name: string; type: string; isRequired: boolean }> = []
  let where = "request"
  for (const line of text.split("\n")) {
    where = sectionOf(line) ?? where
    if (!line.includes("|")) continue
    const [first = "", type = ""] = line
      .replace(/^\s*\|/, "")
      .split("|")
      .map((cell) => cell.replaceAll("`", "").trim())
    const [, name, mark = ""] = first.match(/^([A-Za-z_]\w*)\s*(\*|required)?$/i) ?? []
    if (name === undefined || /^type$/i.test(type) || !/^[A-Za-z]*$/.test(type)) continue
    found.push({ where, name, type: type.toLowerCase(), isRequired: mark !== "" })
  }
  const facts: Record<string, string> = {}
  for (const { where, name, type, isRequired } of found) {
    // A rendering without types has dropped inline code and its marks: only the field's existence is known.
    const isTold = found.some((other) => other.where === where && other.type !== "")
    const marks = found.some((other) => other.where === where && other.isRequired)
    facts[`${where} field ${name}`] = isTold
      ? [type, ...(isRequired ? ["required"] : marks ? ["optional"] : [])].join(", ")
      : ""
  }
  return facts
}

/** The example under a status shows the fields of its body. */
const exampleFacts = (text: string): Facts => {
  const facts: Record<string, string> = {}
  for (const { code, at } of fences(text)) {
    const where = text
      .slice(0, at)
      .split("\n")
      .map(sectionOf)
      .findLast((section) => section !== undefined)
    if (where === undefined || !/\d$/.test(where)) continue
    facts[where] = "shown"
    for (const [, name] of code.matchAll(/"(\w+)"\s*:/g)) facts[`${where} field ${name}`] = "shown"
  }
  return facts
}

/** Error codes: listed in examples by class and status, or as rows of a table, or shown one by one in examples. */
const codeFacts = (text: string): Facts => {
  const facts: Record<string, string> = {}
  const classes = /"type":\s*"([a-z_]+)",\s*"http":\s*(\d{3}(?:\s*\|\s*\d{3})*),\s*"code":\s*((?:"[a-z_]+"[\s|,]*)+)/g
  for (const [, type, statuses = "", codes = ""] of text.matchAll(classes)) {
    // The last name may be the next key.
    for (const [, code] of codes.matchAll(/"([a-z_]+)"/g)) {
      facts[`${type} code ${code}`] = statuses.split(/[\s|]+/).join(" or ")
    }
    delete facts[`${type} code message`]
  }
  for (const [, type] of text.matchAll(/"type":\s*"([A-Z][A-Z_]+)"/g)) facts[`error type ${type}`] = "shown"
  for (const [, status = "", type] of text.matchAll(/^\W*(\d{3})\s*\|[`\s]*([A-Z][A-Z_]+)[`\s]*\|/gm)) {
    facts[`error type ${type}`] = status
  }
  return facts
}
