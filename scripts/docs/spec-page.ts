/** A spec as a page: Redocly's, which works offline, has the site's links, and runs no text of the spec. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { redocly } from "../../contracts/redocly.ts"
import type { Spec } from "../../contracts/spec/specs.ts"
import { disarm } from "./disarm.ts"
import { dressed, picture } from "./page.ts"

/** In place of Redocly's, which its page would fetch. */
const logo = picture(
  `<svg xmlns="http://www.w3.org/2000/svg" width="56" height="16"><text y="12" fill="#2467f2" font-family="sans-serif" font-size="12">Redocly</text></svg>`,
)

/** Writes the page, and gives the address of each operation. */
export const buildSpecPage = async (
  { provider, file, document }: Pick<Spec, "provider" | "file" | "document">,
  providers: ReadonlyArray<string>,
  folder: string,
): Promise<(operationId: string) => string> => {
  const scratch = await mkdtemp(join(folder, `.${provider}-`))
  try {
    const harmless = join(scratch, "spec.json")
    const path = join(scratch, "page.html")
    await writeFile(harmless, JSON.stringify(disarm(document)))
    const { code, output } = await redocly(["build-docs", harmless, "--output", path, "--inlineBundle"])
    if (code !== 0) throw new Error(`redocly build-docs ${file} failed:\n${output}`)
    const made = await readFile(path, "utf8")
    const page = made
      .replaceAll(/https:\/\/cdn\.redoc\.ly\/[^`"']+\.svg/g, logo)
      // Its program routes by hash, but what is rendered ahead links to paths of a server that is not there.
      .replaceAll(/href="(\/[^"]*)" data-discover/g, 'href="#$1" data-discover')
    // The scripts are a short one for the colours, and the program with the spec.
    await writeFile(join(folder, `${provider}.html`), dressed(page, { providers, scripts: 2 }))
    const sections = [...made.matchAll(/data-section-id="(\/[^"]+)"/g)].map(([, section = ""]) => section)
    return (operationId) => {
      const section = sections.find((id) => id.endsWith(`/${operationId.toLowerCase()}`))
      return `${provider}.html${section === undefined ? "" : `#${section}`}`
    }
  } finally {
    await rm(scratch, { recursive: true })
  }
}
