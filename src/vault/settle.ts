/** Before the set of a connection goes, the record of its grant says that it was redeemed. */
import * as Effect from "effect/Effect"
import type { AnyTokenSet } from "../token-set.ts"
import type { Trouble } from "./access.ts"
import { redeemed } from "./grant.ts"
import { grantKey } from "./names.ts"
import type { Parts } from "./parts.ts"

/** Settles the record of the grant that a connection's set came from. A failure may have kept it from that. */
export const settleFirst = <Tokens extends AnyTokenSet>(
  { connections, grants }: Pick<Parts<Tokens>, "connections" | "grants">,
  key: string,
): Effect.Effect<void, Trouble> =>
  Effect.flatMap(connections.read(key), (row) => {
    const grant = row?.record.from
    return grant === undefined ? Effect.void : Effect.asVoid(grants.update(grantKey(grant), redeemed))
  })
