/** Every way to print a value, and a search for pieces of secrets in the output. */
import { inspect } from "node:util"
import * as Formatter from "effect/Formatter"
import * as Redacted from "effect/Redacted"
import type { RedemptionError } from "../../../src/index.ts"
import type { AnyTokenSet } from "../../../src/token-set.ts"
import { pieceLength, pieces, windows } from "../canaries.ts"

/** One rendering of a value. */
export type Rendering = readonly [how: string, text: string]

/** How many renderings were searched, by operation. */
export const searched = new Map<string, number>()
export const hits: Array<string> = []
export const seen = new Set<string>()

const quarter = pieceLength / 2

/** A checksum of a quarter of a piece. */
const sumAt = (text: string, at: number): number => {
  let sum = 0
  for (let place = at; place < at + quarter; place++) sum = (sum * 31 + text.charCodeAt(place)) & 0xffff
  return sum
}

/** The checksums of every part of a piece, of this length. */
const sums = new Uint8Array(0x10000)
for (const piece of pieces) for (let at = 0; at <= pieceLength - quarter; at++) sums[sumAt(piece, at)] = 1

const decoded = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16))

/** The pieces of secrets in a text, in any case and escaping. */
export const piecesIn = (text: string): ReadonlyArray<string> => {
  const plain = text
    .replace(/\\+u([0-9a-f]{4})/gi, decoded)
    .replace(/%([2-7][0-9a-f])/gi, decoded)
    .toLowerCase()
  const found = new Set<string>()
  // A part of every piece begins at one of these places.
  for (let at = 0; at + quarter <= plain.length; at += pieceLength - quarter + 1) {
    if (sums[sumAt(plain, at)] === 0) continue
    const around = windows(plain.slice(Math.max(0, at + quarter - pieceLength), at + pieceLength))
    for (const part of around) if (pieces.has(part)) found.add(part)
  }
  return [...found]
}

/** Searches renderings. Returns those that contain a piece. */
export const search = (
  where: string,
  renderings: ReadonlyArray<Rendering>,
  operation = "all operations",
): ReadonlyArray<string> => {
  searched.set(operation, (searched.get(operation) ?? 0) + renderings.length)
  const found = renderings.flatMap(([how, text]) =>
    piecesIn(text)
      .slice(0, 1)
      .map((first) => `${how}: ${first}`),
  )
  hits.push(...found)
  return found.length === 0 ? [] : [`${where}: ${[...new Set(found)].join("; ")}`]
}

export const attempt = (render: () => unknown): string => {
  try {
    return String(render())
  } catch (thrown) {
    return inspect(thrown, { depth: null, showHidden: true })
  }
}

export const everything = { depth: null, showHidden: true, getters: true } as const

/** Every way to print a value. */
export const printed = (what: string, value: unknown): ReadonlyArray<Rendering> => {
  const ways: Readonly<Record<string, () => unknown>> = {
    "as text": () => String(value),
    "in a template": () => `${value}`,
    "as JSON": () => JSON.stringify(value),
    inspected: () => inspect(value, everything),
    "inspected raw": () => inspect(value, { ...everything, customInspect: false }),
    printed: () => inspect(value),
    formatted: () => Formatter.format(value, { space: 2 }),
    cloned: () => inspect(structuredClone(value), everything),
    entries: () => inspect(Object.entries(Object(value)), everything),
    properties: () => inspect(Object.getOwnPropertyDescriptors(Object(value)), everything),
    symbols: () =>
      inspect(
        Object.getOwnPropertySymbols(Object(value)).map((symbol) => [symbol, Object(value)[symbol]]),
        everything,
      ),
  }
  return Object.entries(ways).map(([how, render]) => [`${what} ${how}`, attempt(render)])
}

/** An error and its causes. */
export const printedError = (what: string, error: unknown): ReadonlyArray<Rendering> => [
  ...printed(what, error),
  ...(error instanceof Error
    ? ([
        [`${what}'s message`, error.message],
        [`${what}'s name`, error.name],
        [`${what}'s stack`, String(error.stack)],
      ] as const)
    : []),
  ...(error instanceof Error && error.cause !== undefined ? printedError(`${what}'s cause`, error.cause) : []),
]

/** Every redacted value in a value. */
export const redactedIn = (value: unknown): ReadonlyArray<Redacted.Redacted<unknown>> => {
  if (Redacted.isRedacted(value)) return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(redactedIn) : []
}

/** Redacted values that do not print as such. */
export const unmasked = (value: unknown): ReadonlyArray<string> =>
  redactedIn(value).flatMap((secret) =>
    [String(secret), JSON.parse(JSON.stringify(secret)), inspect(secret)].filter(
      (text) => !/^<redacted(:\w+)?>$/.test(text),
    ),
  )

export const printedOutcome = (
  what: string,
  { data, error }: { readonly data?: AnyTokenSet; readonly error?: RedemptionError },
): ReadonlyArray<Rendering> => [
  ...printed(what, { data, error }),
  ...(data === undefined ? [] : printed(`${what}'s tokens`, data)),
  ...(error === undefined ? [] : printedError(`${what}'s error`, error)),
]
