/** One round: every operation twice with the same grant. */
import * as Redacted from "effect/Redacted"
import type { RedemptionError } from "token-exchange"

/** By provider and operation, an input that the provider grants. Plain data for another process. */
export interface Grants {
  readonly [provider: string]: { readonly [operationId: string]: object }
}

interface Simulated {
  readonly grants: { readonly [operationId: string]: () => object }
}

/** Grants of every simulated provider. */
export const issueGrants = (simulator: object): Grants =>
  Object.fromEntries(
    Object.entries<object>({ ...simulator })
      .filter((entry): entry is [string, Simulated] => "grants" in entry[1])
      .map(([provider, { grants }]) => [
        provider,
        Object.fromEntries(Object.entries(grants).map(([operationId, grant]) => [operationId, grant()])),
      ]),
  )

interface Redemption {
  /** A token set, or that something was done. */
  readonly data?: { readonly provider: string }
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

/** The provider of the tokens, or the tag of the error. A deletion has nothing but its provider. */
const outcomeOf = ({ data, error }: Redemption = {}): string => {
  if (error !== undefined) return error._tag
  if (data === undefined) return "no operation"
  const secrets = Object.values<unknown>({ ...data })
    .filter((value) => Redacted.isRedacted(value))
    .map((secret) => String(Redacted.value(secret)))
  const text = JSON.stringify(data)
  const areHidden = secrets.every((secret) => secret !== "" && !text.includes(secret))
  return areHidden && (secrets.length > 0 || isDeletion(data)) ? data.provider : "no secret"
}

const isDeletion = (data: object): boolean => Object.keys(data).join() === "provider"
