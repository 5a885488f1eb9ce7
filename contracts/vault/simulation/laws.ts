/** The laws of a vault, each over one history. A broken law says what was seen. */
import * as Redacted from "effect/Redacted"
import type { AISquareTokens } from "../../../src/providers/aisquare/tokens.ts"
import type { ConnectionRecord } from "../../../src/vault/connection.ts"
import type { Call, History } from "./history.ts"
import type { Posted } from "./vendor.ts"

type Law = (history: History) => ReadonlyArray<string>

const described = ({ what, connection, grant = "", process, startedAt, endedAt, tokens, error }: Call) =>
  `${what} ${connection} ${grant} by ${process.name} at ${startedAt} to ${endedAt}: ${
    tokens ? Redacted.value(tokens.refresh) : `${error?._tag ?? "…"} ${String(error?.reason ?? "")}`
  }`

/** Calls of processes that lived to their end. */
const ended = ({ calls }: History) => calls.filter(({ endedAt }) => endedAt !== undefined)

const isFaultless = ({ profile: { store, network, crashes, pauses, outages, isRevoking } }: History) =>
  ![...Object.values(store), ...Object.values(network), crashes, pauses, outages].some((fault) => fault > 0) &&
  !isRevoking

const postsOnce: Law = ({ vendor: { posts } }) =>
  [
    ...Map.groupBy(
      posts.filter(({ kind }) => kind === "exchange"),
      ({ grant }) => grant,
    ),
  ]
    .filter(([, all]) => all.length > 1)
    .map(([grant, all]) => `${grant} was posted ${all.length} times`)

/** What a call said of its grant. `undefined`: nothing that must stay. */
const verdictOf = ({ tokens, error }: Call): "redeemed" | "refused" | "unknown" | undefined => {
  if (tokens !== undefined) return "redeemed"
  if (error?._tag === "InvalidGrant") return "refused"
  const isWaiting = error?.reason === "another process presents it"
  return error?._tag === "OutcomeUnknown" && !isWaiting ? "unknown" : undefined
}

/** A verdict stays, but for an unknown one, which a late answer turns into tokens. */
const verdictsStay: Law = (history) => {
  const connects = ended(history).filter(({ what, grant }) => what === "connect" && grant !== undefined)
  return [...Map.groupBy(connects, ({ grant, connection }) => `${grant} ${connection}`).values()].flatMap((all) =>
    all.flatMap((later) => {
      const before = all.filter(({ endedAt = 0 }) => endedAt < later.startedAt).map(verdictOf)
      const now = verdictOf(later)
      if (now === undefined) return []
      const isChanged =
        (before.includes("redeemed") && now !== "redeemed") ||
        (before.includes("refused") && now !== "refused") ||
        (before.includes("unknown") && now === "refused")
      // The verdict of a refresh that a later call needed is not about this grant.
      const isOfRefresh = Object(later.error).operation === "refreshToken"
      return isChanged && !isOfRefresh ? [`${described(later)}, after ${before.join(", ")}`] : []
    }),
  )
}

const nothingExpired: Law = (history) =>
  ended(history).flatMap((call) => {
    if (call.tokens === undefined) return []
    const left = history.vendor.expiryOf(Redacted.value(call.tokens.access)) - (call.endedAt ?? 0)
    return left > 0 ? [] : [`${described(call)} expired ${-left} ms before it was handed out`]
  })

/** Whether whoever had the answer of this POST could keep it. */
const couldBeKept = ({ fate, by, verdict }: Posted, { handedOver, calls }: History): boolean => {
  if (verdict === "refused" || fate !== "received" || !by.isAlive) return false
  const isOf = (tokens: AISquareTokens | undefined) =>
    tokens !== undefined && Redacted.value(tokens.refresh) === verdict.refresh
  const isHandedOver =
    handedOver.some(isOf) || calls.some(({ error }) => isOf(error?.tokens as AISquareTokens | undefined))
  return !isHandedOver
}

/** At the end, what is handed out is live at the provider; else the user is asked again, for the right reason. */
const liveOrLost: Law = (history) => {
  const { vendor, calls, revokedAt, profile } = history
  const last = calls.filter(({ isLast }) => isLast).slice(-2)
  return last.flatMap((call) => {
    if (call.tokens !== undefined) {
      const family = vendor.familyOf(Redacted.value(call.tokens.refresh))
      if (family?.refresh === Redacted.value(call.tokens.refresh) && !family.isRevoked) return []
      return [`${described(call)} is dead at the provider`]
    }
    const { _tag, reason } = Object(call.error)
    if (_tag === "NotConnected") return []
    if (_tag === "ConsentRequired" && reason === "refused" && revokedAt.size > 0) return []
    if (_tag === "ConsentRequired" && reason === "rejected") return [`${described(call)}, although it refreshes`]
    if (_tag === "ConsentRequired" && reason === "lost") {
      const isLost = vendor.posts.some((post) => post.verdict !== "refused" && !couldBeKept(post, history))
      return isLost ? [] : [`${described(call)}, although nobody lost an answer`]
    }
    return [`${described(call)} in ${profile.name}`]
  })
}

/** "refused" is said only of what the provider revoked. */
const refusedOnlyIfRevoked: Law = (history) =>
  history.revokedAt.size > 0
    ? []
    : ended(history)
        .filter(({ error }) => error?._tag === "ConsentRequired" && error.reason === "refused")
        .map((call) => `${described(call)}, although nothing was revoked`)

