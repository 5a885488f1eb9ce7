/** What changed in the specs for callers, and whether it breaks them: a step of the gate, and `npm run breaking`. */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { acceptedBreaks, BrokenSpec, isSpec, root } from "../../contracts/spec/specs.ts"
import { readAccepted } from "./breaking/accepted.ts"
import { type Base, type Files, filesOf, findBase, NoBase } from "./breaking/base.ts"
import { proposeChangelog } from "./breaking/changelog.ts"
import { added, type Compared, compare, type Located, removed, type Version } from "./breaking/compare.ts"
import { today } from "./breaking/day.ts"
import { lostRecordings } from "./breaking/recordings.ts"
import { findingsOf, isBreaking, needsAcceptance } from "./breaking/verdict.ts"
import type { Finding, Verdict } from "./finding.ts"

export interface BreakingChanges extends Verdict {
  /** Nothing for the first version, and where an error says why there is none. */
  readonly base: Base | undefined
  /** The proposed entry for CHANGELOG.md; empty when no caller is affected. */
  readonly changelog: string
  /** The changes that fail until they are accepted. */
  readonly unaccepted: ReadonlyArray<Located>
  /** How far `info.version` must move, where it must. */
  readonly versions: ReadonlyArray<Version>
}

const nothing = { base: undefined, changelog: "", unaccepted: [], versions: [] }

/** Compares the specs and the recorded exchanges of the given commit, or of the one that is found, with those here. */
export const breakingChanges = async (given?: string): Promise<BreakingChanges> => {
  try {
    const base = await findBase(given)
    if (base !== undefined) return { ...(await compareAll(await filesOf(base))), base }
    const message = "This is the first version: git has no commit before it."
    return { ...nothing, findings: [{ severity: "note", message }], summary: "first version" }
  } catch (cause) {
    if (!(cause instanceof NoBase)) throw cause
    return { ...nothing, findings: [{ severity: "error", message: cause.message }], summary: "not compared" }
  }
}

const accepted = `specs/${acceptedBreaks}`

const compareAll = async (files: Files): Promise<Omit<BreakingChanges, "base">> => {
  const there = (await files.under("specs")).filter((file) => isSpec(file.replace("specs/", "")))
  const here = (await readdir(join(root, "specs"), { recursive: true })).filter(isSpec).map((name) => `specs/${name}`)
  const names = [...new Set([...there, ...here])].sort()
  const results = await Promise.all(
    names.map(async (file) => {
      if (!there.includes(file)) return added(file)
      if (!here.includes(file)) return removed(file)
      const texts = [await files.textOf(file), await readFile(join(root, file), "utf8")] as const
      return attempt(() => compare(file, texts, today()))
    }),
  )
  const compared: ReadonlyArray<Compared> = [
    ...results.flatMap((result) => ("changes" in result ? [result] : [])),
    await lostRecordings(files),
  ]
  const changes = compared.flatMap((spec) => spec.changes)
  const count = changes.filter(({ part }) => part !== "none").length
  const acceptedNow = readAccepted(accepted, await acceptedHere(), today())
  const earlier = (await files.under("specs")).includes(accepted) ? await files.textOf(accepted) : ""
  return {
    findings: [
      ...results.flatMap((result) => ("problems" in result ? result.problems : [])),
      ...findingsOf(
        compared,
        acceptedNow,
        readAccepted(accepted, earlier, today()).entries.map(({ finding }) => finding),
      ),
    ],
    summary: `${names.length} specs, ${count} ${count === 1 ? "change" : "changes"}, ${changes.filter(isBreaking).length} breaking`,
    changelog: proposeChangelog(changes),
    unaccepted: changes.filter(
      (one) => needsAcceptance(one) && !acceptedNow.entries.some(({ finding }) => finding === one.id),
    ),
    versions: compared.flatMap(({ version }) => (version?.message === undefined ? [] : [version])),
  }
}

const acceptedHere = () => readFile(join(root, accepted), "utf8").catch(() => "")

/** The comparison, or where a spec cannot be read. */
const attempt = (compared: () => Compared): Compared | { readonly problems: ReadonlyArray<Finding> } => {
  try {
    return compared()
  } catch (cause) {
    if (!(cause instanceof BrokenSpec)) throw cause
    return { problems: cause.problems.map(({ message, ...place }) => ({ severity: "error", message, place })) }
  }
}
