/** Every mutant of the specs. */
import { readFile } from "node:fs/promises"
import { basename, relative } from "node:path"
import { type Document, parseDocument } from "yaml"
import { findSpecs, root } from "../../../contracts/spec/specs.ts"
import type { Mutant } from "../mutant.ts"
import { anatomyOf } from "./anatomy.ts"
import { answerOperators } from "./answers.ts"
import { markOperators } from "./marks.ts"
import { operationOperators } from "./operations.ts"
import type { Mutation } from "./operator.ts"
import { requestOperators } from "./requests.ts"
import { schemaOperators } from "./schemas.ts"

export const specOperators = {
  ...operationOperators,
  ...requestOperators,
  ...schemaOperators,
  ...answerOperators,
  ...markOperators,
}

export const specMutants = async (folder?: string): Promise<ReadonlyArray<Mutant>> =>
  (await Promise.all((await findSpecs(folder)).map(mutantsOf))).flat()

/** Every unchanged spec, written like the mutants, so that steps object only to the change. */
export const unchangedSpecs = async (): Promise<ReadonlyArray<Mutant>> =>
  Promise.all(
    (await findSpecs()).map(async (path) => mutant(path, await read(path), "unchanged", { site: "", edits: [] })),
  )

const read = async (path: string) => parseDocument(await readFile(path, "utf8"))

const mutantsOf = async (path: string): Promise<ReadonlyArray<Mutant>> => {
  const document = await read(path)
  const anatomy = anatomyOf(document.toJS())
  return Object.entries(specOperators).flatMap(([operator, mutationsOf]) =>
    mutationsOf(anatomy).map((change) => mutant(path, document, operator, change)),
  )
}

const mutant = (path: string, document: Document.Parsed, operator: string, { site, edits }: Mutation): Mutant => ({
  id: `${basename(path, ".yaml")} ${operator}: ${site}`,
  kind: "spec",
  operator,
  file: relative(root, path),
  text: () => {
    const copy = document.clone()
    for (const edit of edits) edit(copy)
    return copy.toString({ lineWidth: 0 })
  },
})
