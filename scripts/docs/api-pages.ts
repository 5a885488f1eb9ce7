/** Renders the public TypeScript API with TypeDoc: every entry point that package.json exports. */
import { join } from "node:path"
import * as typedoc from "typedoc"
import { DeclarationReflection, ReflectionKind } from "typedoc"
import { SymbolFlags } from "typescript"
import { root } from "../../contracts/spec/specs.ts"
import manifest from "../../package.json" with { type: "json" }
import { registry } from "../registry.ts"
import { dressed } from "./page.ts"

export interface ApiPages {
  /** An entry point and its page. */
  readonly modules: ReadonlyArray<{ readonly name: string; readonly url: string }>
  /** The page of a public name. */
  readonly urlOf: (name: string) => string
}

/** TypeDoc has warned, such as of a link that leads nowhere, or of an entry point without its file. */
export class UnclearApi extends Error {}

export const buildApiPages = async (providers: ReadonlyArray<string>, folder: string): Promise<ApiPages> => {
  const modules = entryPoints()
  const app = await typedoc.Application.bootstrap({
    entryPoints: [...modules.keys()].map((module) => join(root, `src/${module}.ts`)),
    tsconfig: join(root, "tsconfig.build.json"),
    // `npm run types` runs the compiler.
    skipErrorChecking: true,
    logLevel: "Warn",
    name: manifest.name,
    readme: "none",
    includeVersion: true,
    excludeExternals: true,
    kindSortOrder: ["Function", "Variable", "Class", "Interface", "TypeAlias"],
    groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
    navigation: { includeGroups: true },
    includeHierarchySummary: false,
    // The sources have no public address to link to.
    disableSources: true,
    githubPages: false,
    hideGenerator: true,
    customCss: join(import.meta.dirname, "api.css"),
    // Types that compute other types stay unexported: readers need only the result.
    validation: { notExported: false },
  })
  await showWhatIsMeant(app, modules)
  const pages = new Map<string, string>()
  app.renderer.on(typedoc.PageEvent.END, (page) => {
    pages.set(page.model.name, `api/${page.url}`)
    const up = "../".repeat(page.url.split("/").length)
    page.contents = dressed(page.contents ?? "", { providers, up, scripts: 1, files: "'self'" })
  })

  const project = await app.convert()
  if (project !== undefined) app.validate(project)
  if (project === undefined || app.logger.hasWarnings() || app.logger.hasErrors())
    throw new UnclearApi("The API was not written: see TypeDoc's messages above.")
  await app.generateDocs(project, folder)
  const urlOf = (name: string) => pages.get(name) ?? "api/index.html"
  return { modules: [...modules.values()].map((name) => ({ name, url: urlOf(name) })), urlOf }
}

/** What a caller imports, by its module in src/. A pattern in package.json stands for each provider. */
const entryPoints = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(manifest.exports).flatMap(([key, target]) => {
      const [, path] = /^\.\/dist\/src\/(.+)\.js$/.exec(typeof target === "string" ? target : target.default) ?? []
      if (path === undefined) return []
      return (path.includes("*") ? [...registry.keys()] : [""]).map(
        (provider) => [path.replace("*", provider), `${manifest.name}${key.slice(1).replace("*", provider)}`] as const,
      )
    }),
  )

/**
 * A module has the name by which it is imported, a union that is computed (`Exclude<…>`, `keyof …`) is shown by its
 * members, a constant that is called as a function, and a value only where it can be imported.
 */
const showWhatIsMeant = async ({ converter }: typedoc.Application, modules: ReadonlyMap<string, string>) => {
  const importable = new Map<string, ReadonlyArray<string>>()
  for (const [module, name] of modules) importable.set(name, Object.keys(await import(join(root, `src/${module}.ts`))))
  const unions = new Map<DeclarationReflection, typedoc.SomeType>()
  const valuesAsTypes = new Set<DeclarationReflection>()
  converter.on(typedoc.Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (reflection.kindOf(ReflectionKind.Module)) reflection.name = modules.get(reflection.name) ?? reflection.name
    const symbol = context.getSymbolFromReflection(reflection)
    if (symbol === undefined || !reflection.kindOf(ReflectionKind.TypeAlias)) return
    const isTwice = [...unions.keys()].some((one) => one.name === reflection.name && one.parent === reflection.parent)
    if (isTwice || (symbol.flags & SymbolFlags.TypeAlias) === 0) valuesAsTypes.add(reflection)
    const type = context.checker.getDeclaredTypeOfSymbol(symbol)
    if (!type.isUnion() || type.aliasTypeArguments !== undefined) return
    unions.set(reflection, new typedoc.UnionType(type.types.map((member) => converter.convertType(context, member))))
  })
  converter.on(typedoc.Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const [reflection, union] of unions) reflection.type = union
    // `export type *` names values too, which cannot be imported.
    for (const value of project.getReflectionsByKind(ReflectionKind.Variable | ReflectionKind.Function)) {
      if (!(value instanceof DeclarationReflection)) continue
      if (importable.get(value.parent?.name ?? "")?.includes(value.name) === false) valuesAsTypes.add(value)
      if (value.type?.type !== "reflection" || value.type.declaration.signatures === undefined) continue
      value.comment ??= new typedoc.Comment()
      value.comment.blockTags.push(new typedoc.CommentTag("@group", [{ kind: "text", text: "Functions" }]))
    }
    for (const reflection of valuesAsTypes) project.removeReflection(reflection)
  })
}
