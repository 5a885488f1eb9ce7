/** The situations in which secrets are searched for. */
import type { Credential, Fetch } from "../../../src/index.ts"
import type { Call } from "../calls.ts"
import type { Secrets } from "../canaries.ts"
import type { Behaviour } from "../server.ts"

/** One server, `fetch` or caller. */
export interface Scenario {
  readonly name: string
  readonly fetch?: Fetch
  readonly serve?: Behaviour
  /** How the secrets of the settings are kept. */
  readonly keep?: (secret: string) => Credential
  readonly timeout?: number
  /** When the caller aborts, in milliseconds, and its reason. */
  readonly abort?: readonly [after: number, reason: unknown]
  /** When the fiber of the caller is interrupted, in milliseconds. */
  readonly interrupt?: number
  /** The outcome comes after the caller gave up; the search waits until `onOrphaned` has it. */
  readonly late?: boolean
  /** The hook fails and quotes its argument, or there is no hook. */
  readonly hook?: "rejects" | "throws" | "absent"
}

export type Scenarios = (call: Call, secrets: Secrets) => ReadonlyArray<Scenario>

/** Reads the request, as a real one does, and answers. */
export const answering =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fetch =>
  async (_, init) => {
    await new Response(init?.body ?? null).text()
    return new Response(body, { status, headers: { "content-type": "application/json", ...headers } })
  }
