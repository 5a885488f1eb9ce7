/** Compares two versions of a spec: what changed for its callers, and whether `info.version` moved enough. */
import { readDocument } from "../../../contracts/spec/document.ts"
import { isObject, type JsonObject, type Place, slugOf } from "../../../contracts/spec/specs.ts"
import { type Change, theDocument } from "./change.ts"
import { type Judged, judge } from "./judged.ts"
import { specChanges } from "./spec.ts"
import { judgeVersion } from "./version.ts"

export interface Located extends Judged {
  readonly place: Place
}

export interface Compared {
  readonly changes: ReadonlyArray<Located>
  readonly version?: Version | undefined
}

/** `info.version`: what it was, what it must be at least, and the problem if it is less. */
export interface Version {
  readonly place: Place
  readonly before: string
  readonly least: string
  readonly message: string | undefined
}

/** A change of a whole file: its rule ends with what it became. */
export const wholeFile = (provider: string, file: string, rule: string, what: string): Located => {
  const change: Change = { ...theDocument, rule, became: rule.split(" ").at(-1) ?? "", path: [], also: [], what }
  const [judged] = judge(provider, [change], "")
  if (judged === undefined) throw new Error("A change has its judgement.")
  return { ...judged, place: { file, line: 1, column: 1 } }
}

/** A new spec breaks nobody; its version is its first. */
export const added = (file: string): Compared => ({ changes: [wholeFile(slugOf(file), file, "spec added", "spec")] })

export const removed = (file: string): Compared => ({
  changes: [wholeFile(slugOf(file), file, "spec removed", "spec")],
})

/** Compares the texts of a spec. Throws {@link BrokenSpec} where one cannot be read to its end. */
export const compare = (file: string, [base, head]: readonly [string, string], today: string): Compared => {
  const [before, after] = [readDocument(`${file} of the base`, base), readDocument(file, head)]
  const changes = judge(slugOf(file), specChanges(before, after), today)
  const [was, is] = [versionOf(before.root), versionOf(after.root)]
  const part = (["major", "minor"] as const).find((part) => changes.some((one) => one.part === part)) ?? "none"
  return {
    changes: changes.map((one) => ({ ...one, place: after.place(one.path) })),
    version: { place: after.place(["info", "version"]), before: was, ...judgeVersion(was, is, part) },
  }
}

const versionOf = ({ info }: JsonObject): string => (isObject(info) ? String(info.version) : "")
