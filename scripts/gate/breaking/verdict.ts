/** From what changed and what is accepted to what the gate says. */
import { stringify } from "yaml"
import { acceptedBreaks, type Place, type Problem } from "../../specs.ts"
import type { Breaks, Finding } from "../finding.ts"
import type { Accepted } from "./accepted.ts"
import type { Compared, Located } from "./compare.ts"

const whoBreaks: Readonly<Record<Breaks, string>> = {
  senders: "It breaks callers who send",
  readers: "It breaks callers who read",
  both: "It breaks every caller",
  nobody: "It breaks nobody",
}

/** One finding for each change, for each version that did not move as it must, and for each entry that is of no use. */
export const findingsOf = (
  compared: ReadonlyArray<Compared>,
  accepted: { readonly entries: ReadonlyArray<Accepted>; readonly problems: ReadonlyArray<Problem> },
): ReadonlyArray<Finding> => {
  const changes = compared.flatMap((spec) => spec.changes)
  const unused = accepted.entries.filter(({ finding }) => !changes.some((one) => isBreaking(one) && one.id === finding))
  return [
    ...changes.filter(isBreaking).map((one) => breaking(one, accepted.entries)),
    ...compared.flatMap(({ changes, version }) => (version === undefined ? [] : [versionError(version, changes)])),
    ...accepted.problems.map(({ message, ...place }) => ({
      severity: "error" as const,
      message,
      place: placeOf(place),
    })),
    ...unused.map((entry) => ({
      severity: "error" as const,
      message: `Nothing breaks that this entry accepts: ${entry.finding}. Remove it.`,
      place: placeOf(entry),
    })),
    ...changes.filter((one) => !isBreaking(one)).map(note),
  ]
}

export const isBreaking = ({ part }: Located) => part === "major"

const breaking = (change: Located, entries: ReadonlyArray<Accepted>): Finding => {
  const { id, said, breaks, place } = change
  const entry = entries.find(({ finding }) => finding === id)
  if (entry !== undefined) {
    const message = `${said}. ${whoBreaks[breaks]}; accepted until ${entry.expires}: ${entry.reason}`
    return { severity: "note", message, place, breaks }
  }
  const line = stringify({ finding: id }, { lineWidth: 0 }).trim()
  const message = `${said}. ${whoBreaks[breaks]}. Undo it, or accept it in specs/${acceptedBreaks}: ${line}`
  return { severity: "error", message, place, breaks }
}

/** Names the change that demands the most. */
const versionError = (version: NonNullable<Compared["version"]>, changes: ReadonlyArray<Located>): Finding => {
  const first = changes.find(isBreaking) ?? changes.find(({ part }) => part === "minor")
  const reason = first === undefined ? "" : ` For: ${first.said}.`
  return { severity: "error", message: `${version.message}${reason}`, place: version.place }
}

const note = ({ said, breaks, place, part }: Located): Finding => ({
  severity: "note",
  message: `${said}. ${whoBreaks[breaks]}${part === "minor" ? "; a caller may do or read more." : "."}`,
  place,
  breaks,
})

const placeOf = ({ file, line, column }: Place): Place => ({ file, line, column })
