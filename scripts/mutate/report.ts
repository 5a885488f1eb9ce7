/** The result of a run: a table by operator for people, everything for machines. */
import { mkdir, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"
import { table } from "../table.ts"
import { type Judged, type Kind, kinds } from "./mutant.ts"
import { stepNames } from "./steps.ts"

const titles: Readonly<Record<Kind, string>> = { spec: "Specs", client: "Client", vault: "Vault" }

export const countOf = (judged: ReadonlyArray<Judged>, tag: Judged["fate"]["_tag"]): number =>
  judged.filter(({ fate }) => fate._tag === tag).length

/** A table for each kind that was judged. */
export const tables = (judged: ReadonlyArray<Judged>): ReadonlyArray<string> =>
  kinds.filter((kind) => judged.some(({ mutant }) => mutant.kind === kind)).map((kind) => byOperator(judged, kind))

/** Per operator: mutants, objections by step, and survivors. */
export const byOperator = (judged: ReadonlyArray<Judged>, kind: Kind): string => {
  const those = judged.filter(({ mutant }) => mutant.kind === kind)
  const row = (name: string, group: ReadonlyArray<Judged>) => [
    name,
    String(group.length),
    ...stepNames
      .map((step) => group.filter(({ fate }) => fate._tag === "Killed" && fate.by === step).length)
      .map(orNothing),
    orNothing(countOf(group, "Equivalent")),
    orNothing(countOf(group, "Survived")),
    (group.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, group.length)).toFixed(1),
  ]
  const groups = [...Map.groupBy(those, ({ mutant }) => mutant.operator)]
  return table(
    [titles[kind], "mutants", ...stepNames, "equivalent", "survived", "s each"],
    [...groups.map(([name, group]) => row(name, group)), row("all", those)],
  )
}

const orNothing = (count: number) => (count === 0 ? "" : String(count))

/** One line: how many of how many were killed, and the time. */
export const summary = (judged: ReadonlyArray<Judged>, seconds: number): string => {
  const [killed, equivalent, survived] = [
    countOf(judged, "Killed"),
    countOf(judged, "Equivalent"),
    countOf(judged, "Survived"),
  ]
  const minutes = `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `${judged.length} mutants: ${killed} killed, ${equivalent} equivalent, ${survived} survived, in ${minutes}`
}

/** The time and machine of a run, and how to read its tables. */
const heading = (at: Date): string =>
  `Written by \`npm run mutate\` on ${at.toISOString().slice(0, 10)}, with Node ${process.versions.node} on ${availableParallelism()} cores. ` +
  "A column is a step of the gate; a figure is how many mutants it was the first to object to."

/** Writes reports/mutate.md and reports/mutate.json. */
export const writeReports = async (judged: ReadonlyArray<Judged>, seconds: number): Promise<void> => {
  const list = (tag: "Survived" | "Equivalent", title: string) => {
    const those = judged.filter(({ fate }) => fate._tag === tag)
    const line = ({ mutant, fate }: Judged) =>
      `- \`${mutant.id}\`${fate._tag === "Equivalent" ? `: ${fate.reason}` : ""}`
    return those.length === 0 ? [] : [`## ${title}`, those.map(line).join("\n")]
  }
  const parts = [
    "# Mutants",
    heading(new Date()),
    `${summary(judged, seconds)}.`,
    ...tables(judged),
    ...list("Survived", "Survived"),
    ...list("Equivalent", "Equivalent"),
  ]
  const plain = judged.map(({ mutant: { id, kind, operator, file }, fate, seconds }) => ({
    id,
    kind,
    operator,
    file,
    ...fate,
    seconds,
  }))
  await mkdir(join(root, "reports"), { recursive: true })
  await writeFile(join(root, "reports/mutate.md"), `${parts.join("\n\n")}\n`)
  await writeFile(join(root, "reports/mutate.json"), `${JSON.stringify({ seconds, mutants: plain }, null, 2)}\n`)
}
