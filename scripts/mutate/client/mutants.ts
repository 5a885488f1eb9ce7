/** Every mutant of the client and of the vault: decisions about answers, retries, errors and time. */
import { globSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import * as ts from "typescript"
import { root } from "../../../contracts/spec/specs.ts"
import type { Mutant } from "../mutant.ts"
import { operators } from "./operators.ts"

/** Files of `src/` without mutants, each with its reason. */
export const exceptions: ReadonlyArray<{ readonly files: RegExp; readonly because: string }> = [
  { files: /\.test\.ts$/, because: "It is a test." },
  {
    files: /^src\/(testing|providers\/\w+\/simulator)\b/,
    because: "It simulates a provider; the suite compares it with the spec.",
  },
  {
    files: /^src\/cli\//,
    because: "It is a tool for people, whose tests run it as they would: too slow to be repeated for each mutant.",
  },
]

/** The vault's files have tests of their own. */
const isVault = /^src\/(vault|providers\/\w+\/vault)/

/** The files of client and vault, in alphabetical order. A new one is among them. */
const clientFiles = (): ReadonlyArray<string> =>
  globSync("src/**/*.ts", { cwd: root })
    .filter((file) => !exceptions.some(({ files }) => files.test(file)))
    .sort()

export const clientMutants = async (): Promise<ReadonlyArray<Mutant>> => {
  const files = clientFiles().map(async (file) => mutantsOf(file, await readFile(join(root, file), "utf8")))
  return (await Promise.all(files)).flat()
}

const mutantsOf = (file: string, text: string): ReadonlyArray<Mutant> => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const mutants: Array<Mutant> = []
  const times = new Map<string, number>()
  const visit = (node: ts.Node): void => {
    // Types do not run.
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    for (const [operator, replacementsOf] of Object.entries(operators)) {
      for (const { node: old, by } of replacementsOf(node, source)) {
        const [start, end] = [old.getStart(source), old.getEnd()]
        const id = `${file} ${operator}: ${rowOf(old, source)}${shown(text, start, end, by)}`
        const time = (times.get(id) ?? 0) + 1
        times.set(id, time)
        mutants.push({
          id: time === 1 ? id : `${id} (${time})`,
          kind: isVault.test(file) ? "vault" : "client",
          operator,
          file,
          text: () => text.slice(0, start) + by + text.slice(end),
        })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return mutants
}

/** The table row of a value, if it begins on an earlier line: `InvalidGrant: `. */
const rowOf = (value: ts.Node, source: ts.SourceFile): string => {
  const row = ts.isPropertyAssignment(value.parent) ? value.parent.parent.parent : undefined
  if (row === undefined || !ts.isPropertyAssignment(row)) return ""
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line
  return lineOf(row) === lineOf(value) ? "" : `${row.name.getText(source)}: `
}

/** The changed line; for a removed statement, the original. */
const shown = (text: string, start: number, end: number, by: string): string => {
  const lineStart = text.lastIndexOf("\n", start) + 1
  const lineEnd = text.indexOf("\n", end)
  const isLess = by === "" || by === "...{}"
  const line = `${text.slice(lineStart, start)}«${isLess ? `without ${text.slice(start, end)}` : by}»${text.slice(end, lineEnd)}`
  return line.replace(/\s+/g, " ").trim()
}
