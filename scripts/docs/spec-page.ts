/** A spec as a page: Redocly's, which works offline, has the site's bar, and runs no text of the spec. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { redocly } from "../../contracts/redocly.ts"
import { isObject, type Spec } from "../../contracts/spec/specs.ts"
import { disarm } from "./disarm.ts"
import { html } from "./html.ts"
import { bar, barStyle, icon, styleTag, wordPicture } from "./page.ts"
import { policyTag } from "./policy.ts"

export interface SpecPage {
  readonly provider: string
  readonly title: string
  readonly summary: string
  readonly operations: number
  /** The page, at an operation if there is one. */
  readonly urlOf: (operationId: string) => string
}

export const buildSpecPage = async (
  { provider, file, document, operations }: Spec,
  providers: ReadonlyArray<string>,
  folder: string,
): Promise<SpecPage> => {
  const scratch = await mkdtemp(join(folder, `.${provider}-`))
  try {
    const harmless = join(scratch, "spec.json")
    const path = join(scratch, "page.html")
    await writeFile(harmless, JSON.stringify(disarm(document)))
    const { code, output } = await redocly(["build-docs", harmless, "--output", path, "--inlineBundle"])
    if (code !== 0) throw new Error(`redocly build-docs ${file} failed:\n${output}`)
    const made = await readFile(path, "utf8")
    await writeFile(join(folder, `${provider}.html`), finish(made, providers))
    const info = isObject(document.info) ? document.info : {}
    const sections = [...made.matchAll(/data-section-id="\/([^"]+)"/g)].map(([, section = ""]) => section)
    return {
      provider,
      title: String(info.title),
      summary: String(info.summary ?? ""),
      operations: operations.length,
      urlOf: (operationId) => {
        const section = sections.find((id) => id.split("/").at(-1) === operationId.toLowerCase())
        return section === undefined ? `${provider}.html` : `${provider}.html#/${section}`
      },
    }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

/** Redocly's page has two scripts: a short one for the colours, and last its program with the spec. */
const parts =
  /^(?<head>.*?)<\/head>(?<open>.*?)<body>(?<before>.*?<script>)(?<colours>[^<]*)(?<rendered>.*)<script type="module">(?<program>.*?)<\/script>(?<end>.*)$/s

const finish = (made: string, providers: ReadonlyArray<string>): string => {
  const found = parts.exec(made)?.groups
  if (found === undefined) throw new Error("redocly build-docs no longer writes two scripts into a page.")
  const { head = "", open = "", before = "", colours = "", rendered = "", end = "" } = found
  const program = (found.program ?? "").replaceAll(/https:\/\/cdn\.redoc\.ly\/[^`"']+\.svg/g, wordPicture("Redocly"))
  // The program routes by hash, but what is rendered ahead links to paths of a server that is not there.
  const routed = (text: string) => text.replaceAll(/href="(\/[^"]*)" data-discover/g, 'href="#$1" data-discover')
  return [
    head.replace("<head>", () => `<head>${policyTag([colours, program])}`),
    html`<link rel="icon" href="${icon}">${styleTag(barStyle)}`.html,
    `</head>${open}<body>${bar(providers).html}${routed(before)}${colours}${routed(rendered)}`,
    `<script type="module">${program}</script>${end}`,
  ].join("")
}
