/** What Prism says: that it listens, and what is wrong with a request or an answer. */

/** What Prism prints once it takes requests, with the address under `name`. */
export const listening = (name: string) => new RegExp(`listening on (?<${name}>http://\\S+)`)

/** Prism's violations, from its header `sl-violations`. */
export interface Violation {
  readonly location: ReadonlyArray<string>
  readonly code: string | number
  readonly message: string
}

export const violationsOf = (headers: Headers): ReadonlyArray<Violation> =>
  JSON.parse(headers.get("sl-violations") ?? "[]")

/** Prism's violations in a body of its own, where a spec documents no refusal of a request. */
export const violationsIn = (body: unknown): ReadonlyArray<Violation> => {
  const { validation } = Object(body)
  const found: ReadonlyArray<Violation> = Array.isArray(validation) ? validation : []
  return found.map((one) => ({ ...one, location: ["request", ...one.location] }))
}

/** Longer than any target needs, so that a hanging target fails its own test. */
export const patience = 5_000
