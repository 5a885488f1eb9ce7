/** Renders the public TypeScript API with TypeDoc: every entry point that package.json exports. */
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { Application, Converter, JSX, Logger, LogLevel, PageEvent, ReflectionKind, RendererEvent } from "typedoc"
import { entries, isObject, type Json } from "../../contracts/spec/json.ts"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import { apiStyleFile, bar, barStyle, iconFile, styleTag } from "./page.ts"
import { policyTag } from "./policy.ts"

export interface ApiPages {
  /** An entry point and its page. */
  readonly modules: ReadonlyArray<{ readonly name: string; readonly url: string }>
  /** Missing files of entry points in package.json. */
  readonly missing: ReadonlyArray<string>
  /** The page of a public name, if any. */
  readonly urlOf: (name: string) => string | undefined
}

/** TypeDoc's warnings, such as a link that leads nowhere. */
export class UnclearApi extends Error {}

export const buildApiPages = async (providers: ReadonlyArray<string>, folder: string): Promise<ApiPages> => {
  const known = await entryPoints([...registry.keys()])
  const found = known.filter(({ file }) => existsSync(join(root, file)))
  const app = await Application.bootstrap({
    entryPoints: found.map(({ file }) => join(root, file)),
    tsconfig: join(root, "tsconfig.build.json"),
    // `npm run types` runs the compiler.
    skipErrorChecking: true,
    name: "token-exchange",
    readme: "none",
    includeVersion: true,
    excludeExternals: true,
    excludePrivate: true,
    // The sources have no public address to link to.
    disableSources: true,
    githubPages: false,
    hideGenerator: true,
    favicon: iconFile,
    customCss: apiStyleFile,
    // Types that compute other types stay unexported: readers need only the result.
    validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true },
  })
  const warnings = new Warnings()
  app.logger = warnings
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    const entry = found.find(({ module }) => module === reflection.name)
    if (entry !== undefined && reflection.kindOf(ReflectionKind.Module)) reflection.name = entry.name
  })
  const importable = new Map(
    await Promise.all(
      found.map(async ({ name, file }) => [name, Object.keys(await import(join(root, file)))] as const),
    ),
  )
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // `export type *` also names values, which cannot be imported.
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      for (const child of project.getReflectionsByKind(ReflectionKind.Variable | ReflectionKind.Function)) {
        const isMissing = child.parent === module && importable.get(module.name)?.includes(child.name) === false
        if (isMissing) project.removeReflection(child)
      }
    }
  })
  const pages: Array<{ readonly name: string; readonly url: string; readonly isModule: boolean }> = []
  app.renderer.on(RendererEvent.BEGIN, (event) => {
    for (const { url, model } of event.pages) {
      // Some pages have no declaration: the search, the hierarchy.
      if (!("kindOf" in model)) continue
      pages.push({ name: model.name, url: `api/${url}`, isModule: model.kindOf(ReflectionKind.Module) })
    }
  })
  app.renderer.on(PageEvent.END, (page) => {
    const { contents = "" } = page
    const [, script = ""] = /<script>(document[^<]*)<\/script>/.exec(contents) ?? []
    page.contents = contents.replace("<head>", () => `<head>${policyTag([script], "'self'")}`)
  })
  app.renderer.hooks.on("head.end", () => JSX.createElement(JSX.Raw, { html: styleTag(barStyle).html }))
  app.renderer.hooks.on("body.begin", (context) =>
    JSX.createElement(JSX.Raw, { html: bar(providers, context.relativeURL("../")).html }),
  )

  const project = await app.convert()
  if (project !== undefined) app.validate(project)
  if (project === undefined || warnings.messages.length > 0) throw new UnclearApi(warnings.messages.join("\n"))
  await app.generateDocs(project, folder)
  if (warnings.messages.length > 0) throw new UnclearApi(warnings.messages.join("\n"))
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
  /** TypeDoc's own name for it. */
  readonly module: string
}

/** The modules of src/ that package.json exports; a pattern stands for each provider. */
const entryPoints = async (providers: ReadonlyArray<string>): Promise<ReadonlyArray<EntryPoint>> => {
  const manifest: Json = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const { name, exports } = isObject(manifest) ? manifest : {}
  return entries(exports).flatMap(([key, target]) => {
    const [, path] = /^\.\/dist\/src\/(.+)\.js$/.exec(String(isObject(target) ? target.default : target)) ?? []
    if (path === undefined) return []
    return (path.includes("*") ? providers : [""]).map((provider) => {
      const module = path.replace("*", provider)
      return { name: `${name}${key.slice(1).replace("*", provider)}`, file: `src/${module}.ts`, module }
    })
  })
}

/** Collects TypeDoc's warnings without printing them. */
class Warnings extends Logger {
  readonly messages: Array<string> = []
  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.messages.push(message)
  }
}
