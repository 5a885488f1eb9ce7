/** Every mutant of the specs. */
import { readFile } from "node:fs/promises"
import { basename, relative } from "node:path"
import { parseDocument } from "yaml"
import { findSpecs, root } from "../../specs.ts"
import type { Mutant } from "../mutant.ts"
import { anatomyOf } from "./anatomy.ts"
import { answerOperators } from "./answers.ts"
import { markOperators } from "./marks.ts"
import { operationOperators } from "./operations.ts"
import { schemaOperators } from "./schemas.ts"

export const specOperators = { ...operationOperators, ...schemaOperators, ...answerOperators, ...markOperators }

export const specMutants = async (): Promise<ReadonlyArray<Mutant>> =>
  (await Promise.all((await findSpecs()).map(mutantsOf))).flat()

const mutantsOf = async (path: string): Promise<ReadonlyArray<Mutant>> => {
  const document = parseDocument(await readFile(path, "utf8"))
  const anatomy = anatomyOf(document.toJS())
  const provider = basename(path, ".yaml")
  return Object.entries(specOperators).flatMap(([operator, mutationsOf]) =>
    mutationsOf(anatomy).map(
      ({ site, edits }): Mutant => ({
        id: `${provider} ${operator}: ${site}`,
        kind: "spec",
        operator,
        file: relative(root, path),
        text: () => {
          const copy = document.clone()
          for (const edit of edits) edit(copy)
          return copy.toString({ lineWidth: 0 })
        },
      }),
    ),
  )
}
