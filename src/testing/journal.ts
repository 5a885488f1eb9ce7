/**
 * What a simulated provider received, and what it made of it. Nothing in it is a secret.
 */
import type { Problem } from "./request.ts"

/** One request. */
export interface Received {
  readonly provider: string
  /** Absent where the path is none of the provider's. */
  readonly operation?: string
  /** By the simulator's clock. */
  readonly at: Date
  readonly method: string
  readonly path: string
  /**
   * The fields of the body by their names on the wire. Only those are shown as they came that the spec names and that
   * are not secret.
   */
  readonly body: { readonly [field: string]: string }
  /** Why the request is malformed, where it is. */
  readonly problems: ReadonlyArray<Problem>
  /** The answer by its status and name in the spec, or what came instead: a fault, a plain status. */
  readonly answer: string
}

/** The fields of a body, secrets masked: what is not known to be none counts as one. */
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
