/** One encounter in one API, and what was found in all that could be seen of it. */

import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import type { OrphanedOutcome } from "../../../src/index.ts"
import type { Call } from "../calls.ts"
import type { Secrets } from "../canaries.ts"
import { operations } from "../operations.ts"
import { serveFault } from "../server.ts"
import type { Encounter } from "./answers.ts"
import {
  attempt,
  everything,
  piecesIn,
  printed,
  printedError,
  printedOutcome,
  type Rendering,
  redactedIn,
  search,
  seen,
  unmasked,
} from "./search.ts"
import { watch } from "./telemetry.ts"

/** What must come soon. */
const inTime = async <A>(coming: Promise<A>): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("What was to come late did not.")), 10_000)
  })
  return Promise.race([coming, late]).finally(() => clearTimeout(timer))
}

/** A hook, and what it was given. */
const makeHook = ({ late, hook }: Encounter) => {
  let take: (orphan: OrphanedOutcome) => void = () => {}
  const taken = new Promise<OrphanedOutcome>((resolve) => {
    take = resolve
  })
  const onOrphaned = (orphan: OrphanedOutcome) => {
    take(orphan)
    const quoted = new Error(redactedIn(orphan).map(Redacted.value).join(" "))
    if (hook === "throws") throw quoted
    return hook === "rejects" ? Promise.reject(quoted) : Promise.resolve()
  }
  return {
    ...(hook !== "absent" && { onOrphaned }),
    /** Waits for what comes late and, where there is a log, for what it says of it. */
    settled: async (
      isExpected: boolean,
      logged: (text: string) => Promise<void> = () => Promise.resolve(),
    ): Promise<ReadonlyArray<OrphanedOutcome>> => {
      if (late !== true || !isExpected) return []
      if (hook === "absent") {
        await inTime(logged("set onOrphaned"))
        return []
      }
      const orphan = await inTime(taken)
      if (hook !== undefined) await inTime(logged("onOrphaned failed"))
      return [orphan]
    },
  }
}

export interface Met {
  readonly orphans: ReadonlyArray<OrphanedOutcome>
  readonly renderings: ReadonlyArray<Rendering>
  readonly values: ReadonlyArray<unknown>
  readonly outcome: string
}

export type Meeting = (call: Call, secrets: Secrets, encounter: Encounter, place: Place) => Promise<Met>

interface Place {
  readonly baseUrl: string
  /** Whether the request came: on a busy machine its caller may have gone before. */
  readonly hasCome: () => boolean
}

/** The caller's signal, aborted in time. */
const signalOf = ({ abort }: Encounter): { readonly signal?: AbortSignal } => {
  if (abort === undefined) return {}
  const [after, reason] = abort
  if (after === 0) return { signal: AbortSignal.abort(reason) }
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), after)
  return { signal: controller.signal }
}

export const isOneTime = ({ name }: Call) => operations.find((one) => one.name === name)?.kind !== "reusable"

const byPromise: Meeting = async (call, secrets, encounter, { baseUrl, hasCome }) => {
  // A promise cannot be interrupted.
  const { timeout = 5_000, interrupt } = encounter
  if (interrupt !== undefined) return { orphans: [], renderings: [], values: [], outcome: "none" }
  const { settled, ...hook } = makeHook(encounter)
  const setting = { secrets, baseUrl, keep: (secret: string) => secret, ...hook, ...encounter }
  const outcome = await call.promise(setting, { timeout, ...signalOf(encounter) }).then(
    (redemption) => ({ redemption, rejected: undefined }),
    (rejected: unknown) => ({ redemption: {}, rejected }),
  )
  const { redemption, rejected } = outcome
  return {
    orphans: await settled(isOneTime(call) && hasCome()),
    renderings: [
      ...printedOutcome("outcome", redemption),
      ...(rejected === undefined ? [] : printedError("rejection", rejected)),
    ],
    values: [redemption],
    outcome: rejected === undefined ? ("error" in redemption ? (redemption.error?._tag ?? "") : "tokens") : "rejection",
  }
}

const byEffect: Meeting = async (call, secrets, encounter, { baseUrl, hasCome }) => {
  const { timeout = 5_000, interrupt } = encounter
  const { settled, ...hook } = makeHook(encounter)
  const setting = { secrets, baseUrl, keep: (secret: string) => Redacted.make(secret), ...hook, ...encounter }
  const host = watch()
  const program = Effect.gen(function* () {
    const redemption = call.effect(setting, { timeout, ...signalOf(encounter) }).pipe(
      Effect.tap((tokens) => Effect.logInfo("tokens", tokens, { tokens })),
      Effect.tapError((error) => Effect.annotateLogs(Effect.logWarning("error", error, `${error}`), { error })),
      Effect.tapCause((cause) => Effect.logError("cause", cause)),
      Effect.withSpan("the caller's"),
    )
    const fiber = yield* Effect.forkChild(redemption)
    if (interrupt !== undefined) yield* Effect.andThen(Effect.sleep(interrupt), Fiber.interrupt(fiber))
    return yield* Fiber.await(fiber)
  })
  const exit = await host.run(program)
  const orphans = await settled(isOneTime(call) && hasCome(), host.logged)
  const error = Exit.findErrorOption(exit)
  const { logs, spans } = host.count()
  if (logs < 8 || spans !== 2) throw new Error(`The search is blind: ${logs} lines of log, ${spans} spans.`)
  return {
    orphans,
    renderings: [
      ["exit", inspect(exit, everything)],
      ["exit as JSON", attempt(() => JSON.stringify(exit))],
      ...(Exit.isSuccess(exit)
        ? printedOutcome("outcome", { data: exit.value })
        : [
            ["cause", Cause.pretty(exit.cause)] as const,
            ...printedError("squashed cause", Cause.squash(exit.cause)),
            ...(error._tag === "Some" ? printedOutcome("outcome", { error: error.value }) : []),
          ]),
      ...(await host.seen()),
    ],
    values: [exit],
    outcome: Exit.isSuccess(exit)
      ? "tokens"
      : error._tag === "Some"
        ? error.value._tag
        : Cause.hasInterruptsOnly(exit.cause)
          ? "interrupted"
          : "rejection",
  }
}

export const apis: Readonly<Record<string, Meeting>> = { Promise: byPromise, Effect: byEffect }

/** Meets one encounter in one API, and says what was found. */
export const meet = async (
  where: string,
  meeting: Meeting,
  call: Call,
  secrets: Secrets,
  encounter: Encounter,
): Promise<ReadonlyArray<string>> => {
  await using server = encounter.serve === undefined ? undefined : await serveFault(encounter.serve)
  const { orphans, renderings, values, outcome } = await meeting(call, secrets, encounter, {
    baseUrl: server?.url ?? "https://echo.example",
    hasCome: () => server === undefined || server.posts() > 0,
  })
  seen.add(outcome)
  const recovered = [...values, ...orphans].flatMap(redactedIn).map((secret) => String(Redacted.value(secret)))
  if (recovered.some((text) => piecesIn(text).length > 0)) seen.add("an echo, redacted")
  for (const { error } of orphans) seen.add(error === undefined ? "orphaned tokens" : `orphaned ${error._tag}`)
  return [
    ...search(where, [
      ...renderings,
      ...orphans.flatMap((orphan) => [...printed("orphan", orphan), ...printedOutcome("orphan", orphan)]),
    ]),
    ...[...values, ...orphans].flatMap(unmasked).map((text) => `${where}: not redacted: ${text}`),
    ...(outcome === "rejection" ? [`${where}: rejected`] : []),
  ]
}
