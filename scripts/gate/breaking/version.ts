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

/** The lowest version after a change of one part, and the problem of the current one, if any. */
export const judgeVersion = (before: string, after: string, part: Part) => {
  const [base, head] = [numbersOf(before), numbersOf(after)]
  const least = base === undefined ? after : part === "none" ? before : next(base, part).join(".")
  const problem = (message?: string) => ({ least, message: message && `\`info.version\` ${message}` })
  if (head === undefined) return problem(`is not a semantic version: ${after}. Write 1.2.3.`)
  if (base === undefined) return problem() // a malformed old version does not matter
  const isDraftOfSame = isDraft(after) && !isDraft(before) && head.join() === base.join()
  if (isBefore(head, base) || isDraftOfSame)
    return problem(`went back from ${before} to ${after}: it must be ${before} or later.`)
  if (!isBefore(head, next(base, part))) return problem()
  return problem(`must be ${next(base, part).join(".")} at least; it was ${before} and is ${after}.`)
}
