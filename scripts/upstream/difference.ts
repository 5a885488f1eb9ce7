/** The differences between published and recorded facts. */
import type { Place } from "../../contracts/spec/specs.ts"
import type { Facts } from "./facts.ts"
import type { Page } from "./pages.ts"
import { placeOf } from "./place.ts"

export interface Change {
  readonly provider: string
  /** The page's name in the sources, and its address. */
  readonly page: string
  readonly url: string
  /** The subject of the fact: `request field temp_token`. */
  readonly subject: string
  /** Absent when nothing was recorded. */
  readonly recorded?: string
  /** Absent when the page no longer states it. */
  readonly published?: string
  /** The place in our specs that rests on it. */
  readonly place: Place
}

export const changeOf = (page: Page, change: Pick<Change, "subject" | "recorded" | "published">): Change => ({
  provider: page.provider,
  page: page.name,
  url: page.url,
  ...change,
  place: placeOf(page, change.subject),
})

/** `answer 200 field access` → `answer 200 field`, `access`. */
const split = (subject: string): readonly [kind: string, name: string] => {
  const [, kind = "", name = subject] = subject.match(/^(.*\b(?:field|answer|code|type|lifetime|server)) (.+)$/) ?? []
  return [kind, name]
}

const agree = (one: string | undefined, other: string | undefined) => one === other || one === "" || other === ""

export const differences = (page: Page, recorded: Facts, published: Facts): ReadonlyArray<Change> => {
  const gone = Object.keys(recorded).filter((subject) => !(subject in published))
  const added = Object.keys(published).filter((subject) => !(subject in recorded))
  const ofKind = (subjects: ReadonlyArray<string>, kind: string) => subjects.filter((one) => split(one)[0] === kind)

  // One of a kind was removed and one added: it was renamed.
  const renamed = new Map<string, string>()
  for (const subject of gone) {
    const [kind] = split(subject)
    const [successor, ...others] = kind === "" ? [] : ofKind(added, kind)
    const isOnly = successor !== undefined && others.length === 0 && ofKind(gone, kind).length === 1
    if (isOnly && agree(recorded[subject], published[successor])) renamed.set(subject, successor)
  }
  const successors = new Set(renamed.values())

  // The fields of an answer are added and removed with it.
  const whole = [...gone, ...added].filter((subject) => split(subject)[0] === "answer")
  const isPart = (subject: string) => whole.some((answer) => subject.startsWith(`${answer} field `))

  const of = (subject: string, was: string | undefined, is: string | undefined): Change =>
    changeOf(page, { subject, ...(was !== undefined && { recorded: was }), ...(is !== undefined && { published: is }) })
  return [
    ...Object.keys(recorded).flatMap((subject) => {
      const successor = renamed.get(subject)
      if (isPart(subject)) return []
      if (successor !== undefined) return [of(subject, split(subject)[1], split(successor)[1])]
      if (!(subject in published)) return [of(subject, recorded[subject] || "named", undefined)]
      return agree(recorded[subject], published[subject]) ? [] : [of(subject, recorded[subject], published[subject])]
    }),
    ...added.flatMap((subject) =>
      isPart(subject) || successors.has(subject) ? [] : [of(subject, undefined, published[subject] || "named")],
    ),
  ]
}
