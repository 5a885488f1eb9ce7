/** What a simulated provider received and answered, without secrets. */
import type { Problem } from "./request.ts"

/** One request. */
export interface Received {
  readonly provider: string
  /** Absent when the provider does not have the path. */
  readonly operation?: string
  /** By the simulator's clock. */
  readonly at: Date
  readonly method: string
  readonly path: string
  /**
   * The fields of the body by their names on the wire. Only fields that the spec names and that are not secret show
   * their values.
   */
  readonly body: { readonly [field: string]: string }
  /** Why the request is malformed, where it is. */
  readonly problems: ReadonlyArray<Problem>
  /** The answer by its status and name in the spec, or else the fault or plain status. */
  readonly answer: string
  /** Where the cause is the test's own: what that is, and what to do. */
  readonly hint?: string
}

/** The fields of a body, secrets masked. An unknown field counts as a secret. */
export const mask = (
  body: unknown,
  { fields, secrets }: { readonly fields: ReadonlyArray<string>; readonly secrets: ReadonlyArray<string> },
): Received["body"] =>
  typeof body !== "object" || body === null
    ? {}
    : Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) => {
          if (!fields.includes(name)) return []
          return [[name, typeof value === "string" && !secrets.includes(name) ? value : "<redacted>"]]
        }),
      )

/** Problems, without the names of fields that the spec does not have: a secret may stand where a name should. */
export const maskNames = (
  problems: ReadonlyArray<Problem>,
  { fields }: { readonly fields: ReadonlyArray<string> },
): ReadonlyArray<Problem> =>
  problems.map(({ keyword, at }) => ({
    keyword,
    at: at.map((name, depth) => (depth > 0 || fields.includes(name) ? name : "<unknown>")),
  }))
