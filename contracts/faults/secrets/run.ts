/** Runs one scenario in one API and finds the secrets in everything visible of it. */
import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import type { RedemptionReport } from "../../../src/settings.ts"
import type { Call, Orphan } from "../calls.ts"
import type { Secrets } from "../canaries.ts"
import { serveFault } from "../server.ts"
import type { Scenario } from "./scenario.ts"
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
import { makeHost } from "./telemetry.ts"

/** Fails if a promise does not settle soon. */
const inTime = async <A>(coming: Promise<A>): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The late outcome never came.")), 10_000)
  })
  return Promise.race([coming, late]).finally(() => clearTimeout(timer))
}

/** A hook, and what it was given. */
const makeHook = ({ late, hook }: Scenario) => {
  let take: (orphan: Orphan) => void = () => {}
  const taken = new Promise<Orphan>((resolve) => {
    take = resolve
  })
  const onOrphaned = (orphan: Orphan) => {
    take(orphan)
    const quoted = new Error(redactedIn(orphan).map(Redacted.value).join(" "))
    if (hook === "throws") throw quoted
    return hook === "rejects" ? Promise.reject(quoted) : Promise.resolve()
  }
  const reports: Array<RedemptionReport> = []
  return {
    ...(hook !== "absent" && { onOrphaned }),
    onRedemption: (report: RedemptionReport) => void reports.push(report),
    /** What `onRedemption` was told, which is plain data. Without a report, the search is blind. */
    reported: (): ReadonlyArray<Rendering> => {
      if (reports.length !== 1) throw new Error(`The search is blind: ${reports.length} reports.`)
      return [["report", JSON.stringify(reports)]]
    },
    /** Waits for the late outcome and, if there is a log, for its log line. */
    settled: async (
      isExpected: boolean,
      logged: (text: string) => Promise<void> = () => Promise.resolve(),
    ): Promise<ReadonlyArray<Orphan>> => {
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

export interface Observed {
  readonly orphans: ReadonlyArray<Orphan>
  readonly renderings: ReadonlyArray<Rendering>
  readonly values: ReadonlyArray<unknown>
  readonly outcome: string
}

export type Api = (call: Call, secrets: Secrets, scenario: Scenario, place: Place) => Promise<Observed>

interface Place {
  readonly baseUrl: string
  /** Whether the request arrived: on a busy machine its caller may give up before. */
  readonly hasCome: () => boolean
}

/** A deadline that never passes, in milliseconds. */
const patience = 5_000

/** The settings of a scenario. */
const settingOf = ({ fetch, keep }: Scenario) => ({ ...(fetch && { fetch }), ...(keep && { keep }) })

/** The caller's signal, aborted in time. */
const signalOf = ({ abort }: Scenario): { readonly signal?: AbortSignal } => {
  if (abort === undefined) return {}
  const [after, reason] = abort
  if (after === 0) return { signal: AbortSignal.abort(reason) }
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), after)
  return { signal: controller.signal }
}

/** Whether a request runs on after its caller gave up. */
const runsOn = ({ kind }: Call) => kind !== "reusable"

const byPromise: Api = async (call, secrets, scenario, { baseUrl, hasCome }) => {
  // A promise cannot be interrupted.
  const { timeout = patience, interrupt } = scenario
  if (interrupt !== undefined) return { orphans: [], renderings: [], values: [], outcome: "none" }
  const { settled, reported, ...hooks } = makeHook(scenario)
  const setting = { secrets, baseUrl, ...hooks, ...settingOf(scenario) }
  const outcome = await call.promise(setting, { timeout, ...signalOf(scenario) }).then(
    (redemption) => ({ redemption, rejected: undefined }),
    (rejected: unknown) => ({ redemption: {}, rejected }),
  )
  const { redemption, rejected } = outcome
  return {
    orphans: await settled(runsOn(call) && hasCome()),
    renderings: [
      ...reported(),
      ...printedOutcome("outcome", redemption),
      ...(rejected === undefined ? [] : printedError("rejection", rejected)),
    ],
    values: [redemption],
    outcome: rejected === undefined ? ("error" in redemption ? (redemption.error?._tag ?? "") : "tokens") : "rejection",
  }
}

const byEffect: Api = async (call, secrets, scenario, { baseUrl, hasCome }) => {
  const { timeout = patience, interrupt } = scenario
  const { settled, reported, ...hooks } = makeHook(scenario)
  const setting = {
    secrets,
    baseUrl,
    keep: (secret: string) => Redacted.make(secret),
    ...hooks,
    ...settingOf(scenario),
  }
  const host = makeHost()
  const program = Effect.gen(function* () {
    const redemption = call.effect(setting, { timeout, ...signalOf(scenario) }).pipe(
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
  const orphans = await settled(runsOn(call) && hasCome(), host.logged)
  const error = Exit.findErrorOption(exit)
  const { logs, spans } = host.count()
  if (logs < 8 || spans !== 2) throw new Error(`The search is blind: ${logs} lines of log, ${spans} spans.`)
  return {
    orphans,
    renderings: [
      ...reported(),
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

export const apis: Readonly<Record<string, Api>> = { Promise: byPromise, Effect: byEffect }

/** Runs one scenario in one API. Returns every place where a secret was found. */
export const run = async (
  where: string,
  api: Api,
  call: Call,
  secrets: Secrets,
  scenario: Scenario,
): Promise<ReadonlyArray<string>> => {
  await using server = scenario.serve === undefined ? undefined : await serveFault(scenario.serve)
  const { orphans, renderings, values, outcome } = await api(call, secrets, scenario, {
    baseUrl: server?.url ?? "https://echo.example",
    hasCome: () => server === undefined || server.posts() > 0,
  })
  seen.add(outcome)
  const recovered = [...values, ...orphans].flatMap(redactedIn).map((secret) => String(Redacted.value(secret)))
  if (recovered.some((text) => piecesIn(text).length > 0)) seen.add("a quotation, redacted")
  for (const { error } of orphans) seen.add(error === undefined ? "orphaned tokens" : `orphaned ${error._tag}`)
  return [
    ...search(
      where,
      [
        ...renderings,
        ...orphans.flatMap((orphan) => [...printed("orphan", orphan), ...printedOutcome("orphan", orphan)]),
      ],
      call.name,
    ),
    ...[...values, ...orphans].flatMap(unmasked).map((text) => `${where}: not redacted: ${text}`),
    ...(outcome === "rejection" ? [`${where}: rejected`] : []),
  ]
}
