/**
 * Reads the times in a JWT. The signature is the provider's business: nothing here is trusted for more than a date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1
 */
import * as Result from "effect/Result"
import { type Secret, textOf } from "./secrets.ts"

/** The times of a token, each in seconds since the epoch and where the token has it. */
export interface Times {
  readonly exp: number | undefined
  readonly iat: number | undefined
}

/** The last second of a `Date`; negated, the first. */
const lastSecond = 8.64e12

const isTime = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= lastSecond

/**
 * The platform's base64 has another alphabet. One letter replaces both that it lacks: they encode `>`, `?`, `~` and
 * characters beyond ASCII, and no time contains these.
 */
const base64 = (url: string) => url.replace(/[-_]/g, "/")

/** The text between the first two dots, if any. `split` would cost as much as decoding. */
const payloadOf = (jwt: string) => {
  const start = jwt.indexOf(".") + 1
  return jwt.slice(start, Math.max(start, jwt.indexOf(".", start)))
}

/** `exp` and `iat` of a token; neither when it is not a JWT. */
export const times = (token: Secret): Times => {
  // Characters beyond ASCII decode wrongly, but neither time contains any.
  const claims = Result.try((): unknown => JSON.parse(atob(base64(payloadOf(textOf(token))))))
  const { exp, iat }: { readonly exp?: unknown; readonly iat?: unknown } = Object(Result.getOrUndefined(claims))
  return { exp: isTime(exp) ? exp : undefined, iat: isTime(iat) ? iat : undefined }
}

/**
 * When a token that arrived at `receivedAt` (milliseconds) expires: what was left of its life at `issuedAt`, by the
 * provider's clock, counted from the receipt by ours. A wrong local clock does not matter. Absent when the token does
 * not say.
 */
export const expiry = (
  { exp, iat }: Times,
  receivedAt: number,
  issuedAt: number | undefined = iat,
): Date | undefined => {
  if (exp === undefined || issuedAt === undefined) return undefined
  const at = new Date(receivedAt + (exp - issuedAt) * 1000)
  return Number.isNaN(at.getTime()) ? undefined : at
}
