/**
 * What the token sets of all providers share. Each provider describes its own in one schema.
 */
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"

/** A token set of any provider. Tell them apart by `provider`. */
export interface AnyTokenSet {
  readonly provider: string
}

/** A token: redacted in the program, plain text where it is encoded. */
export const Secret = /* #__PURE__ */ Schema.RedactedFromValue(Schema.NonEmptyString)

/** Every field of a token set. An optional field must be stated too, as `undefined`. */
type Stated<Tokens> = {
  readonly [Name in keyof Tokens]-?: object extends Pick<Tokens, Name> ? Tokens[Name] | undefined : Tokens[Name]
}

/** Builds a token set without the fields that are `undefined`. */
export const tokenSet = <Tokens extends AnyTokenSet>(fields: Stated<NoInfer<Tokens>>): Tokens => {
  const present: object = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return present as Tokens // Object.fromEntries loses the names; only fields that may be absent are left out.
}

/** The text is not a token set that `serializeTokens` wrote. The error contains nothing of the text. */
export class UnreadableTokens extends Data.TaggedError("UnreadableTokens")<{ readonly message: string }> {
  constructor() {
    super({ message: "The text is not a token set that serializeTokens wrote." })
  }
}

/** Token sets as plain text, and back. */
export interface PlainText<Tokens> {
  /** A token set as **plain text, secrets included**, for a store of your own. Encrypt it before you store it. */
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
