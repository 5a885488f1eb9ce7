/** The facts of a page that a spec rests on: from `request field temp_token` to `string, required`. */
import { openApiFacts } from "./openapi.ts"
import { plain } from "./plain.ts"
import { tableFacts } from "./tables.ts"

/** By subject. An empty value means that the subject exists, but the rendering lost the rest. */
export type Facts = Readonly<Record<string, string>>

export interface About {
  readonly provider: string
  /** The path of the page's operation, if it has one. */
  readonly path: string | undefined
}

/** An OpenAPI document has all facts; without one, the tables and examples have them. */
export const factsOf = (page: string, { provider, path }: About): Facts => {
  const embedded = openApiFacts(page, provider, path)
  if (Object.keys(embedded).length > 0) return harmless(embedded)
  const found = tableFacts(page)
  return harmless(path === undefined ? { ...codesOnly(found), ...lifetimes(page) } : found)
}

/** A page about no operation of ours may still show one; only its codes count. */
const codesOnly = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([subject]) => /\b(?:code|type) \w+$/.test(subject)))

const lifetimes = (page: string): Facts => {
  const spans = plain(page).matchAll(/\b(\d+|one|two|three|four|six|twelve) (minute|hour|day)s?\b(?! ago)/gi)
  return Object.fromEntries(
    [...spans].map(([, count = "", unit]) => [`lifetime ${count.toLowerCase()} ${unit}s`, "stated"]),
  )
}

/** A page is untrusted text, and a fact ends up in a terminal and an issue. */
const harmless = (facts: Facts): Facts => {
  const clean = (text: string) => text.replace(/[^\x20-\x7e]|`/g, "").slice(0, 120)
  return Object.fromEntries(Object.entries(facts).map(([subject, value]) => [clean(subject), clean(value)]))
}
