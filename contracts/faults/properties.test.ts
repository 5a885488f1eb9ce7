/**
 * Whatever a provider answers, a redemption comes to tokens or to one error that says what is left of the grant: any
 * status, any bytes, any JSON, and bodies that are nearly right.
 */
import * as Arbitrary from "effect/Arbitrary"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { AISquare, Dapi, Finqware, restoreTokens, TokenSet } from "../../src/effect.ts"
import { type RedemptionError, redemptionErrors } from "../../src/errors.ts"
import type { Fetch } from "../../src/settings.ts"
import { serializeTokens } from "../../src/token-set.ts"
import { type FaultOperation, type Kind, operations } from "./operations.ts"
import { errorShapes } from "./shapes.ts"

/** How many answers each operation meets at least. */
const enough = 10_000

/** How many redemptions that takes: one in twenty meets nothing but a mishap. */
const runs = 10_800

/** Of every choice here: the same seed repeats a run. */
const seed = process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 32))

// What a provider may do.

/** What a POST meets. */
type Turn =
  | {
      readonly _tag: "Answer"
      readonly status: number
      readonly body: Uint8Array<ArrayBuffer>
      readonly headers: Headings
    }
  /** No connection: nothing is read. */
  | { readonly _tag: "Refused" }
  /** The request is read, and the answer breaks off. */
  | { readonly _tag: "Cut"; readonly status: number }

type Headings = ReadonlyArray<readonly [name: string, value: string]>

const pick = <const A extends ReadonlyArray<unknown>>(...values: A): Arbitrary.Arbitrary<A[number]> =>
  Arbitrary.map(upTo(values.length - 1), (at) => values[at])

const upTo = (last: number, first = 0) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: first, maximum: last })))

const oneOf = <A>(...choices: ReadonlyArray<Arbitrary.Arbitrary<A>>): Arbitrary.Arbitrary<A> =>
  Arbitrary.flatMap(pick(...choices), (choice) => choice)

const text = Arbitrary.schema(Schema.String)
const json: Arbitrary.Arbitrary<unknown> = Arbitrary.schema(Schema.Json)

const jwt = (payload: string) => `h.${Buffer.from(payload).toString("base64url")}.s`

/** Stands for a number that JSON can say and `JSON.stringify` cannot. */
const raw = (number: string) => `@${number}@`

/** Keys, codes and types that an object has without having them, and words of the providers. */
const words = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "length",
  "then",
  "toJSON",
  "",
  "0",
  "detail",
  "code",
  "type",
  "success",
  "access",
  "refresh",
  "non_field_errors",
  "temp_token",
  "msg",
  "id",
]

/** Values that a careless reader trips over. */
const awkward: Arbitrary.Arbitrary<unknown> = oneOf<unknown>(
  pick(...words),
  pick(null, true, false, 0, -1, 0.5, 2 ** 53, Number.MAX_VALUE, [], {}, [[]], [null], { toString: null }),
  pick(raw("1e999"), raw("-1e999"), raw("-0"), raw("1e-999"), raw("123456789012345678901234567890"), raw("1.0")),
  pick("\ud800", "\udfff\ud800", "\u0000", "\ufeff", "x".repeat(5_000), "INVALID_TOKEN", "invalid_temp_token", "a_b"),
  pick(
    jwt('{"iat":0,"exp":8640000000001}'),
    jwt('{"iat":-1e308,"exp":1e308}'),
    jwt('{"iat":"0","exp":null}'),
    jwt('{"exp":1e999,"iat":1}'),
    jwt(`${"[".repeat(3_000)}`),
    jwt("null"),
    "..",
    "a.%%%.c",
  ),
  pick(
    "2026-04-01T00:00:00Z",
    "2026-04-01t23:59:59.123456789z",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00:00+23:59",
    "2026-02-30T00:00:00Z",
    "1",
  ),
  json,
  text,
)

