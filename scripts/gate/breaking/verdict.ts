/** Turns changes and accepted breaks into the gate's findings. */
import { stringify } from "yaml"
import { acceptedBreaks } from "../../../contracts/spec/specs.ts"
import type { Finding } from "../finding.ts"
import type { AcceptedBreaks } from "./accepted.ts"
import type { Compared, Located } from "./compare.ts"

export const isBreaking = ({ part }: Located) => part === "major"

const isLostRecording = ({ rule }: Located) => rule.startsWith("recorded exchange")

/** A change that fails the gate until it is accepted: it breaks callers, or a recorded exchange is lost. */
export const needsAcceptance = (change: Located) => isBreaking(change) || isLostRecording(change)

/**
 * One finding per change, per wrong version and per useless entry in the accepted breaks. An entry that the base has
 * may stay until the release that breaks, for the comparison with the release before.
 */
export const findingsOf = (
  compared: ReadonlyArray<Compared>,
  { entries, problems }: AcceptedBreaks,
  before: ReadonlyArray<string>,
): ReadonlyArray<Finding> => {
  const changes = compared.flatMap((spec) => spec.changes)
  const unaccepted = changes.filter(needsAcceptance)
  const isUsed = (id: string) => unaccepted.some((one) => one.id === id)
  return [
    ...unaccepted.map((one) => unlessAccepted(one, entries)),
    ...compared.flatMap(versionError),
    ...problems.map(({ message, ...place }) => ({ severity: "error" as const, message, place })),
    ...entries.flatMap(({ finding, file, line, column }): ReadonlyArray<Finding> => {
      if (isUsed(finding)) return []
      const place = { file, line, column }
      return before.includes(finding)
        ? [{ severity: "note", place, message: `The base has this break already: ${finding}. ${afterRelease}` }]
        : [{ severity: "error", place, message: `Nothing breaks that this entry accepts: ${finding}. Remove it.` }]
    }),
    ...changes.filter((one) => !needsAcceptance(one)).map(note),
  ]
}

const afterRelease = "Remove the entry after the next release."

const unlessAccepted = (change: Located, entries: AcceptedBreaks["entries"]): Finding => {
  const { id, message: fact, breaks, brief, place } = change
  const about = isLostRecording(change) ? { place } : { place, breaks, brief }
  const entry = entries.find(({ finding }) => finding === id)
  if (entry !== undefined)
    return { severity: "note", message: `${fact}; accepted until ${entry.expires}: ${entry.reason}`, ...about }
  const undo = isLostRecording(change) ? "Restore it" : "Undo it"
  const line = stringify({ finding: id }, { lineWidth: 0 }).trim()
  return { severity: "error", message: `${fact}. ${undo}, or accept it in specs/${acceptedBreaks}: ${line}`, ...about }
}

/** Names the first breaking change, else the first minor one. */
const versionError = ({ changes, version }: Compared): ReadonlyArray<Finding> => {
  if (version?.message === undefined) return []
  const first = changes.find(isBreaking) ?? changes.find(({ part }) => part === "minor")
  const reason = first === undefined ? "" : ` For: ${first.message}.`
  return [{ severity: "error", message: `${version.message}${reason}`, place: version.place }]
}

const note = ({ message, breaks, place, part }: Located): Finding => ({
  severity: "note",
  message: `${message}.${part === "minor" ? " A caller may do or read more." : ""}`,
  place,
  breaks,
})
