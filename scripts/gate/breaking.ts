/** What changed in the specs for callers, and whether it breaks them. Runs alone as `node scripts/gate/breaking.ts`. */
import { rmSync } from "node:fs"
import { mkdtemp, readdir, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { acceptedBreaks, BrokenSpec, isSpec, root } from "../../contracts/spec/specs.ts"
import { endOnSignals, paint, readOptions } from "../terminal.ts"
import { readAccepted } from "./breaking/accepted.ts"
import { findBase, readCommit, writeSpecsOf } from "./breaking/base.ts"
import { proposeChangelog } from "./breaking/changelog.ts"
import { added, type Compared, compare, removed, type Workplace } from "./breaking/compare.ts"
import { lostRecordings } from "./breaking/recordings.ts"
import { configure, seesKnownBreak } from "./breaking/redocly.ts"
import { findingsOf, isBreaking } from "./breaking/verdict.ts"
import { type Finding, hasPassed, type Verdict } from "./finding.ts"

export { findBase } from "./breaking/base.ts"

export interface BreakingChanges extends Verdict {
  /** The proposed entry for CHANGELOG.md; empty when no caller is affected. */
  readonly changelog: string
}

/** Compares the specs and the recorded exchanges of a commit with those in the working tree. */
export const breakingChanges = async (base: string): Promise<BreakingChanges> => {
  const commit = await readCommit(base)
  if (commit === undefined) {
    return failed(`There is no commit ${base} here. Fetch it: in a workflow, check out with fetch-depth: 0.`)
  }
  const folder = await mkdtemp(join(tmpdir(), "breaking-"))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", remove)
  try {
    await writeSpecsOf(commit, folder)
    return await compareAll({ folder, config: await configure(folder) }, await lostRecordings(commit))
  } finally {
    process.off("exit", remove)
    remove()
  }
}

const failed = (...messages: ReadonlyArray<string>): BreakingChanges => ({
  findings: messages.map((message) => ({ severity: "error", message })),
  summary: "not compared",
  changelog: "",
})

const compareAll = async (workplace: Workplace, recordings: Compared): Promise<BreakingChanges> => {
  const [before, after] = await Promise.all([specsIn(join(workplace.folder, "specs")), specsIn(join(root, "specs"))])
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const [seesBreaks, accepted, ...results] = await Promise.all([
    seesKnownBreak(workplace),
    readAccepted(`specs/${acceptedBreaks}`, await acceptedText(), new Date().toISOString().slice(0, 10)),
    ...names.map(async (name) => {
      const [base, head] = [before.get(name), after.get(name)]
      const file = `specs/${name}`
      if (base !== undefined && head !== undefined) return compare(file, [base, head], workplace).catch(broken(file))
      return head === undefined ? removed(file) : added(file)
    }),
  ])
  if (!seesBreaks)
    return failed(
      "`redocly diff` misses a known break, so its result is not reliable. See scripts/gate/breaking/redocly.ts.",
    )
  const compared = [...results.flatMap((result) => ("changes" in result ? [result] : [])), recordings]
  const changes = compared.flatMap((spec) => spec.changes)
  const count = changes.filter(({ part }) => part !== "none").length
  return {
    findings: [
      ...results.flatMap((result) => ("problems" in result ? result.problems : [])),
      ...findingsOf(compared, accepted),
    ],
    summary: `${names.length} specs, ${count} ${count === 1 ? "change" : "changes"}, ${changes.filter(isBreaking).length} breaking`,
    changelog: proposeChangelog(changes),
  }
}

/** The specs of a folder by their file names; none if the folder is missing. */
const specsIn = async (folder: string) => {
  const names = (await readdir(folder).catch(() => [])).filter(isSpec)
  const read = names.map(async (name) => {
    const path = join(folder, name)
    return [name, { path, text: await readFile(path, "utf8") }] as const
  })
  return new Map(await Promise.all(read))
}

const acceptedText = () => readFile(join(root, "specs", acceptedBreaks), "utf8").catch(() => "")

/** Reports a spec that cannot be compared, with its place. */
const broken =
  (file: string) =>
  (cause: unknown): { readonly problems: ReadonlyArray<Finding> } => {
    if (!(cause instanceof Error)) throw cause
    const problems =
      cause instanceof BrokenSpec ? cause.problems : [{ file, line: 1, column: 1, message: cause.message }]
    return { problems: problems.map(({ message, ...place }) => ({ severity: "error", message, place })) }
  }

const help = `
Usage: node scripts/gate/breaking.ts [--base <git ref>]

Reports what changed in the specs since a commit, who breaks, and whether info.version moved far enough. A change that
breaks callers or removes a recorded exchange fails, unless specs/accepted-breaks.yaml accepts it.

  --base <git ref>  what to compare with. Otherwise: where this branch left main, else the last release

Exit codes: 0 every break is accepted, 1 one is not, 2 a wrong option.
`

const main = async () => {
  const { base: given } = readOptions(help, { base: { type: "string" } })
  endOnSignals()
  const base = await findBase(given)
  if (base === undefined) {
    process.stdout.write("nothing to compare with: no main, and no release\n")
    return
  }
  const verdict = await breakingChanges(base.ref)
  for (const { severity, message, place } of verdict.findings) {
    const at = place === undefined ? "" : `${place.file}:${place.line}:${place.column} `
    const isError = severity === "error"
    const stream = isError ? process.stderr : process.stdout
    stream.write(`${paint(isError ? "red" : "dim", `${at}${message}`, stream)}\n`)
  }
  if (verdict.changelog !== "") process.stdout.write(`\nCHANGELOG.md could say:\n\n${verdict.changelog}\n`)
  process.stdout.write(`${verdict.summary}, since ${base.label}\n`)
  process.exitCode = hasPassed(verdict) ? 0 : 1
}

if (import.meta.main) await main()