/** Bodies of each provider, as they really come. */
const real: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  aisquare: [
    { access: jwt('{"iat":1763150400,"exp":1763154000}'), refresh: jwt('{"iat":1763150400,"exp":1763236800}') },
    { detail: "Token is invalid or expired", code: "token_not_valid" },
    { detail: "Given token not valid", code: "token_not_valid", messages: [{ token_class: "A", message: "m" }] },
    { detail: "JSON parse error - Expecting value: line 1 column 1 (char 0)" },
    { temp_token: ["This field is required."], superexec_secret: ["This field may not be blank."] },
    { username: ["This field is required."], password: ["This field is required."], refresh: ["Required."] },
    { non_field_errors: ["Invalid temp token."] },
  ],
  finqware: ["invalid_request", "unauthorized", "external_api_error", "constructor", "__proto__"].flatMap((type) =>
    ["missing_fields", "invalid_client_secret", "invalid_temp_token", "inactive_credentials", "toString"].map(
      (code) => ({
        id: "6f1c2f0e-3a0f-4d83-9a3e-5f0a2c7b1d44",
        type,
        http: 401,
        code,
        message: "client_id temp_token",
      }),
    ),
  ),
  dapi: [
    { success: true, status: "done", accessToken: "permanent", tokenID: "t", userID: "u" },
    ...[
      "INVALID_ARGS",
      "INVALID_TOKEN",
      "BAD_REQUEST",
      "USER_DELINKED",
      "UNKNOWN_ERROR",
      "NEW_TYPE",
      "constructor",
    ].map((type) => ({ success: false, status: "failed", msg: "accessCode appSecret", type, operationID: "o" })),
  ],
}

/** Mostly what the provider itself says, and half of that good: few changes leave a body good. */
const bodyOf = ({ provider, answer }: Pick<FaultOperation, "provider" | "answer">): Arbitrary.Arbitrary<unknown> => {
  const own = pick(...(real[provider] ?? []))
  const good: Arbitrary.Arbitrary<unknown> = Arbitrary.Constant(JSON.parse(answer))
  return oneOf(own, good, own, good, pick(...Object.values(real).flat()))
}

/** One change to a body: of the field that `at` comes to. */
interface Change {
  readonly how: "drop" | "retype" | "nest" | "rename" | "add" | "double"
  readonly at: number
  readonly word: string
  readonly value: unknown
}

const change: Arbitrary.Arbitrary<Change> = Arbitrary.all({
  how: pick("drop", "retype", "retype", "nest", "rename", "add", "double"),
  at: upTo(7),
  word: pick(...words),
  value: awkward,
})

/** Changed by one change; deeper where the field holds an object itself and the change says so. */
const changed = (body: unknown, { how, at, word, value }: Change): unknown => {
  if (typeof body !== "object" || body === null) return how === "nest" ? { [word]: body } : body
  const fields = Object.entries(body)
  const place = fields.length === 0 ? 0 : at % fields.length
  const [name, old] = fields[place] ?? [word, value]
  const put = (...entries: ReadonlyArray<readonly [string, unknown]>) =>
    Object.fromEntries([...fields.slice(0, place), ...entries, ...fields.slice(place + 1)])
  switch (how) {
    case "drop":
      return put()
    case "retype":
      return put([name, value])
    case "nest":
      return at > 4 ? [body] : put([name, { [word]: old }])
    case "rename":
      return put([word, old])
    case "add":
      return put([name, old], [word, value])
    case "double":
      return put([name, [old, old]])
  }
}

const written = (value: unknown) => JSON.stringify(value).replace(/"@([-0-9.e]+)@"/g, "$1")

const bytes = (content: string) => new TextEncoder().encode(content)

const mutatedOf = (body: Arbitrary.Arbitrary<unknown>) =>
  Arbitrary.map(Arbitrary.all({ body, changes: Arbitrary.array(change, { maxLength: 4 }) }), ({ body, changes }) =>
    bytes(written(changes.reduce(changed, body))),
  )

/** JSON that is not well-formed any more, or differently. */
const damagedOf = (body: Arbitrary.Arbitrary<Uint8Array<ArrayBuffer>>) =>
  Arbitrary.map(
    Arbitrary.all({
      body,
      at: upTo(400),
      how: pick("cut", "byte", "mark", "twice", "spaces", "deep"),
      byte: upTo(255),
    }),
    ({ body, at, how, byte }) => {
      const place = at % (body.length + 1)
      switch (how) {
        case "cut":
          return body.slice(0, place)
        case "byte":
          return Uint8Array.from([...body.slice(0, place), byte, ...body.slice(place)])
        case "mark":
          return Uint8Array.from([0xef, 0xbb, 0xbf, ...body])
        case "twice":
          return Uint8Array.from([...body, ...body])
        case "spaces":
          return Uint8Array.from([0x20, 0x0a, ...body, 0x09])
        case "deep":
          return bytes(
            `{"code":${"[".repeat(at * 50)}${"]".repeat(at * 50)},${new TextDecoder().decode(body).slice(1)}`,
          )
      }
    },
  )

