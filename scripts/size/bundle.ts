/** The size of a bundled entry: minified, gzipped, and by whose modules the bytes are. */
import { SourceMap } from "node:module"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { type OutputChunk, type OutputOptions, type Plugin, rolldown } from "rolldown"
import { root } from "../../contracts/spec/specs.ts"

export interface Bundle {
  /** Bytes of one ES module, minified. */
  readonly minified: number
  /** Bytes of the minified text after gzip at its highest level. */
  readonly gzip: number
  /** Characters of the minified text by whose they are: `ours`, a package's, or `bundler`. */
  readonly owners: ReadonlyMap<string, number>
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
  const owners = map === null ? new Map<string, number>() : ownersOf(code, map)
  return { minified: Buffer.byteLength(code), gzip: gzipped(code), owners }
}

/** The same in bytes after gzip alone, which is quicker. */
export const gzipSize = async (source: string, options: BundleOptions = {}): Promise<number> => {
  const { code } = await bundle(source, options, { minify: true })
  return gzipped(code)
}

const gzipped = (code: string) => gzipSync(code, { level: 9 }).length

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

/** The owner of each character of the minified text, from its source map. */
const ownersOf = (code: string, map: NonNullable<OutputChunk["map"]>): ReadonlyMap<string, number> => {
  const sourceMap = new SourceMap({ ...map, file: map.file ?? "", sourceRoot: "" })
  const owners = new Map<string, number>()
  for (const [line, text] of code.split("\n").entries()) {
    for (let column = 0; column < text.length; column++) {
      const found = sourceMap.findEntry(line, column)
      // The types do not allow for text without a source, such as the bundler's own.
      const source: string | undefined = "originalSource" in found ? found.originalSource : undefined
      const [, owner = source === undefined ? "bundler" : "ours"] =
        /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source ?? "") ?? []
      owners.set(owner, (owners.get(owner) ?? 0) + 1)
    }
  }
  return owners
}
