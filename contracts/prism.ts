/** One Prism per spec, on a port that the system chooses. */
import { join } from "node:path"
import { root, type Spec } from "./spec/specs.ts"

/** The arguments of a Prism that mocks a spec. */
export const prismArguments = (spec: Pick<Spec, "file">, port: number): ReadonlyArray<string> => [
  join(root, "node_modules/@stoplight/prism-cli/dist/index.js"),
  "mock",
  "--host",
  "127.0.0.1",
  "--port",
  String(port),
  join(root, spec.file),
]

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
