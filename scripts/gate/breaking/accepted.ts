/** `specs/accepted-breaks.yaml`: the accepted breaking changes, each with its reason and last day. */

import { readYaml } from "../../../contracts/spec/document.ts"
import { BrokenSpec, isObject, type Place, type Problem } from "../../../contracts/spec/specs.ts"
import { isDay, plusDays } from "./day.ts"

export interface Accepted extends Place {
  /** The id of the finding, as the gate prints it. */
  readonly finding: string
  readonly reason: string
  /** The last day on which it is valid: `2027-01-31`. */
  readonly expires: string
}

const fields = ["finding", "reason", "expires"] as const

const form = "Each entry is { finding, reason, expires: YYYY-MM-DD }, and nothing else."

/** For how many days at most a break is accepted. */
const longest = 180

const substance = "why callers may break, and how they know: a sentence of five different words at least."

/** Whether a reason is a sentence: words that differ, and none of what people write for later. */
const isSaying = (reason: string) => {
  const words = new Set(reason.toLowerCase().match(/\p{L}{2,}/gu))
  return words.size >= 5 && !/[<>]|\b(todo|tbd|fixme|lorem)\b/i.test(reason)
}

export interface AcceptedBreaks {
  readonly entries: ReadonlyArray<Accepted>
  readonly problems: ReadonlyArray<Problem>
}

/** The entries valid today, and the problems of the file. An entry with a problem accepts nothing. */
export const readAccepted = (file: string, text: string, today: string): AcceptedBreaks => {
  const read = attempt(file, text)
  if (read instanceof BrokenSpec) return { entries: [], problems: read.problems }
  const { root, place } = read
  if (root === null || root === undefined) return { entries: [], problems: [] }
  if (!Array.isArray(root)) return { entries: [], problems: [{ ...place([]), message: `This is not a list. ${form}` }] }
  const entries: Array<Accepted> = []
  const problems: Array<Problem> = []
  for (const [index, entry] of root.entries()) {
    const at = place([index])
    const wrong = wrongWith(entry, today) ?? (entries.some((one) => one.finding === entry.finding) ? twice : undefined)
    if (wrong === undefined)
      entries.push({ ...at, finding: entry.finding, reason: entry.reason, expires: entry.expires })
    else problems.push({ ...at, message: wrong })
  }
  return { entries, problems }
}

const twice = "This finding is accepted twice. Remove one of the entries."

const attempt = (file: string, text: string) => {
  try {
    return readYaml(file, text)
  } catch (cause) {
    if (cause instanceof BrokenSpec) return cause
    throw cause
  }
}

const wrongWith = (entry: unknown, today: string): string | undefined => {
  if (!isObject(entry)) return form
  const missing = fields.filter((field) => typeof entry[field] !== "string" || String(entry[field]).trim() === "")
  if (missing.length > 0) return `This entry has no ${missing.join(" and no ")}. ${form}`
  const unknown = Object.keys(entry).filter((key) => !fields.some((field) => field === key))
  if (unknown.length > 0) return `This entry has ${unknown.join(", ")}. ${form}`
  const expires = String(entry.expires)
  if (!isDay(expires)) return `\`expires\` is not a day: ${expires}. Write YYYY-MM-DD.`
  if (expires < today)
    return `This entry expired on ${expires}: undo what it accepts, or accept it again. It accepts nothing.`
  const latest = plusDays(today, longest)
  if (expires > latest)
    return `This entry expires on ${expires}: a break is accepted for ${longest} days at most, today until ${latest}.`
  return isSaying(String(entry.reason)) ? undefined : `\`reason\` says nothing yet. Write ${substance}`
}
