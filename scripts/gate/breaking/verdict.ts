/** Turns changes and accepted breaks into the gate's findings. */
import { stringify } from "yaml"
import { acceptedBreaks, type Place, type Problem } from "../../../contracts/spec/specs.ts"
import type { Breaks, Finding } from "../finding.ts"
import type { Accepted } from "./accepted.ts"
import type { Compared, Located } from "./compare.ts"

const whoBreaks: Readonly<Record<Breaks, string>> = {
  senders: "It breaks callers who send",
  readers: "It breaks callers who read",
  both: "It breaks every caller",
  nobody: "It breaks nobody",
}

/** One finding per change, per wrong version and per useless entry in the accepted breaks. */
export const findingsOf = (
  compared: ReadonlyArray<Compared>,
  accepted: { readonly entries: ReadonlyArray<Accepted>; readonly problems: ReadonlyArray<Problem> },
): ReadonlyArray<Finding> => {
  const changes = compared.flatMap((spec) => spec.changes)
  const unaccepted = changes.filter(needsAcceptance)
  const unused = accepted.entries.filter(({ finding }) => !unaccepted.some(({ id }) => id === finding))
  return [
    ...unaccepted.map((one) => unlessAccepted(one, accepted.entries)),
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
    ...changes.filter((one) => !needsAcceptance(one)).map(note),
  ]
}

export const isBreaking = ({ part }: Located) => part === "major"

/** A change that fails the gate until it is accepted: it breaks callers, or a recorded exchange is lost. */
const needsAcceptance = (change: Located) => isBreaking(change) || isLostRecording(change)

const isLostRecording = ({ rule }: Located) =>
  rule === "recorded exchange removed" || rule === "recorded exchange changed"

const unlessAccepted = (change: Located, entries: ReadonlyArray<Accepted>): Finding => {
  const { id, breaks, place } = change
  const [fact, undo, about] = isLostRecording(change)
    ? [change.message, "Restore it", { place }]
    : [`${change.message}. ${whoBreaks[breaks]}`, "Undo it", { place, breaks }]
  const entry = entries.find(({ finding }) => finding === id)
  if (entry !== undefined) {
    return { severity: "note", message: `${fact}; accepted until ${entry.expires}: ${entry.reason}`, ...about }
  }
  const line = stringify({ finding: id }, { lineWidth: 0 }).trim()
  const message = `${fact}. ${undo}, or accept it in specs/${acceptedBreaks}: ${line}`
  return { severity: "error", message, ...about }
}

/** Names the first breaking change, else the first minor one. */
const versionError = (version: NonNullable<Compared["version"]>, changes: ReadonlyArray<Located>): Finding => {
  const first = changes.find(isBreaking) ?? changes.find(({ part }) => part === "minor")
  const reason = first === undefined ? "" : ` For: ${first.message}.`
  return { severity: "error", message: `${version.message}${reason}`, place: version.place }
}

const note = ({ message, breaks, place, part }: Located): Finding => ({
  severity: "note",
  message: `${message}. ${whoBreaks[breaks]}${part === "minor" ? "; a caller may do or read more." : "."}`,
  place,
  breaks,
})

const placeOf = ({ file, line, column }: Place): Place => ({ file, line, column })
