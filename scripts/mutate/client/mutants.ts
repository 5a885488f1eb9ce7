/** Every mutant of the client: where it decides on what an answer means, on another attempt, on what is told, on time. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import * as ts from "typescript"
import { root } from "../../../contracts/spec/specs.ts"
import type { Mutant } from "../mutant.ts"
import { operators } from "./operators.ts"

const all: ReadonlyArray<string> = Object.keys(operators)

/** The files that decide, each with the operators that can change a decision there. */
const rooms: Readonly<Record<string, ReadonlyArray<string>>> = {
  "src/providers/aisquare/index.ts": ["classify", "unanchor", "number", "connective"],
  "src/providers/dapi/index.ts": ["classify", "unanchor", "number", "affirm"],
  "src/providers/finqware/index.ts": ["classify", "unanchor"],
  "src/reading.ts": all,
  "src/refusal.ts": all,
  "src/interpret.ts": all,
  "src/echo.ts": all,
  "src/retry.ts": all,
  "src/retry-after.ts": all,
  "src/redeem.ts": ["boundary", "arithmetic", "number", "flag", "omit", "connective"],
  "src/timer.ts": all,
  "src/orphan.ts": all,
  "src/jwt.ts": all,
  "src/credentials.ts": all,
  "src/config.ts": all,
  "src/transport.ts": all,
}

export const clientMutants = async (): Promise<ReadonlyArray<Mutant>> => {
  const files = Object.entries(rooms).map(async ([file, names]) => {
    const text = await readFile(join(root, file), "utf8")
    return mutantsOf(file, text, names)
  })
  return (await Promise.all(files)).flat()
}

const mutantsOf = (file: string, text: string, names: ReadonlyArray<string>): ReadonlyArray<Mutant> => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const mutants: Array<Mutant> = []
  const times = new Map<string, number>()
  const visit = (node: ts.Node): void => {
    // What is a type alone is nothing that runs.
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    for (const [operator, replacementsOf] of Object.entries(operators)) {
      if (!names.includes(operator)) continue
      for (const { node: old, by } of replacementsOf(node, source)) {
        const [start, end] = [old.getStart(source), old.getEnd()]
        const id = `${file} ${operator}: ${shown(text, start, end, by)}`
        const time = (times.get(id) ?? 0) + 1
        times.set(id, time)
        mutants.push({
          id: time === 1 ? id : `${id} (${time})`,
          kind: "client",
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

/** The line as it becomes; of what is left out, as it was. */
const shown = (text: string, start: number, end: number, by: string): string => {
  const lineStart = text.lastIndexOf("\n", start) + 1
  const lineEnd = text.indexOf("\n", end)
  const isLess = by === "" || by === "...{}"
  const line = `${text.slice(lineStart, start)}«${isLess ? `without ${text.slice(start, end)}` : by}»${text.slice(end, lineEnd)}`
  return line.replace(/\s+/g, " ").trim()
}
