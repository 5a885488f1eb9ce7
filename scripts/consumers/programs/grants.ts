/** Issues grants for one round of redemptions, as plain data for another process. */

/** By provider and operation, an input that the provider grants. */
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
