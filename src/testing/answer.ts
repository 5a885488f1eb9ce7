/** The answers of a simulated provider: documented answers, as the spec shows them or with some fields replaced. */
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import { times } from "../jwt.ts"

/** A whole answer. */
export interface SimulatedAnswer {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  /** A text is sent as it stands, anything else as JSON. */
  readonly body: unknown
}

/** A documented answer under the status and the name that it has in the spec. */
export interface NamedAnswer<out Name extends string = string> extends SimulatedAnswer {
  readonly name: Name
  /** For the journal: what the test did wrong, and what to do. It is not sent. */
  readonly hint?: string
}

/** The documented answers of one operation, by status and name: `400 grant-rejected`. */
export type Answers<Name extends string = string> = { readonly [N in Name]: SimulatedAnswer }

/** A documented answer, with `body` in place of the fields of that name. */
export const documented = <Name extends string>(
  answers: Answers<Name>,
  name: Name,
  body: object = {},
): NamedAnswer<Name> => {
  const answer = answers[name]
  const fields = typeof answer.body === "object" ? { ...answer.body, ...body } : answer.body
  return { ...answer, name, body: fields }
}

/** A token like `jwt`, issued at `now` and living as long: how long tokens live stands in the spec's examples. */
export const reissue = (jwt: string, now: Date): string => {
  const [header = "", payload = ""] = jwt.split(".")
  const claims: object = JSON.parse(Result.getOrElse(Base64Url.decodeString(payload), () => "{}"))
  const iat = Math.floor(now.getTime() / 1000)
  const { exp, iat: since } = times(jwt)
  const fresh = exp === undefined || since === undefined ? { iat } : { iat, exp: iat + (exp - since) }
  const issued = Base64Url.encode(JSON.stringify({ ...claims, ...fresh, jti: crypto.randomUUID() }))
  return `${header}.${issued}.simulated`
}
