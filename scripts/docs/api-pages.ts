/** Renders guides and the public TypeScript API with TypeDoc: every entry point that package.json exports. */
import { statSync } from "node:fs"
import { join, relative } from "node:path"
import * as typedoc from "typedoc"
import { DeclarationReflection, ReflectionKind } from "typedoc"
import { SymbolFlags } from "typescript"
import { root } from "../../contracts/spec/specs.ts"
import manifest from "../../package.json" with { type: "json" }
import { registry } from "../registry.ts"
import { groupOf, groups } from "./groups.ts"
import { type Guide, guidesIn } from "./guides.ts"
import { dressed } from "./page.ts"

export interface ApiPages {
  /** A guide and its page. */
  readonly guides: ReadonlyArray<{ readonly title: string; readonly url: string }>
  /** An entry point and its page. */
  readonly modules: ReadonlyArray<{ readonly name: string; readonly url: string }>
  /** The page of a public name. */
  readonly urlOf: (name: string) => string
}

/** TypeDoc has warned, such as of a link that leads nowhere, or of an entry point without its file. */
export class UnclearApi extends Error {}

/** What TypeDoc makes of the sources, before it is a page. */
export const readApi = async () => {
  const modules = entryPoints()
  const guides = guidesIn(root)
  const app = await typedoc.Application.bootstrap({
    entryPoints: [...modules.keys()].map((module) => join(root, `src/${module}.ts`)),
    tsconfig: join(root, "tsconfig.build.json"),
    // `npm run types` runs the compiler.
    skipErrorChecking: true,
    logLevel: "Warn",
    name: manifest.name,
    readme: join(root, "README.md"),
    projectDocuments: guides.slice(1).map(({ path }) => join(root, path)),
    includeVersion: true,
    excludeExternals: true,
    kindSortOrder: ["Function", "Variable", "Class", "Interface", "TypeAlias"],
    navigation: { includeGroups: true },
    includeHierarchySummary: false,
    // The sources have no public address to link to.
    disableSources: true,
    githubPages: false,
    hideGenerator: true,
    // "SECURITY.md" in a sentence is no address.
    markdownItOptions: { html: true, linkify: false },
    customCss: join(import.meta.dirname, "api.css"),
    // Types that compute other types stay unexported: readers need only the result.
    // Links to folders of the repository lead nowhere on a site: they become text below. --check finds what else is broken.
    validation: { notExported: false, invalidPath: false },
  })
  const declaredIn = await showWhatIsMeant(app, modules)
  nameGuides(app, guides)
  const project = await app.convert()
  if (project !== undefined) {
    for (const module of project.children ?? []) arrange(module, declaredIn)
    orderGuides(project, guides)
    plainFences(project.readme ?? [])
    app.validate(project)
  }
  if (project === undefined || app.logger.hasWarnings() || app.logger.hasErrors())
    throw new UnclearApi("The API was not written: see TypeDoc's messages above.")
  return { app, project, modules, guides }
}

export const buildApiPages = async (providers: ReadonlyArray<string>, folder: string): Promise<ApiPages> => {
  const { app, project, modules, guides } = await readApi()
  const pages = new Map<string, string>()
  const documents = new Map<string, string>()
  app.renderer.on(typedoc.PageEvent.END, (page) => {
    const own = page.model instanceof typedoc.DocumentReflection ? documents : pages
    own.set(page.model.name, `api/${page.url}`)
    const up = "../".repeat(page.url.split("/").length)
    page.contents = dressed(withoutLinksTo(foldersIn(project), page.contents ?? ""), {
      providers,
      up,
      scripts: 1,
      files: "'self'",
    })
  })

  await app.generateDocs(project, folder)
  const urlOf = (name: string) => pages.get(name) ?? "api/index.html"
  return {
    modules: [...modules.values()].map((name) => ({ name, url: urlOf(name) })),
    // The README is TypeDoc's own first page.
    guides: guides.map(({ path, title }) =>
      path === "README.md" ? { title: "README", url: "api/index.html" } : { title, url: documents.get(title) ?? "" },
    ),
    urlOf,
  }
}

