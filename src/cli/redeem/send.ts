/** One redemption from its start to everything that it comes to, late answers included. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { InvalidSettings } from "../../checked.ts"
import { connect } from "../../client.ts"
import { fromConfig, OnOrphaned } from "../../config.ts"
import type { RedemptionError } from "../../errors.ts"
import type { AnyProvider, Redeem } from "../../operation.ts"
import { makeOwner } from "../../owner.ts"
import type { AnyTokenSet } from "../../token-set.ts"
import { warning } from "../../warning.ts"

/** What a redemption came to. */
export interface Outcome {
  readonly tokens?: AnyTokenSet
  readonly isLate: boolean
  /** Every error, in the order in which they came. */
  readonly errors: ReadonlyArray<RedemptionError>
}

/** A redemption that can be sent. */
export interface Ready {
  readonly baseUrl: string
  /** `waiting` is called when the client has given up and the answer may still come. */
  readonly send: (input: object, signal: AbortSignal, waiting: () => void) => Promise<Outcome>
}

/** Reads the settings from these variables. */
export const prepare = async (
  provider: AnyProvider,
  operationId: string,
  environment: { readonly [variable: string]: string | undefined },
): Promise<Result.Result<Ready, InvalidSettings>> => {
  const late: Array<Parameters<NonNullable<typeof OnOrphaned.Service>>[0]> = []
  const settings = fromConfig(provider, provider.operations[operationId]?.credentials ?? []).pipe(
    Effect.provideService(OnOrphaned, (outcome) => void late.push(outcome)),
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnvRecord(environment)),
  )
  return Result.map(await Effect.runPromise(Effect.result(settings)), (resolved) => ({
    baseUrl: resolved.baseUrl,
    send: async (input, signal, waiting) => {
      const owner = makeOwner()
      const client = connect<{ readonly [name: string]: Redeem<never, AnyTokenSet, RedemptionError> }>(
        provider,
        resolved,
        warning,
        owner,
      )
      // The input has the fields of this operation, whose type is lost with its name.
      const redeem = client[operationId]?.(input as never, { signal }) ?? Effect.die("no such operation")
      const first = await Effect.runPromise(Effect.result(redeem))
      if (Result.isSuccess(first)) return { tokens: first.success, isLate: false, errors: [] }
      const { failure } = first
      if (failure._tag === "OutcomeUnknown" && ["abort", "deadline"].includes(failure.reason)) waiting()
      await Effect.runPromise(owner.idle)
      const tokens = late.find(({ data }) => data !== undefined)?.data
      const errors = [failure, ...late.flatMap(({ error }) => (error === undefined ? [] : [error]))]
      return { ...(tokens && { tokens }), isLate: true, errors }
    },
  }))
}
