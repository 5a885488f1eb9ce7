/** Records everything that an Effect program shows: logs in every format, spans, metrics. */
import { inspect } from "node:util"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { attempt, everything, type Rendering } from "./search.ts"

export const makeHost = () => {
  const renderings: Array<Rendering> = []
  const spans: Array<Tracer.NativeSpan> = []
  const registry: Metric.MetricRegistry = new Map()
  const awaited: Array<{ readonly text: string; readonly resolve: () => void }> = []
  const keep =
    (how: string) =>
    (...parts: ReadonlyArray<unknown>) => {
      renderings.push([
        how,
        parts.map((part) => (typeof part === "string" ? part : inspect(part, everything))).join(" "),
      ])
    }
  const methods = ["log", "error", "warn", "info", "debug", "trace", "group", "groupCollapsed", "dir", "groupEnd"]
  const console: Console.Console = Object.assign(
    Object.create(globalThis.console),
    Object.fromEntries(methods.map((method) => [method, keep("console")])),
  )
  const loggers = new Set<Logger.Logger<unknown, unknown>>([
    Logger.defaultLogger,
    Logger.consolePretty({ colors: true, mode: "tty" }),
    Logger.consolePretty({ colors: false, mode: "browser" }),
    Logger.consoleJson,
    Logger.consoleStructured,
    Logger.consoleLogFmt,
    Logger.map(Logger.formatSimple, keep("simple logger")),
    Logger.map(Logger.formatJson, keep("JSON logger")),
    Logger.map(Logger.formatStructured, keep("structured logger")),
    Logger.map(Logger.formatLogFmt, keep("logfmt logger")),
    Logger.tracerLogger,
    Logger.make(({ message, cause }) => {
      keep("logger")(message, cause)
      for (const { text, resolve } of awaited) if (String(message).includes(text)) resolve()
    }),
  ])
  const tracer = Tracer.make({
    span: (options) => {
      // Random ids could hold eight digits of a UUID.
      const span = Object.assign(new Tracer.NativeSpan(options), { _spanId: "span", _traceId: "trace" })
      spans.push(span)
      return span
    },
  })
  return {
    run: <A, E>(program: Effect.Effect<A, E>): Promise<A> =>
      Effect.runPromise(
        program.pipe(
          Effect.provideService(Logger.CurrentLoggers, loggers),
          Effect.provideService(References.MinimumLogLevel, "All"),
          Effect.provideService(Console.Console, console),
          Effect.provideService(Tracer.Tracer, tracer),
          Effect.provideService(Metric.MetricRegistry, registry),
        ),
      ),
    seen: async (): Promise<ReadonlyArray<Rendering>> => {
      const metrics = Effect.all({ snapshot: Metric.snapshot, dump: Metric.dump }).pipe(
        Effect.provideService(Metric.MetricRegistry, registry),
      )
      const { snapshot, dump } = await Effect.runPromise(metrics)
      return [
        ...renderings,
        ["metrics", inspect(snapshot, everything)],
        ["dumped metrics", dump],
        ...spans.flatMap(
          ({ name, attributes, events, status, links, annotations, kind }): ReadonlyArray<Rendering> => [
            ["span", name],
            ["span's attributes", inspect([...attributes], everything)],
            ["span's events", inspect(events, everything)],
            ["span's status", inspect(status, everything)],
            [
              "span's status as JSON",
              attempt(() => JSON.stringify(status, (_, value) => (typeof value === "bigint" ? "" : value))),
            ],
            ["span's rest", inspect({ links, annotations, kind }, everything)],
          ],
        ),
      ]
    },
    /** Once a line of log holds `text`. */
    logged: (text: string): Promise<void> =>
      new Promise((resolve) => {
        if (renderings.some(([how, shown]) => how === "logger" && shown.includes(text))) resolve()
        awaited.push({ text, resolve })
      }),
    count: () => ({ logs: renderings.length, spans: spans.length }),
  }
}
