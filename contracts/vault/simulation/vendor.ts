/** A provider in virtual time: one-time grants, access tokens that expire, refresh tokens that rotate. It knows the truth. */

/** The tokens that stem from one grant. */
export interface Family {
  readonly id: number
  readonly grant: string
  /** The only refresh token that is good. */
  refresh: string
  isRevoked: boolean
  /** Refreshes that were granted. */
  rotations: number
}

/** What one POST came to. */
export type Verdict = { readonly family: Family; readonly access: string; readonly refresh: string } | "refused"

/** One POST that arrived. */
export interface Posted {
  readonly grant: string
  readonly kind: "exchange" | "refresh"
  readonly verdict: Verdict
  /**
   * What became of the answer: it was lost on the way, it came to a process that had ended or ends before it has kept
   * it, or somebody has it.
   */
  fate: "on its way" | "lost" | "received"
  /** Who sent it. */
  readonly by: { readonly name: string; readonly isAlive: boolean }
}

export interface Vendor {
  readonly posts: ReadonlyArray<Posted>
  readonly families: ReadonlyArray<Family>
  /** A grant that is good once. */
  readonly issue: () => string
  readonly exchange: (grant: string, by: Posted["by"]) => Posted
  readonly refresh: (token: string, by: Posted["by"]) => Posted
  /** The answer leaves, and its access token lives from now on: a slow provider issues when it answers. */
  readonly answer: (posted: Posted) => void
  /** Until when an access token is good, in milliseconds since the epoch. */
  readonly expiryOf: (access: string) => number
  readonly familyOf: (refresh: string) => Family | undefined
}

/** How long an access token is good, in milliseconds. */
export const accessLife = 60_000
/** How long a refresh token is good, in milliseconds: longer than any history. */
export const refreshLife = 86_400_000

export const makeVendor = (now: () => number): Vendor => {
  const posts: Array<Posted> = []
  const families: Array<Family> = []
  const grants = new Set<string>()
  const expiries = new Map<string, number>()
  const owners = new Map<string, Family>()
  let count = 0

  const tokensFor = (family: Family): Verdict => {
    const access = `access-${++count}`
    family.refresh = `refresh-${count}`
    owners.set(family.refresh, family)
    return { family, access, refresh: family.refresh }
  }
  const post = (kind: Posted["kind"], grant: string, by: Posted["by"], verdict: Verdict) => {
    const posted: Posted = { kind, grant, verdict, by, fate: "on its way" }
    posts.push(posted)
    return posted
  }

  return {
    posts,
    families,
    issue: () => {
      const grant = `grant-${++count}`
      grants.add(grant)
      return grant
    },
    exchange: (grant, by) => {
      if (!grants.delete(grant)) return post("exchange", grant, by, "refused")
      const family = { id: families.length, grant, refresh: "", isRevoked: false, rotations: 0 }
      families.push(family)
      return post("exchange", grant, by, tokensFor(family))
    },
    refresh: (token, by) => {
      const family = owners.get(token)
      if (family === undefined || family.isRevoked || family.refresh !== token) {
        return post("refresh", token, by, "refused")
      }
      family.rotations++
      return post("refresh", token, by, tokensFor(family))
    },
    answer: ({ verdict }) => {
      if (verdict !== "refused") expiries.set(verdict.access, now() + accessLife)
    },
    expiryOf: (access) => expiries.get(access) ?? 0,
    familyOf: (refresh) => owners.get(refresh),
  }
}
