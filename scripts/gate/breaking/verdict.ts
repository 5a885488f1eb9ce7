/** Turns changes and accepted breaks into the gate's findings. */
import { stringify } from "yaml"
import { acceptedBreaks, type Place } from "../../../contracts/spec/specs.ts"
import type { Breaks, Finding } from "../finding.ts"
import type { Accepted, AcceptedBreaks } from "./accepted.ts"
import type { Compared, Located, Version } from "./compare.ts"

const whoBreaks: Readonly<Record<Breaks, string>> = {
  senders: "It breaks callers who send",
  readers: "It breaks callers who read",
  both: "It breaks every caller",
  nobody: "It breaks nobody",
}

/**
 * One finding per change, per wrong version and per useless entry in the accepted breaks. An entry that the base has
 * may stay until the release that breaks, for the comparison with the release before.
 */
export const findingsOf = (
  compared: ReadonlyArray<Compared>,
  accepted: AcceptedBreaks,
  before: ReadonlyArray<string>,
): ReadonlyArray<Finding> => {
  const changes = compared.flatMap((spec) => spec.changes)
  const unaccepted = changes.filter(needsAcceptance)
  const unused = accepted.entries.filter(({ finding }) => !unaccepted.some(({ id }) => id === finding))
  return [
    ...unaccepted.map((one) => unlessAccepted(one, accepted.entries)),
    ...compared.flatMap(({ changes, version }) =>
      version?.message === undefined ? [] : [versionError(version, version.message, changes)],
    ),
    ...accepted.problems.map(({ message, ...place }) => ({
      severity: "error" as const,
      message,
      place: placeOf(place),
    })),
    ...unused.map((entry) => uselessEntry(entry, before.includes(entry.finding))),
    ...changes.filter((one) => !needsAcceptance(one)).map(note),
  ]
}

const uselessEntry = (entry: Accepted, isOfBase: boolean): Finding => ({
  severity: isOfBase ? "note" : "error",
  message: isOfBase
    ? `The base has this break already: ${entry.finding}. Remove the entry after the next release.`
    : `Nothing breaks that this entry accepts: ${entry.finding}. Remove it.`,
  place: placeOf(entry),
})

export const isBreaking = ({ part }: Located) => part === "major"

/** A change that fails the gate until it is accepted: it breaks callers, or a recorded exchange is lost. */
export const needsAcceptance = (change: Located) => isBreaking(change) || isLostRecording(change)

const isLostRecording = ({ rule }: Located) =>
  rule === "recorded exchange removed" || rule === "recorded exchange changed"

const unlessAccepted = (change: Located, entries: ReadonlyArray<Accepted>): Finding => {
  const { id, breaks, brief, place } = change
  const [fact, undo, about] = isLostRecording(change)
    ? [change.message, "Restore it", { place }]
    : [`${change.message}. ${whoBreaks[breaks]}`, "Undo it", { place, breaks, brief }]
  const entry = entries.find(({ finding }) => finding === id)
  if (entry !== undefined) {
    return { severity: "note", message: `${fact}; accepted until ${entry.expires}: ${entry.reason}`, ...about }
  }
  const line = stringify({ finding: id }, { lineWidth: 0 }).trim()
  const message = `${fact}. ${undo}, or accept it in specs/${acceptedBreaks}: ${line}`
  return { severity: "error", message, ...about }
}

/** Names the first breaking change, else the first minor one. */
const versionError = ({ place }: Version, message: string, changes: ReadonlyArray<Located>): Finding => {
  const first = changes.find(isBreaking) ?? changes.find(({ part }) => part === "minor")
  const reason = first === undefined ? "" : ` For: ${first.message}.`
  return { severity: "error", message: `${message}${reason}`, place }
}

const note = ({ message, breaks, place, part }: Located): Finding => ({
  severity: "note",
  message: `${message}. ${whoBreaks[breaks]}${part === "minor" ? "; a caller may do or read more." : "."}`,
  place,
  breaks,
})

const placeOf = ({ file, line, column }: Place): Place => ({ file, line, column })
