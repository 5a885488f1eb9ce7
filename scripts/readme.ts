/** `npm run readme`: the README's code, taken from examples/. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run readme [-- --check]

Puts the regions of examples/ into README.md, at the places that name them: <!-- examples/file.ts#region -->.

  --check   change nothing; name what is stale and exit 1 if anything is

Exit codes: 0 in step, 1 stale or without its region, 2 a wrong option.
`

const { check } = readOptions(help, { check: { type: "boolean" } })

const place = /<!-- (examples\/[\w.-]+\.ts)#(\w+) -->\n```ts\n[\s\S]*?```\n/g

/** The lines of a region, moved to the left margin. */
const regionOf = async (file: string, name: string): Promise<string> => {
  const lines = (await readFile(join(root, file), "utf8")).split("\n")
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const end = lines.findIndex((line, index) => index > start && line.trim() === "// #endregion")
  if (start < 0 || end < 0) throw new Error(`${file} has no region ${name}.`)
  const margin = lines[start]?.search(/\S/) ?? 0
  return lines
    .slice(start + 1, end)
    .map((line) => line.slice(margin))
    .join("\n")
}

/** The imports of the file, and of each the names that `code` uses. */
const importsFor = async (file: string, code: string): Promise<string> => {
  const text = await readFile(join(root, file), "utf8")
  const isUsed = (name: string) => new RegExp(`\\b${name.replace("type ", "").trim()}\\b`).test(code)
  return [...text.matchAll(/^import (?:\{([^}]*)\}|[^{}]*?) from (".*")$/gm)]
    .flatMap(([line, names, module]) => {
      if (names === undefined) return [line]
      const used = names.split(",").filter((name) => name.trim() !== "" && isUsed(name))
      if (used.length === 0) return []
      const whole = `import { ${used.map((name) => name.trim()).join(", ")} } from ${module}`
      return whole.length <= 120
        ? [whole]
        : [`import {\n${used.map((name) => `  ${name.trim()},\n`).join("")}} from ${module}`]
    })
    .join("\n")
}

const path = join(root, "README.md")
const before = await readFile(path, "utf8")
let after = before
const stale: Array<string> = []
for (const [whole, file = "", region = ""] of before.matchAll(place)) {
  const lines = await regionOf(file, region)
  const code = `${await importsFor(file, lines)}\n\n${lines}`
  const fresh = `<!-- ${file}#${region} -->\n\`\`\`ts\n${code}\n\`\`\`\n`
  if (fresh !== whole) stale.push(`${file}#${region}`)
  after = after.replace(whole, () => fresh)
}
if (check) {
  for (const one of stale) process.stderr.write(`${paint("red", `README.md: ${one} is stale`, process.stderr)}\n`)
  if (stale.length > 0) process.stderr.write("Run: npm run readme\n")
  process.exitCode = stale.length > 0 ? 1 : 0
} else await writeFile(path, after)
const places = [...after.matchAll(place)].length
if (!check || stale.length === 0) process.stdout.write(`README.md has ${places} examples, ${stale.length} changed\n`)
