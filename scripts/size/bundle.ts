/**
 * The size of a bundled entry: minified, gzipped, and by module. And the size of the same library members without our
 * code, so that the difference is ours.
 */
import { SourceMap } from "node:module"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { type OutputChunk, type OutputOptions, type Plugin, rolldown } from "rolldown"
import { parseSync, Visitor } from "rolldown/utils"
import { root } from "../../contracts/spec/specs.ts"

/** The libraries of the client, each with all its entries. */
export const libraries: ReadonlyArray<RegExp> = [/^effect(\/|$)/, /^openapi-fetch$/]

export interface Module {
  /** Its import path: `effect/internal/core`, `src/redeem.ts`. */
  readonly name: string
  /** Characters of the minified bundle that come from it. */
  readonly minified: number
}

export interface Bundle {
  /** One ES module, minified. */
  readonly code: string
  readonly minified: number
  /** Bytes of the minified text after gzip at its highest level. */
  readonly gzip: number
  /** Largest first. They sum up to the whole. */
  readonly modules: ReadonlyArray<Module>
}

export interface BundleOptions {
  /** Modules that are not bundled. Node's own never are. */
  readonly external?: ReadonlyArray<RegExp>
  /** The folder in which the source's imports are resolved. By default the repository. */
  readonly from?: string
}

/** The size of a source text that imports or exports something, such as `export * from "./src/index.ts"`. */
export const bundleSize = async (source: string, options: BundleOptions = {}): Promise<Bundle> => {
  const { code, map } = await bundle(source, options, { minify: true, sourcemap: "hidden" })
  return {
    code,
    minified: Buffer.byteLength(code),
    gzip: gzipped(code),
    modules: map === null ? [] : modulesOf(code, map),
  }
}

/** The same in bytes after gzip alone, which is quicker. */
export const gzipSize = async (source: string, options: BundleOptions = {}): Promise<number> => {
  const { code } = await bundle(source, options, { minify: true })
  return gzipped(code)
}

const gzipped = (code: string) => gzipSync(code, { level: 9 }).length

/** A source text that imports the library members used by the bundle of `source`, and nothing else. */
export const baselineOf = async (source: string, options: BundleOptions = {}): Promise<string> => {
  const { code } = await bundle(source, { ...options, external: libraries }, { minify: false })
  return membersUsed(code)
    .map(([module, member], index) => `export { ${member} as m${index} } from ${JSON.stringify(module)}`)
    .join("\n")
}

/** Every library member that a bundle imports, with its module. */
const membersUsed = (code: string): ReadonlyArray<readonly [module: string, member: string]> => {
  const { program } = parseSync("bundle.js", code)
  const namespaces = new Map<string, string>()
  const members = new Map<string, readonly [string, string]>()
  const add = (module: string, member: string) => members.set(`${module} ${member}`, [module, member])
  new Visitor({
    ImportDeclaration: ({ source: { value: module }, specifiers }) => {
      if (!libraries.some((library) => library.test(module))) return
      for (const specifier of specifiers) {
        if (specifier.type === "ImportNamespaceSpecifier") namespaces.set(specifier.local.name, module)
        else if (specifier.type === "ImportDefaultSpecifier") add(module, "default")
        else if (specifier.imported.type === "Identifier") add(module, specifier.imported.name)
      }
    },
  }).visit(program)
  new Visitor({
    MemberExpression: ({ object, property, computed }) => {
      const module = object.type === "Identifier" ? namespaces.get(object.name) : undefined
      if (module !== undefined && !computed && property.type === "Identifier") add(module, property.name)
    },
  }).visit(program)
  return [...members.values()].sort()
}

const bundle = async (
  source: string,
  { external = [], from = root }: BundleOptions,
  output: Pick<OutputOptions, "minify" | "sourcemap">,
) => {
  const build = await rolldown({
    input: entry,
    cwd: from,
    platform: "node",
    external: [...external],
    plugins: [textAs(source, from)],
    logLevel: "silent",
  })
  try {
    const { output: chunks } = await build.generate({ ...output, dir: root, format: "esm", codeSplitting: false })
    return chunks[0]
  } finally {
    await build.close()
  }
}

const entry = "measured-entry"

/** Serves `source` as the file `measured-entry.js` of the folder. */
const textAs = (source: string, folder: string): Plugin => ({
  name: entry,
  resolveId: (id) => (id === entry ? join(folder, `${entry}.js`) : null),
  load: (id) => (id === join(folder, `${entry}.js`) ? source : null),
})

/** The module of each character of the minified text, from its source map. */
const modulesOf = (code: string, map: NonNullable<OutputChunk["map"]>): ReadonlyArray<Module> => {
  const sourceMap = new SourceMap({ ...map, file: map.file ?? "", sourceRoot: "" })
  const sizes = new Map<string, number>()
  for (const [line, text] of code.split("\n").entries()) {
    for (let column = 0; column < text.length; column++) {
      const found = sourceMap.findEntry(line, column)
      // The types do not allow for text without a source, such as the bundler's own.
      const source: string | undefined = "originalSource" in found ? found.originalSource : undefined
      const name = source === undefined ? "(bundler)" : nameOf(source)
      sizes.set(name, (sizes.get(name) ?? 0) + 1)
    }
  }
  return [...sizes].map(([name, minified]) => ({ name, minified })).sort((a, b) => b.minified - a.minified)
}

const nameOf = (path: string): string =>
  path.replace(/^.*node_modules\//, "").replace(/^(effect|openapi-fetch)\/dist\/(.*)\.m?js$/, "$1/$2")
