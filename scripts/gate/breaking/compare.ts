/** Compares two versions of a spec: what changed for its callers, and whether `info.version` moved enough. */
import { basename, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { readDocument } from "../../../contracts/spec/document.ts"
import { isObject, type JsonObject, type Place } from "../../../contracts/spec/specs.ts"
import { theDocument } from "./change.ts"
import { type Judged, judge } from "./judged.ts"
import { bundle, opinionsOn } from "./redocly.ts"
import type { Part, Rule } from "./rules.ts"
import { specChanges } from "./spec.ts"
import { judgeVersion } from "./version.ts"

export interface Located extends Judged {
  readonly place: Place
}

export interface Compared {
  readonly changes: ReadonlyArray<Located>
  /** What is wrong with `info.version`. */
  readonly version: { readonly message: string; readonly place: Place } | undefined
}

/** A spec on one side: the path of its file and its text. */
export interface Side {
  readonly path: string
  readonly text: string
}

/** A folder for temporary files, and Redocly's configuration. */
export interface Workplace {
  readonly folder: string
  readonly config: string
}

/** A new spec breaks nobody; its version is its first. */
export const added = (file: string): Compared => wholeSpec(file, "spec added", "added")

export const removed = (file: string): Compared => wholeSpec(file, "spec removed", "removed")

const wholeSpec = (file: string, rule: Rule, became: string): Compared => {
  const change = { ...theDocument, rule, became, base: [], head: [], also: [], what: "spec" }
  const place = { file, line: 1, column: 1 }
  return { changes: judge(providerOf(file), [change], []).map((one) => ({ ...one, place })), version: undefined }
}

const providerOf = (file: string) => basename(file, ".yaml")

/** Compares the two versions of a spec. Fails with the reason when one is not YAML or cannot be bundled. */
export const compare = async (
  file: string,
  [base, head]: readonly [Side, Side],
  { folder, config }: Workplace,
): Promise<Compared> => {
  const { root, place } = readDocument(file, head.text)
  // A single-file spec with equal content needs no closer look: comments, order and spelling do not matter.
  if (!isSplit(head.text) && isDeepStrictEqual(readDocument(file, base.text).root, root)) {
    return { changes: [], version: undefined }
  }
  const provider = providerOf(file)
  const outputs = [join(folder, `${provider}.base.json`), join(folder, `${provider}.head.json`)] as const
  const [before, after] = await Promise.all([
    bundle(base.path, outputs[0], config),
    bundle(head.path, outputs[1], config),
  ])
  const judged = judge(provider, specChanges(before, after), await opinionsOn([before, after], outputs, config))
  const message = judgeVersion(versionOf(before), versionOf(after), largest(judged.map(({ part }) => part)))
  return {
    changes: judged.map((one) => ({ ...one, place: place(one.path) })),
    version: message === undefined ? undefined : { message, place: place(["info", "version"]) },
  }
}

/** Whether a spec refers to other files. */
const isSplit = (text: string) => /\$ref["']?:\s*["']?[^#"'\s]/.test(text)

const versionOf = ({ info }: JsonObject): string => (isObject(info) ? String(info.version) : "")

const largest = (parts: ReadonlyArray<Part>): Part =>
  parts.includes("major") ? "major" : parts.includes("minor") ? "minor" : "none"
