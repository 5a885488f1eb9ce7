/** Protocols that are broken on purpose. The simulation must find each of them out. */

/** One change of the source that breaks the protocol. */
export interface Mutant {
  readonly name: string
  /** In `src/vault/`. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** A history that finds it out, where the first ones do not. The search goes on from there. */
  readonly seed?: number
}

export const mutants: ReadonlyArray<Mutant> = [
  {
    name: "a grant is presented without a record",
    file: "connect.ts",
    from: "yield* grants.update(entry, (record) => record ?? mine)",
    to: "mine",
  },
  {
    name: "whoever finds no record presents the grant, whoever else does",
    file: "connect.ts",
    from: "if (presented?.by === by) return",
    to: "if (presented !== undefined) return",
  },
  {
    name: "a grant whose process is gone is presented again",
    file: "grant.ts",
    from: `record.state === "presented" ? { ...record, state: "unknown" } : record`,
    to: `record.state === "presented" ? undefined : record`,
  },
  {
    name: "a grant with an unknown outcome is forgotten",
    file: "grant.ts",
    from: `spent: "refused", unknown: "unknown"`,
    to: `spent: "refused", unknown: undefined`,
  },
  {
    name: "a refused grant is forgotten, and its verdict with it",
    file: "grant.ts",
    from: `unknown: "unknown" } as const`,
    to: `unknown: "refused" } as const`,
  },
  {
    name: "another connection's grant is taken for one's own",
    file: "connect.ts",
    from: "if (record.connection !== key) return yield* new GrantTaken(connectionOf(key))",
    to: "",
  },
  {
    name: "an older consent wins over a later one",
    file: "connection.ts",
    from: "if (at < 0) return record",
    to: "",
  },
  {
    name: "older consents stay pending when a later one's tokens came",
    file: "connection.ts",
    from: "pending: record.pending.slice(at + 1)",
    to: "pending: record.pending.filter((one) => one !== grant)",
  },
  {
    name: "tokens that come after a disconnect make a new row",
    file: "connection.ts",
    from: `export const withConsent = (grant: string, came: Came): Change =>
  ifThere((record, now) => {`,
    to: `export const withConsent = (grant: string, came: Came): Change =>
  ((record = { generation: 0, pending: [grant], clock: 0 }, now) => {`,
  },
  {
    name: "the record of a displaced grant is left as it was",
    seed: 1412,
    file: "settle.ts",
    from: "grant === undefined ?",
    to: "grant !== null ?",
  },
  {
    name: "a refresh's answer is written whatever stands there",
    file: "connection.ts",
    from: "(isSameSet(record, old) ? renewed(record, old.from, came, now) : record)",
    to: "renewed(record, old.from, came, now)",
  },
  {
    name: "a refusal ends the consent without another look",
    file: "connection.ts",
    from: `    if (!isHolder(record, lease)) return record
    return { ...record, lease: undefined, ended`,
    to: "    return { ...record, lease: undefined, ended",
  },
  {
    name: "a refresh begins without a lease",
    file: "refresh.ts",
    from: "if (leased?.lease?.id !== lease) return",
    to: "",
  },
  {
    name: "a lease never runs out",
    file: "decide.ts",
    from: "sinceWrite < lease.for",
    to: "sinceWrite >= 0",
  },
  {
    name: "a lease is taken over at once",
    file: "decide.ts",
    from: "sinceWrite < lease.for",
    to: "sinceWrite < 0",
  },
  {
    name: "taking over a lease raises no doubt",
    file: "connection.ts",
    from: "...(seen.lease && { doubt: true })",
    to: "",
  },
  {
    name: "an unknown outcome raises no doubt",
    file: "connection.ts",
    from: "...(isDoubtful && { doubt: true })",
    to: "",
  },
  {
    name: "every refusal is called a loss",
    file: "connection.ts",
    from: `record.doubt ? "lost" : "refused"`,
    to: `"lost"`,
  },
  {
    name: "late tokens are thrown away",
    file: "late.ts",
    from: "Effect.catch(take(outcome.data), () => handOver(outcome))",
    to: "Effect.void",
  },
  {
    name: "nothing is tried again when the store fails",
    seed: 951,
    file: "access.ts",
    from: "input instanceof StoreTrouble &&",
    to: "false &&",
  },
  {
    name: "a set's age is judged by the reader's clock alone",
    file: "connection.ts",
    from: "Math.max(now, record.clock + age + Math.max(0, now - readAt))",
    to: "now",
  },
  {
    name: "the clock of a set stands still when its row is written again",
    file: "cache.ts",
    from: "return goesOn ? { ...next, clock: timeOf(row, now) } : next",
    to: "return next",
  },
  {
    name: "the life of a set counts from its receipt",
    seed: 183,
    file: "connection.ts",
    from: "now + Math.max(0, now - presentedAt)",
    to: "now",
  },
  {
    name: "what was read is remembered for ever",
    file: "cache.ts",
    from: "now - entry.readAt < cacheFor",
    to: "now - entry.readAt >= 0",
  },
  {
    name: "rejected tokens are served again",
    file: "decide.ts",
    from: "rejected !== undefined && secretsOf",
    to: "rejected === null && secretsOf",
  },
]
