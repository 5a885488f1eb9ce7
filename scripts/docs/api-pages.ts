/** The public TypeScript API as pages: TypeDoc's, of every entry point that package.json exports. */
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { Application, Converter, JSX, Logger, LogLevel, ReflectionKind, RendererEvent } from "typedoc"
import { entries, isObject, type Json } from "../../contracts/spec/json.ts"
import { root } from "../../contracts/spec/specs.ts"
import { apiStyleFile, bar, barStyle, iconFile, styleTag } from "./page.ts"

export interface ApiPages {
  /** What a caller imports, and its page. */
  readonly modules: ReadonlyArray<{ readonly name: string; readonly url: string }>
  /** Files of entry points that package.json names and nobody has written. */
  readonly missing: ReadonlyArray<string>
  /** The page of a public name. Undefined where there is none. */
  readonly urlOf: (name: string) => string | undefined
}

/** What TypeDoc warned of. A name that it misses is exported, or is `machinery`. */
export class UnclearApi extends Error {}

/** Types that compute other types: a reader wants what they come to. TypeDoc warns of one that is no longer needed. */
const machinery = ["Clients", "ErrorOf", "Exact", "Name", "Present", "Provider", "faults", "redemptionErrors"]

export const buildApiPages = async (providers: ReadonlyArray<string>, folder: string): Promise<ApiPages> => {
  const known = await entryPoints()
  const found = known.filter(({ file }) => existsSync(join(root, file)))
  const app = await Application.bootstrap({
    entryPoints: found.map(({ file }) => join(root, file)),
    tsconfig: join(root, "tsconfig.build.json"),
    // The compiler has a command of its own.
    skipErrorChecking: true,
    name: "token-exchange",
    readme: "none",
    includeVersion: true,
    excludeExternals: true,
    excludePrivate: true,
    // There is no address of the sources to link to.
    disableSources: true,
    githubPages: false,
    hideGenerator: true,
    favicon: iconFile,
    customCss: apiStyleFile,
    intentionallyNotExported: machinery,
    validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
  })
  const warnings = new Warnings()
  app.logger = warnings
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    const entry = found.find(({ module }) => module === reflection.name)
    if (entry !== undefined && reflection.kindOf(ReflectionKind.Module)) reflection.name = entry.name
  })
  const pages: Array<{ readonly name: string; readonly url: string; readonly isModule: boolean }> = []
  app.renderer.on(RendererEvent.BEGIN, (event) => {
    for (const { url, model } of event.pages) {
      // Some pages are of no declaration: the search, the hierarchy.
      if (!("kindOf" in model)) continue
      pages.push({ name: model.name, url: `api/${url}`, isModule: model.kindOf(ReflectionKind.Module) })
    }
  })
  app.renderer.hooks.on("head.end", () => JSX.createElement(JSX.Raw, { html: styleTag(barStyle).html }))
  app.renderer.hooks.on("body.begin", (context) =>
    JSX.createElement(JSX.Raw, { html: bar(providers, context.relativeURL("../")).html }),
  )

  const project = await app.convert()
  if (project !== undefined) app.validate(project)
  if (project === undefined || warnings.told.length > 0) throw new UnclearApi(warnings.told.join("\n"))
  await app.generateDocs(project, folder)
  if (warnings.told.length > 0) throw new UnclearApi(warnings.told.join("\n"))
  return {
    modules: pages.filter(({ isModule }) => isModule),
    missing: known.filter((entry) => !found.includes(entry)).map(({ file }) => file),
    urlOf: (name) => pages.find((page) => page.name === name)?.url,
  }
}

interface EntryPoint {
  /** What a caller imports. */
  readonly name: string
  readonly file: string
  /** What TypeDoc calls it by itself. */
  readonly module: string
}

/** The modules of src/ that package.json exports by name. */
const entryPoints = async (): Promise<ReadonlyArray<EntryPoint>> => {
  const manifest: Json = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const { name, exports } = isObject(manifest) ? manifest : {}
  return entries(exports).flatMap(([key, target]) => {
    const [, module] = /^\.\/dist\/src\/([^*]+)\.js$/.exec(String(isObject(target) ? target.default : target)) ?? []
    return module === undefined ? [] : [{ name: `${name}${key.slice(1)}`, file: `src/${module}.ts`, module }]
  })
}

/** Keeps what TypeDoc warns of, and prints nothing. */
class Warnings extends Logger {
  readonly told: Array<string> = []
  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.told.push(message)
  }
}
