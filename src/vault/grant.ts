/** The record of a grant that was presented: written before the POST, so that no crash lets it be presented twice. */
import * as Schema from "effect/Schema"
import { Verdict } from "./verdict.ts"

const schema = /* #__PURE__ */ Schema.Struct({
  /** The key of the connection that presented it. */
  connection: Schema.String,
  /**
   * `presented`: its POST may be under way. `redeemed`: its tokens came. `refused`: it is spent. `unknown`: it may be
   * spent; only a late answer changes that.
   */
  state: Schema.Literals(["presented", "redeemed", "refused", "unknown"]),
  /** Milliseconds after which whoever presented it is gone. */
  for: Schema.Number,
  /** What the caller was told. None where nobody was left to be told. */
  verdict: Schema.optionalKey(Verdict),
})

/** What became of a grant, as the store has it. */
export interface GrantRecord extends Schema.Schema.Type<typeof schema> {}
export const GrantRecord: Schema.Codec<GrantRecord, unknown> = schema
