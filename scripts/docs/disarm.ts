/** A spec whose texts cannot become HTML. Redoc would pass the HTML and the tags of a Markdown text on to the browser. */
import { isObject, type Json } from "../../contracts/spec/specs.ts"

/** Not Markdown: a reader may want to copy them. Redoc shows them as they are. */
const isExact = (key: string) => /^(enum|const|default|pattern|examples?|value)$/.test(key)

const isAddress = (key: string) => /^(href|termsOfService|.*url)$/i.test(key)

/** A word joiner behind the `<` is invisible, and no HTML begins like that: not in text, and not in code either. */
const asText = (text: string) => text.replace(/<(?=[a-z/!?])|\{(?=[%{])/gi, "$&\u2060")

const asAddress = (text: string) => {
  const { protocol = "https:" } = URL.parse(text) ?? {}
  return /^(https?|mailto):$/.test(protocol) ? asText(text) : "#"
}

export const disarm = (node: Json, key = ""): Json => {
  if (typeof node === "string") return isExact(key) ? node : isAddress(key) ? asAddress(node) : asText(node)
  if (Array.isArray(node)) return node.map((item) => disarm(item, typeof item === "string" ? key : ""))
  if (!isObject(node)) return node
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, disarm(value, name)]))
}
