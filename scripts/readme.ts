/** `npm run readme`: the README's code from examples/, and its tables from the code. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { exampleOf } from "./readme/examples.ts"
import { tables } from "./readme/tables.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run readme [-- --check]

Puts the regions of examples/ into README.md, at the places that name them: <!-- examples/file.ts#region -->. Puts the
tables of operations, services and failures between their markers: <!-- operations --> … <!-- /operations -->.

  --check   change nothing; name what is stale and exit 1 if anything is

Exit codes: 0 in step, 1 stale or without its region, 2 a wrong option.
`

const { check } = readOptions(help, { check: { type: "boolean" } })

/** A generated part of the README: its current and its new text. */
interface Part {
  readonly name: string
  readonly before: string
  readonly after: string
}

const path = join(root, "README.md")
const before = await readFile(path, "utf8")

const examplePlace = /<!-- (examples\/[\w.-]+\.ts)#(\w+) -->\n```ts\n[\s\S]*?```\n/g
const examples = [...before.matchAll(examplePlace)].map(async ([whole, file = "", region = ""]): Promise<Part> => {
  const name = `${file}#${region}`
  return { name, before: whole, after: `<!-- ${name} -->\n${await exampleOf(file, region)}\n` }
})

const madeTables = Object.entries(tables).map(async ([name, make]): Promise<Part> => {
  const [whole] = new RegExp(`<!-- ${name} -->\n.*?<!-- /${name} -->`, "s").exec(before) ?? []
  if (whole === undefined) throw new Error(`README.md has no place <!-- ${name} --> … <!-- /${name} -->.`)
  return { name, before: whole, after: `<!-- ${name} -->\n\n${await make()}\n\n<!-- /${name} -->` }
})

const parts = await Promise.all([...examples, ...madeTables])
const stale = parts.filter((part) => part.before !== part.after)
if (!check)
  await writeFile(
    path,
    parts.reduce((text, part) => text.replace(part.before, () => part.after), before),
  )
else if (stale.length > 0) {
  for (const { name } of stale) process.stderr.write(`${paint("red", `README.md: ${name} is stale`, process.stderr)}\n`)
  process.stderr.write("Run: npm run readme\n")
  process.exitCode = 1
}
const count = `${examples.length} examples and ${madeTables.length} tables`
if (!check || stale.length === 0) process.stdout.write(`README.md has ${count}, ${stale.length} changed\n`)