const oneRefreshWithoutFaults: Law = (history) => {
  if (!isFaultless(history)) return []
  const refreshes = history.vendor.posts.filter(({ kind }) => kind === "refresh")
  const twice = [...Map.groupBy(refreshes, ({ grant }) => grant)].filter(([, all]) => all.length > 1)
  return twice.map(([grant, all]) => `${grant} was presented ${all.length} times without a fault`)
}

/** The records that a connection had, one after the other; `undefined` where its row went. */
const recordsOf = ({ store: { writes } }: History) =>
  Map.groupBy(
    writes.filter(({ key }) => key.startsWith("connection/")),
    ({ key }) => key,
  )

/** What is written of a connection goes on from what was there, and begins without tokens. */
const recordsGoOn: Law = (history) =>
  [...recordsOf(history)].flatMap(([key, writes]) => {
    let before: ConnectionRecord | undefined
    /** Grants in the order in which they were about to be presented. */
    let presented: ReadonlyArray<string> = []
    return writes.flatMap(({ value }) => {
      if (value === undefined) {
        before = undefined
        presented = []
        return []
      }
      const [, ...json] = new TextDecoder().decode(value).split("\n")
      const { record }: { record: ConnectionRecord } = JSON.parse(json.join("\n"))
      const was = before
      before = record
      const order = [...presented, ...record.pending.filter((grant) => !presented.includes(grant))]
      // A grant that was not spent may be presented again, as the latest.
      presented = order.filter((grant) => record.pending.includes(grant) || grant === record.from)
      if (was === undefined) return record.set === undefined ? [] : [`${key} came back with tokens`]
      const isBack = record.generation < was.generation
      const isOlder = order.indexOf(record.from ?? "") < order.indexOf(was.from ?? "")
      return [
        ...(isBack ? [`${key} went from ${was.generation} back to ${record.generation}`] : []),
        ...(isOlder ? [`${key} went from ${was.from} back to ${record.from}`] : []),
      ]
    })
  })

const everyCallEnds: Law = ({ calls }) =>
  calls
    .filter(({ process, endedAt, defect }) => defect !== undefined || (process.isAlive && endedAt === undefined))
    .map((call) => `${described(call)} never ended well ${call.defect === undefined ? "" : String(call.defect)}`)

/** After a `disconnect`, only a grant that is presented afterwards connects again. */
const nothingRevived: Law = (history) => {
  const all = ended(history)
  const { cacheFor, profile } = history
  return all
    .filter(({ what, error }) => what === "disconnect" && error === undefined)
    .flatMap(({ connection, endedAt: gone = 0 }) => {
      const of = history.calls.filter((call) => call.connection === connection)
      // What was begun before, and a grant that is presented for the first time afterwards, are other consents.
      const again = of.find((call) => call.what === "connect" && (call.endedAt ?? Infinity) >= gone)
      const from = gone + cacheFor + (cacheFor > 0 ? profile.skew : 0)
      const until = again?.startedAt ?? Number.POSITIVE_INFINITY
      return of
        .filter(({ tokens, startedAt, what }) => what !== "connect" && tokens && startedAt > from && startedAt < until)
        .map((call) => `${described(call)}, although disconnected at ${gone}`)
    })
}

/** Whoever presents a grant first has its tokens, and no other connection ever does. */
const nobodyElses: Law = (history) => {
  const owners = new Map<string, string>()
  return ended(history).flatMap((call) => {
    const family = call.tokens && history.vendor.familyOf(Redacted.value(call.tokens.refresh))
    if (family === undefined) return []
    const owner = owners.get(family.grant) ?? call.connection
    owners.set(family.grant, owner)
    return owner === call.connection ? [] : [`${described(call)} stems from ${family.grant} of ${owner}`]
  })
}

/** A grant that gave tokens to one connection gives none to another, not even those that it has. */
const takenIsTaken: Law = (history) => {
  const connects = ended(history).filter(({ what }) => what === "connect")
  return connects.flatMap((later) => {
    const isTaken = connects.some(
      ({ grant, connection, tokens, endedAt = 0 }) =>
        grant === later.grant && connection !== later.connection && tokens && endedAt < later.startedAt,
    )
    return isTaken && later.tokens ? [described(later)] : []
  })
}

/** A caller who says that tokens are rejected gets others. */
const othersForRejected: Law = (history) =>
  ended(history).flatMap((call) => {
    const { tokens, rejected } = call
    const isSame = tokens && rejected && Redacted.value(tokens.access) === Redacted.value(rejected.access)
    return isSame ? [`${described(call)} was handed out although rejected`] : []
  })

/** Every law, by its name. */
export const laws: Readonly<Record<string, Law>> = {
  "a one-time grant reaches the provider at most once": postsOnce,
  "the verdict on a grant is stable": verdictsStay,
  "what is handed out has not expired": nothingExpired,
  "what is handed out at last is live at the provider, or is lost for a reason": liveOrLost,
  "a consent is refused only if the provider revoked it": refusedOnlyIfRevoked,
  "without faults there is one refresh of a set": oneRefreshWithoutFaults,
  "a connection goes on: no generation goes back, no older consent wins, nothing comes back with tokens": recordsGoOn,
  "every call of a living process ends": everyCallEnds,
  "nothing revives a connection": nothingRevived,
  "nobody gets the tokens of somebody else": nobodyElses,
  "a grant that another connection presented gives nothing": takenIsTaken,
  "rejected tokens are not handed out again": othersForRejected,
}

/** The laws that a history breaks, each with what was seen. */
export const brokenLaws = (history: History): ReadonlyArray<string> =>
  Object.entries(laws).flatMap(([name, law]) =>
    law(history)
      .slice(0, 3)
      .map((seen) => `${name}: ${seen}`),
  )
