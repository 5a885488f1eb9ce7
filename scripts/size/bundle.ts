/** The size of a bundled entry, minified and gzipped. */
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { type Plugin, rolldown } from "rolldown"
import { root } from "../../contracts/spec/specs.ts"

/**
 * The bytes, after gzip at its highest level, of one minified ES module that a source text makes, such as
 * `export * from "./src/index.ts"`. Modules that match `external` are not bundled, and Node's own never are.
 */
export const gzipSize = async (source: string, external: ReadonlyArray<RegExp> = []): Promise<number> => {
  const build = await rolldown({
    input: entry,
    cwd: root,
    platform: "node",
    external: [...external],
    plugins: [textAs(source)],
    logLevel: "silent",
  })
  try {
    const { output } = await build.generate({ minify: true, dir: root, format: "esm", codeSplitting: false })
    return gzipSync(output[0].code, { level: 9 }).length
  } finally {
    await build.close()
  }
}

const entry = "measured-entry"
const file = join(root, `${entry}.js`)

/** Serves `source` as a file of the repository. */
const textAs = (source: string): Plugin => ({
  name: entry,
  resolveId: (id) => (id === entry ? file : null),
  load: (id) => (id === file ? source : null),
})
