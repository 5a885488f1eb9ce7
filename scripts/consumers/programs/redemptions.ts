/** One round: every operation twice with the same grant. */
import * as Redacted from "effect/Redacted"
import type { RedemptionError, TokenSet } from "token-exchange"
import type { Grants } from "./grants.ts"

interface Redemption {
  readonly data?: TokenSet
  readonly error?: RedemptionError
}

/** A client of any providers. The operation itself checks its input. */
export interface Clients {
  readonly [provider: string]: { readonly [operationId: string]: (input: never) => Promise<Redemption> }
}

/** The outcome of each redemption, by provider and operation. */
export interface Outcomes {
  readonly [redemption: string]: string
}

export const redeemAll = async (clients: Clients, grants: Grants): Promise<Outcomes> => {
  const outcomes: { [redemption: string]: string } = {}
  for (const [provider, inputs] of Object.entries(grants)) {
    for (const [operationId, input] of Object.entries(inputs)) {
      const redeem = async () => outcomeOf(await clients[provider]?.[operationId]?.(input as never))
      outcomes[`${provider}.${operationId}`] = await redeem()
      outcomes[`${provider}.${operationId}, again`] = await redeem()
    }
  }
  return outcomes
}

/** The provider of the tokens, or the tag of the error. */
const outcomeOf = ({ data, error }: Redemption = {}): string => {
  if (error !== undefined) return error._tag
  if (data === undefined) return "no operation"
  const secrets = Object.values<unknown>(data)
    .filter((value) => Redacted.isRedacted(value))
    .map((secret) => String(Redacted.value(secret)))
  const text = JSON.stringify(data)
  const areHidden = secrets.length > 0 && secrets.every((secret) => secret !== "" && !text.includes(secret))
  return areHidden ? data.provider : "no secret"
}

/** Modules such as `token-exchange/dapi`, by provider. */
export interface Entries {
  readonly [provider: string]: object
}

/** The client of each provider from its own entry, created by its `create…` function. */
export const createEach = (
  entries: Entries,
  settings: { readonly [provider: string]: object },
  shared: { readonly fetch?: typeof fetch } = {},
): Clients =>
  Object.fromEntries(
    Object.entries(entries).map(([provider, entry]) => {
      const [, create] = Object.entries(entry).find(([name]) => name.startsWith("create")) ?? []
      return [provider, create({ ...settings[provider], ...shared })]
    }),
  )
