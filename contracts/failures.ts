/**
 * Which failures each operation of the client has. The compiler holds the table to the operations' own error types,
 * both ways: a tag that an operation gains or loses does not compile until it is stated here.
 */
import type { RedemptionTag } from "../src/errors.ts"
import type { TokenExchange, TokenExchangeSettings } from "../src/index.ts"

/** Every operation of every provider. */
type Clients = TokenExchange<
  Required<TokenExchangeSettings> & { readonly aisquare: { readonly superexecSecret: string } }
>

/** The tags that a function can come to. */
type TagOf<Redeem> = Redeem extends (...input: never) => Promise<infer Redemption>
  ? Redemption extends { readonly error: { readonly _tag: infer Tag } }
    ? Tag
    : never
  : never

/** Every operation with its tags, and whether it can fail so. */
export type Failures = {
  readonly [Provider in keyof Clients]: {
    readonly [OperationId in keyof Clients[Provider]]: {
      readonly [Tag in RedemptionTag]: Tag extends TagOf<Clients[Provider][OperationId]> ? true : false
    }
  }
}

const any = {
  InvalidRequest: true,
  InvalidClient: true,
  InvalidGrant: true,
  RateLimited: true,
  ConnectionFailed: true,
  ProviderUnavailable: true,
  OutcomeUnknown: true,
  UnexpectedResponse: true,
} as const

/** AISquare does not tell wrong app credentials from a wrong grant. */
const withoutClient = { ...any, InvalidClient: false } as const

const failures: Failures = {
  aisquare: { exchangeToken: withoutClient, obtainToken: withoutClient, refreshToken: withoutClient },
  finqware: { exchangeToken: any },
  dapi: { exchangeToken: any },
}

const table: { readonly [provider: string]: { readonly [operationId: string]: { readonly [tag: string]: boolean } } } =
  failures

/** Whether a provider has a client: the derived cases that need one are made for these. */
export const hasClient = (provider: string): boolean => Object.hasOwn(table, provider)

/** Every operation that has a client. */
export const operationsWithClient: ReadonlyArray<{ readonly provider: string; readonly operationId: string }> =
  Object.entries(table).flatMap(([provider, operations]) =>
    Object.keys(operations).map((operationId) => ({ provider, operationId })),
  )

/** The tags of an operation's failures. */
export const failuresOf = (provider: string, operationId: string): ReadonlyArray<string> =>
  Object.entries(table[provider]?.[operationId] ?? {}).flatMap(([tag, isPossible]) => (isPossible ? [tag] : []))
