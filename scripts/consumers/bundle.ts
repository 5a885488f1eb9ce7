/** A program and the package, bundled for a worker. */
import { type OutputChunk, rolldown } from "rolldown"
import type { Findings } from "./checks.ts"

export const bundle = async (input: string, platform: "neutral" | "browser"): Promise<OutputChunk> => {
  const build = await rolldown({ input, platform, logLevel: "silent" })
  try {
    const { output } = await build.generate({ format: "esm", minify: true })
    return output[0]
  } finally {
    await build.close()
  }
}

/** Globals of Node, which no worker has. `globalThis.process?.env` asks first. */
const names = "(?:process|Buffer|require|module|global|setImmediate|__(?:dir|file)name)(?![\\w$])"
const foreign = new RegExp(`(?<![\\w$.])${names}|globalThis\\.${names}(?!\\?\\.)`, "g")

/** Uses in our libraries that somebody has read, and that no worker reaches. */
const reviewed: ReadonlyArray<RegExp> = [
  /`setImmediate`in globalThis\?[\w$]+=>\{let [\w$]+=globalThis\.setImmediate\(/g,
  // Fields of a class, and a property taken from an object.
  /(?<=[;{])setImmediate;/g,
  /\{process:[\w$]+\}=globalThis/g,
  /typeof process==`object`&&Number\.parseInt\(process\?\.versions\?\.node\?\.substring\(0,2\)\)>=18&&process\.versions\.undici/g,
]

/** Every other use of a global of Node, with the text around it. The code is minified, so its own names are shorter. */
export const foreignNames = (code: string): ReadonlyArray<string> => {
  const rest = reviewed.reduce((text, use) => text.replaceAll(use, ""), code)
  return [...rest.matchAll(foreign)].map(({ index }) => rest.slice(Math.max(0, index - 40), index + 60))
}

/** Imports and globals of the bundle that no worker has. */
export const strangers = ({ imports, dynamicImports, fileName, code }: OutputChunk): Findings => [
  // Dynamic imports are in the same file.
  ...[...imports, ...dynamicImports].filter((name) => name !== fileName).map((name) => `imports ${name}`),
  ...foreignNames(code).map((name) => `uses ${name}`),
]
