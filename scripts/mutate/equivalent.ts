/** The mutants without any effect, each with its reason. */

export interface Equivalent {
  /** The id of a mutant, or of several. */
  readonly mutants: RegExp
  readonly reason: string
}

export const equivalents: ReadonlyArray<Equivalent> = [
  {
    mutants: /^src\/secrets\.ts boundary: if \(secret\.length «<=» shortest\)/,
    reason: "To hold a secret of eight characters whole is to hold its one piece of eight.",
  },
  {
    mutants: /^src\/retry\.ts number: const requestedWait = .*«1»/,
    reason: "The back-off is of 200 ms at least: who asks for one millisecond asks for none.",
  },
  {
    mutants: /^src\/signal\.ts flag: signal\.addEventListener/,
    reason: "A signal is aborted once, and the listener goes when the redemption ends.",
  },
  {
    mutants: /^src\/encode\.ts number: const names = .*slice\(0, «2»\)/,
    reason: "Requests are flat objects: the path to what is wrong with one has a single step.",
  },
  {
    mutants: /^src\/telemetry\.ts omit: «without metrics\.set/,
    reason: "The metrics of an outcome are the same when they are made again; it costs time.",
  },
  {
    mutants: /^src\/telemetry\.ts flag: .*captureStackTrace/,
    reason: "A stack of our own file tells nobody where a redemption was called; it costs time.",
  },
  {
    mutants: /^src\/attempts\.ts flag: let isSent = «true»/,
    reason: "Whoever gives up withdraws the POST before it asks for the error, which says whether it was sent.",
  },
  {
    mutants: /^src\/redeem\.ts boundary: const isOneTime = .*«>=» 0/,
    reason: "A grant that nobody shares has one caller in src/share.ts as well; it costs time.",
  },
  {
    mutants: /^src\/retry-after\.ts number: return year > thisYear \+ 50 \? year - «101»/,
    reason: "A date of the century before is past, whichever its year, and a past date asks for no wait.",
  },
  {
    mutants: /^src\/share\.ts number: const waiting = \{ callers: «2»/,
    reason: "It is asked only whether anybody waits.",
  },
  {
    mutants: /^src\/receive\.ts number: let left = isReadable\(headers\) \? limit : -«2»/,
    reason: "What may not be read at all has less than nothing left, however much less.",
  },
  {
    mutants: /^src\/vault\/access\.ts number: .*Number\(now - start\) \/ «1000001»/,
    reason: "A millionth of a second's patience: the waits between the calls are drawn at random, by far more.",
  },
]

export const reasonFor = (id: string, entries: ReadonlyArray<Equivalent>): string | undefined =>
  entries.find(({ mutants }) => mutants.test(id))?.reason