/** The names that TypeDoc would give to folders, if it copied them as it copies the files that a guide links to. */
const foldersIn = ({ files }: typedoc.ProjectReflection): ReadonlySet<string> =>
  new Set([...files.getNameToAbsoluteMap()].flatMap(([name, path]) => (statSync(path).isDirectory() ? [name] : [])))

const withoutLinksTo = (names: ReadonlySet<string>, page: string): string =>
  page.replaceAll(/<a href="[^"]*media\/([^"/]+)"[^>]*>(.*?)<\/a>/gs, (link, name: string, text: string) =>
    names.has(decodeURIComponent(name)) ? text : link,
  )

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
  /** The module of src/ in which a name is declared. */
  const declaredIn = new Map<typedoc.Reflection, string>()
  const importable = new Map<string, ReadonlyArray<string>>()
  for (const [module, name] of modules) importable.set(name, Object.keys(await import(join(root, `src/${module}.ts`))))
  const unions = new Map<DeclarationReflection, typedoc.SomeType>()
  const valuesAsTypes = new Set<DeclarationReflection>()
  converter.on(typedoc.Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (reflection.kindOf(ReflectionKind.Module)) reflection.name = modules.get(reflection.name) ?? reflection.name
    const symbol = context.getSymbolFromReflection(reflection)
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName
    if (file !== undefined) declaredIn.set(reflection, relative(join(root, "src"), file).replace(/\.ts$/, ""))
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
    }
    for (const reflection of valuesAsTypes) project.removeReflection(reflection)
  })
  return declaredIn
}

/** Puts every export of a module into its group. */
const arrange = (module: DeclarationReflection, declaredIn: ReadonlyMap<typedoc.Reflection, string>) => {
  const grouped = Map.groupBy(module.children ?? [], (child) => {
    const declared = child instanceof typedoc.ReferenceReflection ? child.getTargetReflectionDeep() : child
    const file = declaredIn.get(declared) ?? "an unknown module"
    const group = groupOf(child.name, file)
    if (group === undefined)
      throw new UnclearApi(
        `${child.name} of src/${file}.ts has no group in the reference: give it one in scripts/docs/groups.ts.`,
      )
    return group
  })
  module.groups = groups.flatMap((title) => {
    const children = grouped.get(title)
    if (children === undefined) return []
    return [Object.assign(new typedoc.ReflectionGroup(title, module), { children })]
  })
}

/** A guide has the name of its heading. */
const nameGuides = ({ converter }: typedoc.Application, guides: ReadonlyArray<Guide>) => {
  converter.on(typedoc.Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const guide = guides.find(({ path }) => path === `${document.name}.md`)
    if (guide === undefined) throw new UnclearApi(`TypeDoc names a guide ${document.name}, which no file has.`)
    document.name = guide.title
    document.frontmatter.group = "Guides"
    plainFences(document.content)
  })
}

/** In their own order, where TypeDoc has the alphabet's, and before the reference. */
const orderGuides = (project: typedoc.ProjectReflection, guides: ReadonlyArray<Guide>) => {
  const place = ({ name }: typedoc.Reflection) => guides.findIndex(({ title }) => title === name)
  const inOrder = (one: typedoc.Reflection, other: typedoc.Reflection) => place(one) - place(other)
  project.documents?.sort(inOrder)
  const isGuides = ({ title }: typedoc.ReflectionGroup) => title === "Guides"
  for (const group of project.groups ?? []) if (isGuides(group)) group.children.sort(inOrder)
  project.groups?.sort((one, other) => Number(isGuides(other)) - Number(isGuides(one)))
}

/** A block that names no language is no TypeScript, as which TypeDoc would colour it. */
const plainFences = (parts: ReadonlyArray<typedoc.CommentDisplayPart>) => {
  for (const part of parts) if (part.kind === "code") part.text = part.text.replace(/^```\n/, "```text\n")
}
