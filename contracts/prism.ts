/** One Prism per spec, on a port that the system chooses. Playwright starts them and hands the addresses to the tests. */
import { join } from "node:path"
import { root, type Spec } from "../scripts/specs.ts"

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

/** The environment variable that holds a mock's address. */
export const variableOf = (provider: string) => `PRISM_${provider.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`

/** What Prism prints once it takes requests. */
export const listening = (name: string) => new RegExp(`listening on (?<${name}>http://\\S+)`)

/** Where the mock of a provider is. */
export const prismUrl = (provider: string): string => {
  const url = process.env[variableOf(provider)]
  if (url === undefined) throw new Error(`No mock of ${provider} is running: start the suite with npm run contracts.`)
  return url
}

/** Why Prism finds fault with a message, from its header `sl-violations`. */
export interface Violation {
  readonly location: ReadonlyArray<string>
  readonly code: string | number
  readonly message: string
}

export const violationsOf = (headers: Headers): ReadonlyArray<Violation> =>
  JSON.parse(headers.get("sl-violations") ?? "[]")

/** Longer than any mock needs, so that one that hangs fails the test that asked it. */
export const patience = 5_000
