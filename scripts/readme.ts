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

const path = join(root, "README.md")
const before = await readFile(path, "utf8")

/** A generated part of the README: its name, its place, and its text. */
const parts = await Promise.all([
  ...[...before.matchAll(/<!-- (examples\/[\w.-]+\.ts)#(\w+) -->\n```ts\n[\s\S]*?```\n/g)].map(
    async ([was, file = "", region = ""]) => {
      const name = `${file}#${region}`
      return { name, was, is: `<!-- ${name} -->\n${await exampleOf(file, region)}\n` }
    },
  ),
  ...Object.entries(tables).map(async ([name, make]) => {
    const [was] = new RegExp(`<!-- ${name} -->\n.*?<!-- /${name} -->`, "s").exec(before) ?? []
    if (was === undefined) throw new Error(`README.md has no place <!-- ${name} --> … <!-- /${name} -->.`)
    return { name, was, is: `<!-- ${name} -->\n\n${await make()}\n\n<!-- /${name} -->` }
  }),
])
const stale = parts.filter(({ was, is }) => was !== is)
if (check) {
  for (const { name } of stale) process.stderr.write(`${paint("red", `README.md: ${name} is stale`, process.stderr)}\n`)
  if (stale.length > 0) process.stderr.write("Run: npm run readme\n")
  process.exitCode = stale.length > 0 ? 1 : 0
} else
  await writeFile(
    path,
    stale.reduce((text, { was, is }) => text.replace(was, () => is), before),
  )
process.stdout.write(
  `README.md has ${parts.length} examples and tables, ${stale.length} ${check ? "stale" : "changed"}\n`,
)
