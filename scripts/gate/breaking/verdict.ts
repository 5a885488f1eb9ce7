/** From what changed and what is accepted to what the gate says. */
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

/** One finding for each change, for each version that did not move as it must, and for each entry that is of no use. */
export const findingsOf = (
  compared: ReadonlyArray<Compared>,
  accepted: { readonly entries: ReadonlyArray<Accepted>; readonly problems: ReadonlyArray<Problem> },
): ReadonlyArray<Finding> => {
  const changes = compared.flatMap((spec) => spec.changes)
  const unmeant = changes.filter(isToBeMeant)
  const unused = accepted.entries.filter(({ finding }) => !unmeant.some(({ id }) => id === finding))
  return [
    ...unmeant.map((one) => unlessAccepted(one, accepted.entries)),
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
    ...changes.filter((one) => !isToBeMeant(one)).map(note),
  ]
}

export const isBreaking = ({ part }: Located) => part === "major"

/** What fails until it is accepted: whatever breaks callers, and a proof that is lost, which breaks none. */
const isToBeMeant = (change: Located) => isBreaking(change) || isProof(change)

const isProof = ({ rule }: Located) => rule === "proof removed" || rule === "proof changed"

const unlessAccepted = (change: Located, entries: ReadonlyArray<Accepted>): Finding => {
  const { id, said, breaks, place } = change
  const [fact, undo, about] = isProof(change)
    ? [said, "Restore it", { place }]
    : [`${said}. ${whoBreaks[breaks]}`, "Undo it", { place, breaks }]
  const entry = entries.find(({ finding }) => finding === id)
  if (entry !== undefined) {
    return { severity: "note", message: `${fact}; accepted until ${entry.expires}: ${entry.reason}`, ...about }
  }
  const line = stringify({ finding: id }, { lineWidth: 0 }).trim()
  const message = `${fact}. ${undo}, or accept it in specs/${acceptedBreaks}: ${line}`
  return { severity: "error", message, ...about }
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
