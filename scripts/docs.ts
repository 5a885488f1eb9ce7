/** `npm run docs`: the guides, the TypeScript API, the specs and the flows as one static site. */
import { existsSync } from "node:fs"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { readFlows } from "../contracts/spec/flows.ts"
import { BrokenSpec, readSpecs, root } from "../contracts/spec/specs.ts"
import { buildApiPages, UnclearApi } from "./docs/api-pages.ts"
import { browserOptions, check } from "./docs/check.ts"
import { buildSpecPage } from "./docs/spec-page.ts"
import { startPage } from "./docs/start-page.ts"
import { endOnSignals, paint, progress, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm run docs [-- --check]

Builds one static site into reports/docs/: the README with every document that it leads to, the TypeScript API in groups,
a page per spec, and a start page with a diagram of every flow. It needs no network, neither to be built nor to be read.

  --check   then open every page in Chromium, 375 and 1280 pixels wide: no broken link, no console error, no request to
            another host, no scrolling sideways. CHROMIUM names the browser; by default it is
            /usr/bin/chromium.
  --help    this text

Exit codes: 0 built, and nothing found; 1 a broken spec, an unclear API, a finding or no browser; 2 a wrong option.
`

const options = readOptions(help, { check: { type: "boolean" } })
endOnSignals()

const since = performance.now()
const folder = join(root, "reports/docs")
const line = progress()

/** Says why there is no site, or none without a finding. */
const fail = (reason: string) => {
  line.clear()
  process.stderr.write(`${paint("red", reason, process.stderr)}\n`)
  process.exitCode = 1
}

const build = async () => {
  const [specs, flows] = await Promise.all([readSpecs(), readFlows()])
  const providers = specs.map(({ provider }) => provider)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  line.show(`${specs.length} specs …`)
  const pages = await Promise.all(specs.map((spec) => buildSpecPage(spec, providers, folder)))
  line.show("the TypeScript API …")
  const api = await buildApiPages(providers, join(folder, "api"))
  const operation = (provider: string, id: string) => pages[providers.indexOf(provider)]?.(id) ?? `${provider}.html`
  await writeFile(join(folder, "index.html"), startPage(specs, flows, api, { operation, api: api.urlOf }))
  line.clear()
  const counts = `${api.guides.length} guides, ${api.modules.length} modules, ${specs.length} specs, ${flows.length} flows`
  process.stdout.write(`reports/docs/index.html: ${counts} in ${seconds(since)}\n`)
}

try {
  await build()
  const { executablePath } = browserOptions
  if (options.check && !existsSync(executablePath))
    fail(`No Chromium at ${executablePath}: install it (Debian: apt-get install chromium), or name one in CHROMIUM.`)
  else if (options.check) {
    const { pages, links, findings } = await check(folder, line.show)
    for (const { path, reason } of findings) fail(`${path} ${reason}`)
    line.clear()
    process.stdout.write(`${pages} pages, ${links} links, ${findings.length} findings in ${seconds(since)}\n`)
  }
} catch (cause) {
  if (!(cause instanceof BrokenSpec) && !(cause instanceof UnclearApi)) throw cause
  fail(cause.message)
}
