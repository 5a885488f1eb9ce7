/** Renders the public TypeScript API with TypeDoc: every entry point that package.json exports. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import {
  Application,
  Comment,
  CommentTag,
  Converter,
  DeclarationReflection,
  JSX,
  Logger,
  LogLevel,
  PageEvent,
  ReflectionKind,
  RendererEvent,
  type SomeType,
  UnionType,
} from "typedoc"
import { SymbolFlags } from "typescript"
import { entries, isObject, type Json } from "../../contracts/spec/json.ts"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import { apiStyleFile, bar, barStyle, iconFile, styleTag } from "./page.ts"
import { policyTag } from "./policy.ts"

export interface ApiPages {
  /** An entry point and its page. */
  readonly modules: ReadonlyArray<{ readonly name: string; readonly url: string }>
  /** The page of a public name, if any. */
  readonly urlOf: (name: string) => string | undefined
}

/** TypeDoc's warnings, such as a link that leads nowhere, or an entry point without its file. */
export class UnclearApi extends Error {}

export const buildApiPages = async (providers: ReadonlyArray<string>, folder: string): Promise<ApiPages> => {
  const modules = await entryPoints()
  const app = await Application.bootstrap({
    entryPoints: [...modules.keys()].map((module) => join(root, `src/${module}.ts`)),
    tsconfig: join(root, "tsconfig.build.json"),
    // `npm run types` runs the compiler.
    skipErrorChecking: true,
    name: "token-exchange",
    readme: "none",
    includeVersion: true,
    excludeExternals: true,
    excludePrivate: true,
    groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
    kindSortOrder: ["Function", "Variable", "Class", "Interface", "TypeAlias"],
    navigation: { includeGroups: true },
    includeHierarchySummary: false,
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
  nameModules(app, modules)
  const importable = [...modules].map(
    async ([module, name]) => [name, Object.keys(await import(join(root, `src/${module}.ts`)))] as const,
  )
  showWhatIsMeant(app, new Map(await Promise.all(importable)))
  app.renderer.hooks.on("head.end", () => JSX.createElement(JSX.Raw, { html: styleTag(barStyle).html }))
  app.renderer.hooks.on("body.begin", (context) =>
    JSX.createElement(JSX.Raw, { html: bar(providers, context.relativeURL("../")).html }),
  )
  app.renderer.on(PageEvent.END, (page) => {
    const { contents = "" } = page
    const [, script = ""] = /<script>(document[^<]*)<\/script>/.exec(contents) ?? []
    page.contents = contents
      .replace("<head>", () => `<head>${policyTag([script], "'self'")}`)
      // The kind on one line and the name on the next, if need be; a name does not break.
      .replace(/<h1>((?:Type )?\w+) ([^\s<&]+)/, '<h1>$1 <span class="title-name">$2</span>')
  })

  const pages = new Map<string, string>()
  app.renderer.on(RendererEvent.BEGIN, (event) => {
    for (const { url, model } of event.pages) pages.set(model.name, `api/${url}`)
  })

  const project = await app.convert()
  if (project !== undefined) {
    app.validate(project)
    if (warnings.messages.length === 0) await app.generateDocs(project, folder)
  }
  if (project === undefined || warnings.messages.length > 0) throw new UnclearApi(warnings.messages.join("\n"))
  return {
    modules: [...modules.values()].map((name) => ({ name, url: pages.get(name) ?? "api/index.html" })),
    urlOf: (name) => pages.get(name),
  }
}

/** What a caller imports, by its module in src/. A pattern in package.json stands for each provider. */
const entryPoints = async (): Promise<ReadonlyMap<string, string>> => {
  const manifest: Json = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const { name, exports } = isObject(manifest) ? manifest : {}
  const found = entries(exports).flatMap(([key, target]) => {
    const [, path] = /^\.\/dist\/src\/(.+)\.js$/.exec(String(isObject(target) ? target.default : target)) ?? []
    if (path === undefined) return []
    return (path.includes("*") ? [...registry.keys()] : [""]).map(
      (provider) => [path.replace("*", provider), `${name}${key.slice(1).replace("*", provider)}`] as const,
    )
  })
  return new Map(found)
}

const nameModules = ({ converter }: Application, modules: ReadonlyMap<string, string>) =>
  converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    if (reflection.kindOf(ReflectionKind.Module)) reflection.name = modules.get(reflection.name) ?? reflection.name
  })

/** A union that is computed (`Exclude<…>`, `keyof …`) is shown by its members, a constant that is called as a function. */
const showWhatIsMeant = ({ converter }: Application, importable: ReadonlyMap<string, ReadonlyArray<string>>) => {
  const unions = new Map<DeclarationReflection, SomeType>()
  const valuesAsTypes = new Set<DeclarationReflection>()
  converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    const symbol = context.getSymbolFromReflection(reflection)
    if (symbol === undefined || !reflection.kindOf(ReflectionKind.TypeAlias)) return
    const isTwice = [...unions.keys()].some((one) => one.name === reflection.name && one.parent === reflection.parent)
    if (isTwice || (symbol.flags & SymbolFlags.TypeAlias) === 0) valuesAsTypes.add(reflection)
    const type = context.checker.getDeclaredTypeOfSymbol(symbol)
    if (!type.isUnion() || type.aliasTypeArguments !== undefined) return
    unions.set(reflection, new UnionType(type.types.map((member) => converter.convertType(context, member))))
  })
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const [reflection, union] of unions) reflection.type = union
    // `export type *` names values too, which cannot be imported.
    for (const value of project.getReflectionsByKind(ReflectionKind.Variable | ReflectionKind.Function)) {
      if (!(value instanceof DeclarationReflection)) continue
      if (importable.get(value.parent?.name ?? "")?.includes(value.name) === false) valuesAsTypes.add(value)
      if (value.type?.type !== "reflection" || value.type.declaration.signatures === undefined) continue
      value.comment ??= new Comment()
      value.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: "Functions" }]))
    }
    for (const reflection of valuesAsTypes) project.removeReflection(reflection)
  })
}

/** Collects TypeDoc's warnings without printing them. */
class Warnings extends Logger {
  readonly messages: Array<string> = []
  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.messages.push(message)
  }
}
