/** The code of README and docs: regions of files that tests run, those of examples/ with the imports that they use. */
import { readFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { root } from "../../contracts/spec/specs.ts"

/** A region as a document has it: its imports, and its lines without indentation. */
export const exampleOf = async (file: string, region: string): Promise<string> => {
  const text = await readFile(join(root, file), "utf8")
  const lines = regionOf(file, text, region)
  // Elsewhere a reader's own file would import from other places.
  const imports = file.startsWith("examples/") ? importsFor(text, lines) : ""
  return `\`\`\`${extname(file).slice(1)}\n${imports === "" ? "" : `${imports}\n\n`}${lines}\n\`\`\``
}

const regionOf = (file: string, text: string, name: string): string => {
  const lines = text.split("\n")
  const start = lines.findIndex((line) => [`// #region ${name}`, `# #region ${name}`].includes(line.trim()))
  const end = lines.findIndex((line, index) => index > start && /^(\/\/|#) #endregion$/.test(line.trim()))
  if (start < 0 || end < 0) throw new Error(`${file} has no region ${name}.`)
  const margin = lines[start]?.search(/\S/) ?? 0
  return lines
    .slice(start + 1, end)
    .map((line) => line.slice(margin))
    .join("\n")
    .trimEnd()
}

/** The imports of the file, reduced to the names that `code` uses. */
const importsFor = (text: string, code: string): string => {
  const isUsed = (name: string) => new RegExp(`\\b${name.replace("type ", "").trim()}\\b`).test(code)
  return [...text.matchAll(/^import (type )?(?:\{([^}]*)\}|[^{}]*?) from (".*")$/gm)]
    .flatMap(([line, type = "", names, module]) => {
      if (names === undefined) return [line]
      const used = names.split(",").filter((name) => name.trim() !== "" && isUsed(name))
      if (used.length === 0) return []
      const whole = `import ${type}{ ${used.map((name) => name.trim()).join(", ")} } from ${module}`
      return whole.length <= 120
        ? [whole]
        : [`import ${type}{\n${used.map((name) => `  ${name.trim()},\n`).join("")}} from ${module}`]
    })
    .join("\n")
}
