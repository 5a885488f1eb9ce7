/** Compares two versions of a spec: what changed for its callers, and whether `info.version` moved enough. */
import { basename } from "node:path"
import { BrokenSpec, type Document, readDocument } from "../../../contracts/spec/document.ts"
import { isObject, type JsonObject, type Place } from "../../../contracts/spec/specs.ts"
import { theDocument } from "./change.ts"
import { type Judged, judge } from "./judged.ts"
import { BrokenReference } from "./node.ts"
import type { Part, Rule } from "./rules.ts"
import { specChanges } from "./spec.ts"
import { judgeVersion, nextVersion } from "./version.ts"

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

/** A new spec breaks nobody; its version is its first. */
export const added = (file: string): Compared => wholeSpec(file, "spec added", "added")

export const removed = (file: string): Compared => wholeSpec(file, "spec removed", "removed")

const wholeSpec = (file: string, rule: Rule, became: string): Compared => {
  const change = { ...theDocument, rule, became, base: [], head: [], also: [], what: "spec" }
  const place = { file, line: 1, column: 1 }
  return { changes: judge(providerOf(file), [change], "").map((one) => ({ ...one, place })) }
}

const providerOf = (file: string) => basename(file, ".yaml")

/** Compares the texts of a spec. Throws {@link BrokenSpec} where one cannot be read to its end. */
export const compare = (file: string, [base, head]: readonly [string, string], today: string): Compared => {
  const [before, after] = [readDocument(`${file} of the base`, base), readDocument(file, head)]
  const changes = judge(providerOf(file), changesBetween(before, after), today)
  const [was, is] = [versionOf(before.root), versionOf(after.root)]
  const part = largest(changes.map(({ part }) => part))
  return {
    changes: changes.map((one) => ({ ...one, place: after.place(one.path) })),
    version: {
      place: after.place(["info", "version"]),
      before: was,
      least: nextVersion(was, part) ?? is,
      message: judgeVersion(was, is, part),
    },
  }
}

const changesBetween = (before: Document, after: Document) => {
  try {
    return specChanges(before.root, after.root)
  } catch (cause) {
    if (!(cause instanceof BrokenReference)) throw cause
    const { place } = cause.root === before.root ? before : after
    throw new BrokenSpec([{ ...place(cause.path), message: cause.message }])
  }
}

const versionOf = ({ info }: JsonObject): string => (isObject(info) ? String(info.version) : "")

const largest = (parts: ReadonlyArray<Part>): Part =>
  parts.includes("major") ? "major" : parts.includes("minor") ? "minor" : "none"
