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

/** Longer than any target needs, so that a hanging target fails its own test. */
export const patience = 5_000
