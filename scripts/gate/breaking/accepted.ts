/** `specs/accepted-breaks.yaml`: the accepted breaking changes, each with its reason and last day. */
import { stringify } from "yaml"
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

export interface AcceptedBreaks {
  readonly entries: ReadonlyArray<Accepted>
  readonly problems: ReadonlyArray<Problem>
}

const fields = ["finding", "reason", "expires"]

const form = "Each entry is { finding, reason, expires: YYYY-MM-DD }, and nothing else."

/** For how many days at most a break is accepted. */
const longest = 180

const substance = "why callers may break, and how they know: a sentence of five different words at least."

/** Entries for the ids of these findings, to which their author adds the reasons. Empty if there are none. */
export const proposeAccepted = (findings: ReadonlyArray<string>, today: string): string => {
  const rest = { reason: "<why callers may break, and how they know>", expires: plusDays(today, 90) }
  const entries = findings.map((finding) => ({ finding, ...rest }))
  return entries.length === 0 ? "" : stringify(entries, { lineWidth: 0 })
}

/** The entries valid today, and the problems of the file. An entry with a problem accepts nothing. */
export const readAccepted = (file: string, text: string, today: string): AcceptedBreaks => {
  try {
    const { root, place } = readYaml(file, text)
    if (root !== null && root !== undefined && !Array.isArray(root))
      return { entries: [], problems: [{ ...place([]), message: `This is not a list. ${form}` }] }
    const entries: Array<Accepted> = []
    const problems: Array<Problem> = []
    for (const [index, entry] of (root ?? []).entries()) {
      const { finding, reason, expires } = isObject(entry) ? entry : {}
      const isTwice = entries.some((one) => one.finding === finding)
      const message = wrongWith(entry, today) ?? (isTwice ? "This finding is accepted twice. Remove one entry." : "")
      if (message !== "") problems.push({ ...place([index]), message })
      else
        entries.push({ ...place([index]), finding: String(finding), reason: String(reason), expires: String(expires) })
    }
    return { entries, problems }
  } catch (cause) {
    if (cause instanceof BrokenSpec) return { entries: [], problems: cause.problems }
    throw cause
  }
}

const wrongWith = (entry: unknown, today: string): string | undefined => {
  if (!isObject(entry)) return form
  const missing = fields.filter((field) => typeof entry[field] !== "string" || String(entry[field]).trim() === "")
  if (missing.length > 0) return `This entry has no ${missing.join(" and no ")}. ${form}`
  const unknown = Object.keys(entry).filter((key) => !fields.includes(key))
  if (unknown.length > 0) return `This entry has ${unknown.join(", ")}. ${form}`
  const [expires, latest] = [String(entry.expires), plusDays(today, longest)]
  if (!isDay(expires)) return `\`expires\` is not a day: ${expires}. Write YYYY-MM-DD.`
  if (expires < today)
    return `This entry expired on ${expires}: undo what it accepts, or accept it again. It accepts nothing.`
  if (expires > latest)
    return `This entry expires on ${expires}: a break is accepted for ${longest} days at most, today until ${latest}.`
  return isSentence(String(entry.reason)) ? undefined : `\`reason\` says nothing yet. Write ${substance}`
}

/** Words that differ, and none of what people write for later. */
const isSentence = (reason: string) => {
  const words = new Set(reason.toLowerCase().match(/\p{L}{2,}/gu))
  return words.size >= 5 && !/[<>]|\b(todo|tbd|fixme|lorem)\b/i.test(reason)
}