const anyBytes = Arbitrary.map(Arbitrary.array(upTo(255)), (all) => Uint8Array.from(all))

const contentOf = (operation: FaultOperation): Arbitrary.Arbitrary<Uint8Array<ArrayBuffer>> => {
  const mutated = mutatedOf(bodyOf(operation))
  return oneOf(
    mutated,
    mutated,
    mutated,
    mutated,
    damagedOf(mutated),
    Arbitrary.map(oneOf(awkward, json), (value) => bytes(written(value))),
    anyBytes,
  )
}

const status = oneOf<number>(
  pick(200),
  pick(200, 201, 202, 204, 206),
  pick(400, 401, 403, 404, 415, 422),
  pick(429, 429, 500, 502, 503, 504),
  upTo(599, 100),
  pick(0, 100, 101, 205, 301, 302, 304, 307, 407, 408, 421, 599, 600, 999),
)

/** What may stand in a header. */
const heading = (value: string) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "")

const contentType = oneOf<string>(pick("application/json", "text/html; charset=latin1", "x", ""), text)
const retryAfter = oneOf<string>(
  pick("", "0", "1", "29", "3600", "-1", "1.5", "1e3", "0x10", "9".repeat(400), "1, 2", "soon"),
  pick("Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 99 Foo 2026 99:99:99 GMT"),
  text,
)

const answerOf = (body: Arbitrary.Arbitrary<Uint8Array<ArrayBuffer>>): Arbitrary.Arbitrary<Turn> =>
  Arbitrary.map(
    Arbitrary.all({ status, body, contentType, retryAfter }),
    ({ status, body, contentType, retryAfter }): Turn => ({
      _tag: "Answer",
      status,
      body,
      headers: [
        ["content-type", heading(contentType)],
        ...(retryAfter === "" ? [] : [["retry-after", heading(retryAfter)] as const]),
      ],
    }),
  )

const mishap: Arbitrary.Arbitrary<Turn> = oneOf<Turn>(
  Arbitrary.Constant({ _tag: "Refused" }),
  Arbitrary.map(status, (status): Turn => ({ _tag: "Cut", status })),
)

/** What the attempts of one redemption meet, in turn; the last of them goes on. */
const turnsOf = (answer: Arbitrary.Arbitrary<Turn>): Arbitrary.Arbitrary<ReadonlyArray<Turn>> =>
  Arbitrary.map(
    Arbitrary.all([answer, Arbitrary.array(oneOf(answer, answer, answer, mishap), { maxLength: 2 })]),
    ([last, more]) => [...more, last],
  )

/** A turn as a failure names it. */
const said = (turn: Turn): string =>
  turn._tag === "Answer"
    ? `${turn.status} ${JSON.stringify(turn.headers)} ${new TextDecoder().decode(turn.body)}`
    : JSON.stringify(turn)

// How it is met.

/** An answer with a status that `new Response` would refuse is an answer all the same. */
const respond = (status: number, body: BodyInit, headers: Headings): Response =>
  Object.defineProperty(
    new Response(body, { headers: headers.map(([name, value]): [string, string] => [name, value]) }),
    "status",
    {
      value: status,
    },
  )

const broken = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(bytes('{"acc')),
    pull: (controller) => controller.error(new TypeError("terminated")),
  })

/** A provider in memory: what it did, so far. */
const provider = (turns: ReadonlyArray<Turn>) => {
  const met: Array<Turn> = []
  const fetch: Fetch = async (_, init) => {
    const turn = turns[Math.min(met.length, turns.length - 1)]
    if (turn === undefined) throw new Error("No turn is left.")
    met.push(turn)
    if (turn._tag === "Refused") throw new TypeError("fetch failed")
    await new Response(init?.body ?? null).text()
    return turn._tag === "Cut" ? respond(turn.status, broken(), []) : respond(turn.status, turn.body, turn.headers)
  }
  return { fetch, met }
}

