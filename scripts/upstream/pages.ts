/** The vendors' pages that `specs/SOURCES.md` names, each with its operation. */
import { readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { isObject, type Place, readSpecs, root, type Spec, type SpecOperation } from "../../contracts/spec/specs.ts"

export interface Page {
  readonly provider: string
  /** Its name in the sources: `exchange`, `error codes`. */
  readonly name: string
  readonly url: string
  /** Its place in the sources. */
  readonly named: Place
  readonly spec: Spec
  /** The operation whose `externalDocs` is this page. Other pages are about errors or lifetimes. */
  readonly operation: SpecOperation | undefined
}

/** The links of each provider's paragraph `Pages: …` in the sources, in order. */
export const publishedPages = async (folder: string): Promise<ReadonlyArray<Page>> => {
  const specs = await readSpecs(folder)
  const sources = join(folder, "SOURCES.md")
  const file = relative(root, sources)
  const lines = (await readFile(sources, "utf8")).split("\n")
  const pages: Array<Page> = []
  let spec: Spec | undefined
  let isAmongPages = false
  for (const [index, line] of lines.entries()) {
    const [, section] = line.match(/^## (.+)$/) ?? []
    if (section !== undefined) spec = specs.find(({ provider }) => provider === section.toLowerCase())
    isAmongPages = line.startsWith("Pages:") || (isAmongPages && line.trim() !== "")
    if (spec === undefined || !isAmongPages) continue
    for (const { 1: name = "", 2: url = "", index: column } of line.matchAll(/\[([^\]]+)\]\((https:[^)\s]+)\)/g)) {
      const named = { file, line: index + 1, column: column + 1 }
      pages.push({ provider: spec.provider, name, url, named, spec, operation: documentedAt(spec, url) })
    }
  }
  return pages
}

const documentedAt = ({ document, operations, resolve }: Spec, url: string): SpecOperation | undefined =>
  operations.find(({ path, method }) => {
    const item = isObject(document.paths) ? resolve(document.paths[path]) : {}
    return resolve(resolve(item[method]).externalDocs).url === url.replace(/\.md$/, "")
  })
