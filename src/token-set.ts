/**
 * What the token sets of all providers share. Each provider describes its own in one schema.
 */
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"

/** A token set of any provider; `provider` tells which. */
export interface AnyTokenSet {
  readonly provider: string
}

/** A token: redacted in the program, plain text where it is encoded. */
export const Secret = /* #__PURE__ */ Schema.RedactedFromValue(Schema.NonEmptyString)

/** Every field of a token set. One that may be absent must be stated all the same, as `undefined`. */
type Stated<Tokens> = {
  readonly [Name in keyof Tokens]-?: object extends Pick<Tokens, Name> ? Tokens[Name] | undefined : Tokens[Name]
}

/** A token set of these fields. A field that is `undefined` is absent from it. */
export const tokenSet = <Tokens extends AnyTokenSet>(fields: Stated<NoInfer<Tokens>>): Tokens => {
  const present: object = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return present as Tokens // Object.fromEntries forgets the names; only fields that may be absent are left out.
}

/**
 * The text is not a token set that `serializeTokens` wrote. Nothing of the text is in the error.
 */
export class UnreadableTokens extends Data.TaggedError("UnreadableTokens") {
  override get message(): string {
    return "The text is not a token set that serializeTokens wrote."
  }
}

/** Token sets as plain text, and back. */
export interface PlainText<Tokens> {
  /**
   * A token set as **plain text, secrets included**, for a store of your own. Encrypt it before it rests anywhere.
   */
  readonly serializeTokens: (tokens: Tokens) => string
  /** The token set that `serializeTokens` wrote as plain text. */
  readonly restoreTokens: (text: string) => Result.Result<Tokens, UnreadableTokens>
}

export const plainText = <Tokens>(schema: Schema.Codec<Tokens, unknown>): PlainText<Tokens> => {
  const encode = SchemaParser.encodeSync(schema)
  const decode = SchemaParser.decodeUnknownResult(schema)
  return {
    serializeTokens: (tokens) => JSON.stringify(encode(tokens)),
    restoreTokens: (text) =>
      Result.try((): unknown => JSON.parse(text)).pipe(
        Result.flatMap((plain) => decode(plain)),
        Result.mapError(() => new UnreadableTokens()),
      ),
  }
}
