/** What changed in the specs for callers, and whether it breaks them: a step of the gate, and `npm run breaking`. */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { acceptedBreaks, BrokenSpec, isSpec, root } from "../../contracts/spec/specs.ts"
import { proposeAccepted, readAccepted } from "./breaking/accepted.ts"
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
  /** The proposed entries of specs/accepted-breaks.yaml; empty when nothing fails until it is accepted. */
  readonly acceptance: string
  /** How far `info.version` must move, where it must. */
  readonly versions: ReadonlyArray<Version>
}

/** Compares the specs and the recorded exchanges of the given commit, or of the one that is found, with those here. */
export const breakingChanges = async (given?: string): Promise<BreakingChanges> => {
  const without = (severity: Finding["severity"], message: string, summary: string): BreakingChanges => ({
    ...{ findings: [{ severity, message }], summary },
    ...{ base: undefined, changelog: "", acceptance: "", versions: [] },
  })
  try {
    const base = await findBase(given)
    if (base !== undefined) return { ...(await compareAll(await filesOf(base))), base }
    return without("note", "This is the first version: git has no commit before it.", "first version")
  } catch (cause) {
    if (!(cause instanceof NoBase)) throw cause
    return without("error", cause.message, "not compared")
  }
}

const accepted = `specs/${acceptedBreaks}`

const compareAll = async (files: Files): Promise<Omit<BreakingChanges, "base">> => {
  const earlier = await files.under("specs")
  const there = earlier.filter((file) => isSpec(file.replace("specs/", "")))
  const here = (await readdir(join(root, "specs"), { recursive: true })).filter(isSpec).map((name) => `specs/${name}`)
  const names = [...new Set([...there, ...here])].sort()
  const broken: Array<Finding> = []
  const compared: Array<Compared> = []
  for (const file of names) {
    try {
      if (!there.includes(file)) compared.push(added(file))
      else if (!here.includes(file)) compared.push(removed(file))
      else compared.push(compare(file, [await files.textOf(file), await readFile(join(root, file), "utf8")], today()))
    } catch (cause) {
      if (!(cause instanceof BrokenSpec)) throw cause
      for (const { message, ...place } of cause.problems) broken.push({ severity: "error", message, place })
    }
  }
  compared.push({ changes: await lostRecordings(files) })
  const changes = compared.flatMap((spec) => spec.changes)
  const count = changes.filter(({ part }) => part !== "none").length
  const now = readAccepted(accepted, await readFile(join(root, accepted), "utf8").catch(() => ""), today())
  const before = readAccepted(accepted, earlier.includes(accepted) ? await files.textOf(accepted) : "", today())
  const isAccepted = ({ id }: Located) => now.entries.some(({ finding }) => finding === id)
  return {
    findings: [
      ...broken,
      ...findingsOf(
        compared,
        now,
        before.entries.map(({ finding }) => finding),
      ),
    ],
    summary: `${names.length} specs, ${count} ${count === 1 ? "change" : "changes"}, ${changes.filter(isBreaking).length} breaking`,
    changelog: proposeChangelog(changes),
    acceptance: proposeAccepted(
      changes.filter((one) => needsAcceptance(one) && !isAccepted(one)).map(({ id }) => id),
      today(),
    ),
    versions: compared.flatMap(({ version }) => (version?.message === undefined ? [] : [version])),
  }
}
