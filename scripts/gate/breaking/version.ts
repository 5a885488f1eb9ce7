/** How far `info.version` must move. Before 1.0.0 a breaking change moves the minor number, and any other the patch. */
import type { Part } from "./rules.ts"

type Numbers = readonly [major: number, minor: number, patch: number]

const numbersOf = (version: string): Numbers | undefined => {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)(?:[-+][\w.+-]+)?$/.exec(version) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

const isBefore = (one: Numbers, other: Numbers): boolean => {
  const index = one.findIndex((number, at) => number !== other[at])
  return index !== -1 && Number(one[index]) < Number(other[index])
}

/** `2.0.0-rc.1` comes before `2.0.0`. */
const isDraft = (version: string) => /^[\d.]+-/.test(version)

const next = ([major, minor, patch]: Numbers, part: Part): Numbers => {
  if (part === "none") return [major, minor, patch]
  if (part === "major") return major === 0 ? [0, minor + 1, 0] : [major + 1, 0, 0]
  return major === 0 ? [0, minor, patch + 1] : [major, minor + 1, 0]
}

/** The lowest version after a change of one part. Nothing if the old version is malformed. */
export const nextVersion = (before: string, part: Part): string | undefined => {
  const base = numbersOf(before)
  if (part === "none" || base === undefined) return base && before
  return next(base, part).join(".")
}

/** The problem of the current version, if any. */
export const judgeVersion = (before: string, after: string, part: Part): string | undefined => {
  const [base, head] = [numbersOf(before), numbersOf(after)]
  if (head === undefined) return `\`info.version\` is not a semantic version: ${after}. Write 1.2.3.`
  if (base === undefined) return undefined // a malformed old version does not matter
  const isDraftOfSame = isDraft(after) && !isDraft(before) && head.join() === base.join()
  if (isBefore(head, base) || isDraftOfSame)
    return `\`info.version\` went back from ${before} to ${after}: it must be ${before} or later.`
  const least = next(base, part)
  if (!isBefore(head, least)) return undefined
  return `\`info.version\` must be ${least.join(".")} at least; it was ${before} and is ${after}.`
}
