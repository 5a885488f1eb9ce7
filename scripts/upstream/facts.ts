/** What a page says that a spec rests on: from `request field temp_token` to `string, required`. */
import { openApiFacts } from "./openapi.ts"
import { plain } from "./plain.ts"
import { tableFacts } from "./tables.ts"

/** By subject. An empty value says that the subject is there, and no more: the rendering lost the rest. */
export type Facts = Readonly<Record<string, string>>

export interface About {
  readonly provider: string
  /** The path under which the page's operation is known, where it is about one. */
  readonly path: string | undefined
}

/** An OpenAPI document says all there is; without one, the tables and examples do. */
export const factsOf = (page: string, { provider, path }: About): Facts => {
  const embedded = openApiFacts(page, provider, path)
  if (Object.keys(embedded).length > 0) return harmless(embedded)
  const found = tableFacts(page)
  return harmless(path === undefined ? { ...codesOnly(found), ...lifetimes(page) } : found)
}

/** A page about no operation of ours may still show one; its codes are what it is about. */
const codesOnly = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([subject]) => /\b(?:code|type) \w+$/.test(subject)))

const lifetimes = (page: string): Facts => {
  const spans = plain(page).matchAll(/\b(\d+|one|two|three|four|six|twelve) (minute|hour|day)s?\b(?! ago)/gi)
  return Object.fromEntries(
    [...spans].map(([, count = "", unit]) => [`lifetime ${count.toLowerCase()} ${unit}s`, "stated"]),
  )
}

/** A page is a stranger's text, and a fact ends in a terminal and in an issue. */
const harmless = (facts: Facts): Facts => {
  const clean = (text: string) => text.replace(/[^\x20-\x7e]|`/g, "").slice(0, 120)
  return Object.fromEntries(Object.entries(facts).map(([subject, value]) => [clean(subject), clean(value)]))
}