/** No answer here takes longer, on any machine. */
const patience = 5_000

/**
 * A clock that stands still and skips every wait but the deadline, so that a back-off costs nothing, and a redemption
 * that hangs still ends.
 */
const hurried = (): Clock.Clock => {
  const now = Date.parse("2026-01-01T00:00:00Z")
  const nanos = () => BigInt(now) * 1_000_000n
  return {
    currentTimeMillisUnsafe: () => now,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    sleep: (duration) =>
      Duration.toMillis(duration) < timeout
        ? Effect.void
        : Effect.callback((resume) => {
            const timer = setTimeout(() => resume(Effect.void), patience)
            return Effect.sync(() => clearTimeout(timer))
          }),
  }
}

/** By the hurried clock. */
const timeout = 30_000

/** How each operation is called. */
const redemptions: Readonly<Record<string, (fetch: Fetch) => Effect.Effect<TokenSet, RedemptionError>>> = {
  "aisquare.exchangeToken": (fetch) =>
    AISquare.use((aisquare) => aisquare.exchangeToken({ tempToken: "temp" }, { timeout })).pipe(
      Effect.provide(AISquare.layerWith({ superexecSecret: "superexec", fetch })),
    ),
  "aisquare.obtainToken": (fetch) =>
    AISquare.use((aisquare) => aisquare.obtainToken({ username: "alice", password: "pass" }, { timeout })).pipe(
      Effect.provide(AISquare.layerWith({ superexecSecret: "superexec", fetch })),
    ),
  "aisquare.refreshToken": (fetch) =>
    AISquare.use((aisquare) => aisquare.refreshToken({ refresh: "refresh" }, { timeout })).pipe(
      Effect.provide(AISquare.layerWith({ superexecSecret: "superexec", fetch })),
    ),
  "finqware.exchangeToken": (fetch) =>
    Finqware.use((finqware) => finqware.exchangeToken({ tempToken: "temp" }, { timeout })).pipe(
      Effect.provide(Finqware.layerWith({ clientId: "id", clientSecret: "secret", fetch })),
    ),
  "dapi.exchangeToken": (fetch) =>
    Dapi.use((dapi) => dapi.exchangeToken({ accessCode: "code", connectionId: "connection" }, { timeout })).pipe(
      Effect.provide(Dapi.layerWith({ appSecret: "secret", fetch })),
    ),
}

// What must hold.

/** What is wrong with a token set, if anything: it is one, and a store can keep it. */
const faultOfTokens = (tokens: TokenSet, last: Turn | undefined): Effect.Effect<string | undefined> => {
  if (!isTokenSet(tokens)) return Effect.succeed("tokens of no known shape")
  if (last?._tag !== "Answer" || last.status !== 200) return Effect.succeed("tokens out of no 200")
  return Effect.sync(() => serializeTokens(tokens)).pipe(
    Effect.flatMap((stored) =>
      Effect.map(restoreTokens(stored), (restored) =>
        serializeTokens(restored) === stored ? undefined : "tokens that a store changes",
      ),
    ),
    Effect.catchCause((cause) => Effect.succeed(`tokens that cannot be stored: ${Cause.pretty(cause)}`)),
  )
}

const isTokenSet = Schema.is(TokenSet)
const hasShape = Object.fromEntries(Object.entries(errorShapes).map(([tag, shape]) => [tag, Schema.is(shape)]))

const isTwoHundred = (turn: Turn | undefined) => turn?._tag === "Answer" && turn.status >= 200 && turn.status < 300

/** Dapi documents failures under 200, and some of them refuse the request before its grant. */
const saysItFailed = (turn: Turn | undefined): boolean => {
  const read = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Struct({ success: Schema.Literal(false) })))
  return turn?._tag === "Answer" && Option.isSome(read(new TextDecoder().decode(turn.body)))
}

const grantsOf: { readonly [K in Kind]: ReadonlyArray<string> } = {
  "one-time": ["unspent", "spent", "unknown"],
  rotating: ["unspent", "spent", "unknown"],
  reusable: ["reusable", "spent"],
}

