/** A spec as a page: Redocly's, changed to work offline and with the site's bar. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { redocly } from "../../contracts/redocly.ts"
import { isObject, type Spec } from "../../contracts/spec/specs.ts"
import { html } from "./html.ts"
import { bar, barStyle, icon, styleTag, wordPicture } from "./page.ts"

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
  const path = join(folder, `${provider}.html`)
  const { code, output } = await redocly(["build-docs", file, "--output", path, "--inlineBundle"])
  if (code !== 0) throw new Error(`redocly build-docs ${file} failed:\n${output}`)
  const made = await readFile(path, "utf8")
  await writeFile(path, finish(made, providers))
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
}

/** Everything before the script is rendered already; links and tags may be changed only there. */
const finish = (made: string, providers: ReadonlyArray<string>): string => {
  const start = made.indexOf('<script type="module">')
  if (start < 0) throw new Error("redocly build-docs no longer writes its script into the page.")
  const rendered = made
    .slice(0, start)
    // The script routes by hash, but what is rendered ahead links to paths of a server that is not there.
    .replaceAll(/href="(\/[^"]*)" data-discover/g, 'href="#$1" data-discover')
    .replace("</head>", () => html`<link rel="icon" href="${icon}">${styleTag(barStyle)}</head>`.html)
    .replace("<body>", () => `<body>${bar(providers).html}`)
  const script = made.slice(start).replaceAll(/https:\/\/cdn\.redoc\.ly\/[^`"']+\.svg/g, wordPicture("Redocly"))
  return rendered + script
}
