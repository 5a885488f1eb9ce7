/** What a test did wrong, in sentences that say what to do. None quotes what was sent. */
import { type Fault, faults } from "./fault.ts"
import type { Problem } from "./request.ts"

/** For credentials that the simulator does not know. */
export const unknownCredential = (name: string): string =>
  `${name} is not the simulator's: make the client with simulator.settings.`

/** For a request that the spec refuses. */
export const malformed = ([problem]: ReadonlyArray<Problem>, mediaType: string | null) => {
  const { keyword = "", at = [] } = problem ?? {}
  const field = at.join(".")
  if (keyword === "415") return `The spec refuses the media type: send ${mediaType}.`
  if (keyword === "invalid_json") return "The body is not JSON: encode it with JSON.stringify or the like."
  if (field === "") return `The spec refuses the body (${keyword}): send its fields as ${mediaType}.`
  if (keyword === "required") return `The spec requires ${field}: send it.`
  if (keyword === "additionalProperties") return `The spec has no field ${field}: leave it out.`
  return `The spec refuses ${field} (${keyword}): correct its value.`
}

/** For a path or a method that the spec does not have, and those that it has. */
export const unknownPath = (
  provider: string,
  operations: ReadonlyArray<{ readonly method: string; readonly path: string }>,
): string => {
  const known = operations.map(({ method, path }) => `${method} ${path}`).join(", ")
  return `${provider} has no such path or method: correct the base URL or the path to one of ${known}.`
}

export const answered = (name: string): string =>
  `answerNext("${name}") asked for this answer: present the grant again for the simulator's own.`

export const misplaced = (operation: string, name: string): string =>
  `answerNext("${name}") waits for an operation that has this answer: ${operation} has not.`

/** For a fault that a test asked for. */
export const failed = (fault: Fault): string => {
  const after = `The fault "${fault}" was asked for, and came after the simulator had worked on the request`
  if (fault === "late") return `${after}: wait for the answer, since what it granted is spent.`
  if (faults[fault].isReceived) return `${after}: present another grant, since what it granted is spent.`
  return `The fault "${fault}" was asked for, and the simulator has not seen the request: the same grant is still good.`
}
