/**
 * What a redemption yields, and how a caller's own store keeps it.
 */
import * as Data from "effect/Data"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"

/**
 * A session at AISquare Studio. `access` goes into the `Authorization` header of other calls; `refresh` obtains the
 * next pair.
 *
 * @see specs/SOURCES.md#aisquare
 */
export interface AISquareTokens {
  readonly provider: "aisquare"
  readonly access: Redacted.Redacted<string>
  /** The refresh token to keep: the new one where the provider rotated it, else the presented one. */
  readonly refresh: Redacted.Redacted<string>
  /** Whether this answer brought a new refresh token. */
  readonly rotated: boolean
  /** Receipt plus the lifetime in the token itself, so a wrong local clock does not matter. Absent without `exp` or `iat`. */
  readonly accessExpiresAt?: Date
  /** Like `accessExpiresAt`, for the refresh token. A refresh token carried forward has its own `exp`, where it has one. */
  readonly refreshExpiresAt?: Date
}

/**
 * A user's consent at one bank, through Finqware. Id and token belong together; both stay on the server.
 *
 * @see specs/SOURCES.md#finqware
 */
export interface FinqwareConsent {
  readonly provider: "finqware"
  readonly credentialsId: string
  readonly accessToken: Redacted.Redacted<string>
  /** When the consent ends. Do not count on the last two hours. */
  readonly consentExpiresAt: Date
  /** When Finqware deletes the bank data it caches. */
  readonly dataRetainedUntil: Date
}

/**
 * A user's permanent token at Dapi, good until the user is delinked. Do not use it in parallel.
 *
 * @see specs/SOURCES.md#dapi
 */
export interface DapiToken {
  readonly provider: "dapi"
  readonly accessToken: Redacted.Redacted<string>
  readonly tokenId?: string
  readonly userId?: string
}

/** Whatever a redemption yields; `provider` tells which. */
export type TokenSet = AISquareTokens | FinqwareConsent | DapiToken

/**
 * The text is not a token set that {@link serializeTokens} wrote. Nothing of the text is in the error.
 */
export class UnreadableTokens extends Data.TaggedError("UnreadableTokens") {
  override get message(): string {
    return "The text is not a token set that serializeTokens wrote."
  }
}

/** A field of a token set out of its text; `undefined` where the text has nothing of the kind. */
type Read<A> = (value: unknown) => A | undefined

const text: Read<string> = (value) => (typeof value === "string" ? value : undefined)
const flag: Read<boolean> = (value) => (typeof value === "boolean" ? value : undefined)
const secret: Read<Redacted.Redacted<string>> = (value) =>
  typeof value === "string" && value !== "" ? Redacted.make(value) : undefined
const time: Read<Date> = (value) => {
  const at = new Date(typeof value === "string" ? value : Number.NaN)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** What may be absent, and must be right where it is not. */
interface Optional<A> {
  readonly whenPresent: Read<A>
}

type Fields<Tokens> = {
  readonly [Name in keyof Tokens as Name extends "provider" ? never : Name]-?: object extends Pick<Tokens, Name>
    ? Optional<Tokens[Name]>
    : Read<Tokens[Name]>
}

/** By hand, since Effect's Schema takes twice as long to load as all the rest: the compiler holds it to the types above. */
const fields: { readonly [Tokens in TokenSet as Tokens["provider"]]: Fields<Tokens> } = {
  aisquare: {
    access: secret,
    refresh: secret,
    rotated: flag,
    accessExpiresAt: { whenPresent: time },
    refreshExpiresAt: { whenPresent: time },
  },
  finqware: { credentialsId: text, accessToken: secret, consentExpiresAt: time, dataRetainedUntil: time },
  dapi: { accessToken: secret, tokenId: { whenPresent: text }, userId: { whenPresent: text } },
}

/**
 * A token set as **plain text, secrets included**, for a store of your own. Encrypt it before it rests anywhere.
 */
export const serializeTokens = (tokens: TokenSet): string => {
  const plain = Object.entries(tokens).map(([name, value]) => [
    name,
    Redacted.isRedacted(value) ? Redacted.value(value) : value,
  ])
  return JSON.stringify(Object.fromEntries(plain))
}

/**
 * The token set that {@link serializeTokens} wrote as plain text.
 */
export const restoreTokens = (written: string): Result.Result<TokenSet, UnreadableTokens> =>
  Result.try({
    try: () => restored(Object(JSON.parse(written))),
    catch: () => new UnreadableTokens(),
  }).pipe(
    Result.flatMap((tokens) => (tokens === undefined ? Result.fail(new UnreadableTokens()) : Result.succeed(tokens))),
  )

const restored = (from: { readonly [name: string]: unknown }): TokenSet | undefined => {
  const { provider } = from
  if (typeof provider !== "string" || !Object.hasOwn(fields, provider)) return undefined
  const read: Array<readonly [string, unknown]> = [["provider", provider]]
  const own = fields[provider as TokenSet["provider"]] // hasOwn says so
  for (const [name, field] of Object.entries<Read<unknown> | Optional<unknown>>(own)) {
    const isOptional = typeof field !== "function"
    if (isOptional && from[name] === undefined) continue
    const value = (isOptional ? field.whenPresent : field)(from[name])
    if (value === undefined) return undefined
    read.push([name, value])
  }
  const tokens: object = Object.fromEntries(read)
  return tokens as TokenSet // Object.fromEntries forgets the names: those of `fields`, which the types are held to.
}