const faultOfError = (name: string, kind: Kind, error: RedemptionError, last: Turn | undefined): string | undefined => {
  const { _tag, grant, message } = error
  if (!(error instanceof redemptionErrors[_tag]) || hasShape[_tag]?.({ ...error }) !== true)
    return `an error that is no ${_tag}`
  if (!grantsOf[kind].includes(grant)) return `a grant of ${kind} that is ${grant}`
  if ("reason" in error && error.reason === "deadline") return "a redemption that hangs"
  if (!message.includes(name) || JSON.stringify(error) === "{}") return "an error that says nothing"
  if (isTwoHundred(last) && grant === "unspent" && !(name.startsWith("dapi") && saysItFailed(last))) {
    return "an unspent grant after a 2xx"
  }
  return undefined
}

/** Whether a turn lets a one-time grant be presented once more: RateLimited, or ConnectionFailed. */
const leavesTheGrant = (turn: Turn) => turn._tag === "Refused" || (turn._tag === "Answer" && turn.status === 429)

/** What is wrong with a redemption, if anything. */
const faultOf = (
  { name, kind }: FaultOperation,
  exit: Exit.Exit<TokenSet, RedemptionError>,
  met: ReadonlyArray<Turn>,
): Effect.Effect<string | undefined> => {
  const last = met.at(-1)
  if (met.length === 0 || met.length > 3) return Effect.succeed(`${met.length} POSTs`)
  if (kind === "one-time" && !met.slice(0, -1).every(leavesTheGrant)) {
    return Effect.succeed("a one-time grant posted again after it may have been spent")
  }
  if (Exit.isSuccess(exit)) return faultOfTokens(exit.value, last)
  const error = Exit.findErrorOption(exit)
  return Effect.sync(() =>
    Option.isNone(error) ? `a defect: ${Cause.pretty(exit.cause)}` : faultOfError(name, kind, error.value, last),
  ).pipe(Effect.catchDefect((defect) => Effect.succeed(`an error that cannot be read: ${defect}`)))
}

describe.each(operations)("$name, whatever it is answered", (operation) => {
  const { name, kind } = operation
  const redeem = redemptions[name]
  const turns = turnsOf(answerOf(contentOf(operation)))

  it("comes to tokens, or to one error with a grant", { timeout: 120_000 }, async () => {
    if (redeem === undefined) throw new Error(`Nobody says how to call ${name}.`)
    let answers = 0
    const outcomes: Record<string, number> = {}
    const property = (turns: ReadonlyArray<Turn>) =>
      Effect.gen(function* () {
        const { fetch, met } = provider(turns)
        const exit = yield* Effect.exit(
          redeem(fetch).pipe(
            Effect.provideService(Clock.Clock, hurried()),
            Effect.provideService(Logger.CurrentLoggers, new Set()),
          ),
        )
        answers += met.filter(({ _tag }) => _tag === "Answer").length
        const outcome = Exit.isSuccess(exit) ? "tokens" : Option.getOrUndefined(Exit.findErrorOption(exit))?._tag
        outcomes[outcome ?? "defect"] = (outcomes[outcome ?? "defect"] ?? 0) + 1
        const fault = yield* faultOf(operation, exit, met)
        if (fault !== undefined) return yield* Effect.fail(`${fault}, after ${met.map(said).join(", then ")}`)
        return true
      })
    // Each step of shrinking a redemption that hangs takes all the patience there is.
    const settings = { runs, seed: `${seed} ${name}`, concurrency: 16, size: 8, maxShrinks: 20 }
    const result = await Effect.runPromise(Arbitrary.checkEffect(turns, property, settings))
    console.log(`${name}: SEED=${seed}, ${answers} answers, ${JSON.stringify(outcomes)}`)
    expect(Arbitrary.formatCheckFailure(result)).toBeUndefined()
    expect(answers).toBeGreaterThanOrEqual(enough)
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining([...outcomesOf(kind)]))
  })
})

/** What must have been met on the way, or else the answers were too wild to show anything. */
const outcomesOf = (kind: Kind) => [
  ...["tokens", "InvalidRequest", "InvalidGrant", "RateLimited", "ProviderUnavailable", "UnexpectedResponse"],
  ...(kind === "reusable" ? [] : ["OutcomeUnknown"]),
]
